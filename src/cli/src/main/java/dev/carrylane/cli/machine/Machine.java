package dev.carrylane.cli.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What Linux tells of the processor in {@code /proc} and {@code /sys}. Elsewhere, and in a container
 * that hides these files, everything is unknown.
 */
public final class Machine {
  private final Path root;

  private Machine(Path root) {
    this.root = root;
  }

  /** {@return the machine that this runs on} */
  public static Machine current() {
    return new Machine(Path.of("/"));
  }

  /** A machine whose files lie in a folder, for tests. */
  static Machine at(Path root) {
    return new Machine(root);
  }

  /**
   * One cache that the first core uses.
   *
   * @param level 1 for the one next to the core
   * @param type {@code Data}, {@code Instruction} or {@code Unified}
   * @param bytes how much it holds
   */
  public record Cache(int level, String type, long bytes) {}

  /** {@return the processor's name, empty if unknown} */
  public Optional<String> processor() {
    try (var lines = Files.lines(root.resolve("proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException | RuntimeException unknown) {
      return Optional.empty();
    }
  }

  /** {@return the caches of the first core, smallest level first; empty if unknown} */
  public List<Cache> caches() {
    List<Cache> caches = new ArrayList<>();
    Path folder = root.resolve("sys/devices/system/cpu/cpu0/cache");
    try (DirectoryStream<Path> indexes = Files.newDirectoryStream(folder, "index*")) {
      for (Path index : indexes) {
        caches.add(
            new Cache(
                Integer.parseInt(line(index.resolve("level"))),
                line(index.resolve("type")),
                size(line(index.resolve("size")))));
      }
    } catch (IOException | RuntimeException unknown) {
      return List.of();
    }
    caches.sort(Comparator.comparingInt(Cache::level).thenComparing(Cache::type));
    return caches;
  }

  /** {@return the rule by which the first core's clock follows its load, empty if unknown} */
  public Optional<String> governor() {
    try {
      return Optional.of(
          line(root.resolve("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  private static String line(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  /** Linux writes {@code 48K}, {@code 2048K} or {@code 33M}. */
  private static long size(String text) {
    int last = text.length() - 1;
    int shift =
        switch (text.charAt(last)) {
          case 'K' -> 10;
          case 'M' -> 20;
          case 'G' -> 30;
          default -> 0;
        };
    return Long.parseLong(shift == 0 ? text : text.substring(0, last)) << shift;
  }
}
