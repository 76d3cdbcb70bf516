package dev.carrylane.engine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * What the backend choice needs to know of the JVM. The facts are looked up through functions, so
 * that a test can describe any machine.
 */
final class VirtualMachine {
  private final boolean vectorModule;
  private final String vmInfo;
  private final Function<String, Optional<String>> vmOption;
  private final IntSupplier preferredVectorBits;

  VirtualMachine(
      boolean vectorModule,
      String vmInfo,
      Function<String, Optional<String>> vmOption,
      IntSupplier preferredVectorBits) {
    this.vectorModule = vectorModule;
    this.vmInfo = vmInfo;
    this.vmOption = vmOption;
    this.preferredVectorBits = preferredVectorBits;
  }

  static VirtualMachine current() {
    return new VirtualMachine(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        System.getProperty("java.vm.info", ""),
        VirtualMachine::hotspotOption,
        () -> PreferredVectors.BITS);
  }

  /** The first that fails of the checks which take no time. */
  String obviousObstacle() {
    if (!vectorModule) {
      return "module jdk.incubator.vector is not loaded;"
          + " add --add-modules jdk.incubator.vector to the java command line";
    }
    if (vmInfo.contains("interpreted mode")) {
      return "this JVM only interprets; remove -Xint from the java command line";
    }
    return "";
  }

  /** The first check that fails, as a clause that also names the remedy; empty if all pass. */
  String vectorObstacle() {
    String obvious = obviousObstacle();
    if (!obvious.isEmpty()) {
      return obvious;
    }
    if (option("TieredStopAtLevel", "4").compareTo("4") < 0) {
      return "the optimising compiler is off, and only it compiles vectors;"
          + " remove -XX:TieredStopAtLevel or -client from the java command line";
    }
    if (option("EnableVectorSupport", "true").equals("false")) {
      return "this JVM has vector support switched off;"
          + " remove -XX:-EnableVectorSupport from the java command line";
    }
    if (option("UseFMA", "true").equals("false")) {
      return "fused multiply-add is not native here (an old processor, or -XX:-UseFMA);"
          + " products then use exact software arithmetic, which is slow; run on a processor with FMA";
    }
    if (Integer.parseInt(option("MaxVectorSize", "64")) < 16) {
      return "vectors are narrower than 128 bits;"
          + " remove -XX:MaxVectorSize or -XX:UseAVX from the java command line";
    }
    return "";
  }

  /** The widest vectors this JVM prefers; asked only when {@link #vectorObstacle()} is empty. */
  int preferredVectorBits() {
    return preferredVectorBits.getAsInt();
  }

  private String option(String name, String otherwise) {
    return vmOption.apply(name).orElse(otherwise);
  }

  private static Optional<String> hotspotOption(String name) {
    try {
      return DiagnosticOptions.read(name);
    } catch (LinkageError | RuntimeException absent) {
      // Not a HotSpot JVM, no module jdk.management, or no such option: the check cannot be made.
      return Optional.empty();
    }
  }

  /** Separate class, so that a runtime image without jdk.management still loads the others. */
  private static final class DiagnosticOptions {
    static Optional<String> read(String name) {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return bean == null ? Optional.empty() : Optional.of(bean.getVMOption(name).getValue());
    }
  }
}
