package dev.carrylane.jmh.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.carrylane.cli.machine.Machine;
import dev.carrylane.engine.Backend;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of this machine and this JVM, in words. */
final class EnvironmentRecorder {
  private static final String UNKNOWN = "unknown";

  private EnvironmentRecorder() {}

  /** {@return names and words, in the order in which they are shown} */
  static Map<String, String> machine() {
    Machine machine = Machine.current();
    Map<String, String> words = new LinkedHashMap<>();
    words.put("processor", machine.processor().orElse(UNKNOWN));
    words.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    String caches =
        machine.caches().stream()
            .filter(cache -> !cache.type().equals("Instruction"))
            .map(cache -> "L%d %s".formatted(cache.level(), size(cache.bytes())))
            .collect(Collectors.joining(", "));
    words.put("caches", caches.isEmpty() ? UNKNOWN : caches);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      words.put("memory", size(system.getTotalMemorySize()));
    }
    machine.governor().ifPresent(governor -> words.put("frequency governor", governor));
    words.put("system", properties(" ", "os.name", "os.version", "os.arch"));
    words.put("java", properties(", ", "java.runtime.version", "java.vendor", "java.vm.name"));
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith("-Dcarrylane."))
            .collect(Collectors.joining(" "));
    words.put("JVM options", options);
    Backend backend = Backend.active();
    words.put("backend", backend + " (" + backend.reason() + ")");
    return words;
  }

  private static String properties(String separator, String... names) {
    return Stream.of(names).map(System::getProperty).collect(Collectors.joining(separator));
  }

  private static String size(long bytes) {
    if (bytes >= 1L << 30) {
      return "%.1f GB".formatted(bytes / (double) (1L << 30));
    }
    return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
  }
}
