package dev.carrylane.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.carrylane.cli.console.VersionProvider;
import dev.carrylane.cli.machine.Machine;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.KernelState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what Carrylane runs on, and what to change where that is slow. */
@Command(
    name = "doctor",
    description =
        "Tell the JDK, the backend and why, the processor, which kernels the JIT compiles to vector code, and"
            + " what to change if it is slow.")
final class DoctorCommand implements Callable<Integer> {
  private static final long MEBIBYTE = 1 << 20;
  private static final long SMALL_HEAP = 512 * MEBIBYTE;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() {
    Backend backend = BackendSelection.active();
    Machine machine = Machine.current();
    List<Machine.Cache> caches = machine.caches();
    long heap = Runtime.getRuntime().maxMemory();
    int cores = Runtime.getRuntime().availableProcessors();
    String fma = fma();
    List<KernelState> kernels = KernelTrial.of(backend);
    List<String> advice = advice(backend, kernels, machine.governor().orElse(""), heap);

    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", VersionProvider.version());
    facts.put("java", Runtime.version().toString());
    facts.put("vendor", System.getProperty("java.vendor"));
    facts.put("vm", vm());
    facts.put("java_home", System.getProperty("java.home"));
    facts.put("os", os());
    facts.put("processor", machine.processor().orElse("unknown"));
    facts.put("backend", backend.name());
    facts.put("reason", backend.reason());
    facts.put("vector_bits", backend.vectorBits());
    facts.put("float_lanes", backend.floatLanes());
    facts.put("fma", fma);
    facts.put(
        "warm_up",
        backend.warmUpMode().map(Enum::toString).orElse("NONE").toLowerCase(Locale.ROOT));
    facts.put("kernels", kernels.stream().map(DoctorCommand::facts).toList());
    facts.put("cores", cores);
    facts.put("caches", caches.isEmpty() ? "unknown" : caches.stream().map(this::facts).toList());
    facts.put("max_heap_bytes", heap);
    facts.put("advice", advice);

    StringBuilder text = new StringBuilder();
    line(text, "Carrylane", VersionProvider.version());
    line(text, "Java", Runtime.version() + ", " + System.getProperty("java.vendor"));
    line(text, "VM", vm());
    line(text, "System", os());
    line(text, "Processor", machine.processor().orElse("unknown"));
    line(text, "Backend", backend.name() + ": " + backend.reason());
    line(text, "Vectors", vectors(backend));
    line(text, "FMA", fma);
    line(text, "Cores", String.valueOf(cores));
    line(text, "Caches", text(caches));
    line(text, "Max heap", heap / MEBIBYTE + " MiB");
    for (KernelState kernel : kernels) {
      line(
          text,
          "Kernel",
          kernel.kernel()
              + ": "
              + (kernel.isVector() ? "vectors, " : "scalar, ")
              + kernel.detail());
    }
    if (advice.isEmpty()) {
      line(text, "Advice", "nothing to change");
    }
    for (String sentence : advice) {
      line(text, "Advice", sentence);
    }
    report.print(facts, text.toString());
    return Main.SUCCESS;
  }

  static List<String> advice(
      Backend backend, List<KernelState> kernels, String governor, long heap) {
    List<String> advice = new ArrayList<>();
    if (!backend.isVector()) {
      advice.add(
          Backend.vectorUnavailable().isEmpty()
              ? "SIMD is off by request; unset "
                  + Backend.PROPERTY
                  + " (in CARRYLANE_JAVA_OPTS) to use it"
              : "SIMD is off: " + Backend.vectorUnavailable());
    } else if (backend.reason().contains(Backend.PROPERTY)) {
      advice.add(
          "the vector width is forced; unset "
              + Backend.PROPERTY
              + " (in CARRYLANE_JAVA_OPTS) to use the widest");
    }
    List<String> slow =
        kernels.stream().filter(state -> !state.isVector()).map(KernelState::kernel).toList();
    if (backend.isVector() && !slow.isEmpty()) {
      advice.add(
          "this JVM does not compile the vector kernels of "
              + String.join("; ", slow)
              + ", which run as plain Java; try a JDK whose JIT compiles vectors, or a larger"
              + " -XX:ReservedCodeCacheSize");
    }
    if (governor.equals("powersave") || governor.equals("conservative")) {
      advice.add(
          "the clock governor is "
              + governor
              + ", which slows short bursts of work; set it to performance");
    }
    if (heap < SMALL_HEAP) {
      advice.add(
          "the heap may grow to "
              + heap / MEBIBYTE
              + " MiB only; large data sets need more, for example CARRYLANE_JAVA_OPTS=-Xmx2g");
    }
    return advice;
  }

  private static String vm() {
    return System.getProperty("java.vm.name")
        + ", "
        + System.getProperty("java.vm.version")
        + ", "
        + System.getProperty("java.vm.info");
  }

  private static String os() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + ", "
        + System.getProperty("os.arch");
  }

  private static String vectors(Backend backend) {
    return backend.isVector()
        ? backend.vectorBits() + " bits, " + backend.floatLanes() + " floats"
        : "not used";
  }

  private static String fma() {
    try {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return bean.getVMOption("UseFMA").getValue().equals("true") ? "native" : "emulated";
    } catch (RuntimeException unknown) {
      return "unknown";
    }
  }

  private static Map<String, Object> facts(KernelState kernel) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kernel", kernel.kernel());
    facts.put("vector", kernel.isVector());
    facts.put("detail", kernel.detail());
    return facts;
  }

  private Map<String, Object> facts(Machine.Cache cache) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("level", cache.level());
    facts.put("type", cache.type());
    facts.put("bytes", cache.bytes());
    return facts;
  }

  private static String text(List<Machine.Cache> caches) {
    if (caches.isEmpty()) {
      return "unknown";
    }
    List<String> parts = new ArrayList<>();
    for (Machine.Cache cache : caches) {
      String kind =
          switch (cache.type()) {
            case "Data" -> "d";
            case "Instruction" -> "i";
            default -> "";
          };
      parts.add("L" + cache.level() + kind + " " + cache.bytes() / 1024 + " KiB");
    }
    return String.join(", ", parts);
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(String.format("%-10s %s%n", label, value));
  }
}
