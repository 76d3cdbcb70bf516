package dev.carrylane.jmh.cold;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures the first second of new JVMs: how long they take for their first results, on the default backend, on
 * the scalar one, and in another library. Each figure comes from a JVM of its own; those of different sides take
 * turns.
 */
public final class FirstSecond {
  private FirstSecond() {}

  /**
   * How it is measured.
   *
   * @param jvms JVMs of each side of a row
   * @param data the folder of the model and the data of {@code eval}
   * @param command the module path of the {@code carrylane} command
   * @param options more options for every JVM
   */
  public record Settings(
      int jvms, Optional<Path> data, Optional<String> command, List<String> options) {
    /** Copies the list. */
    public Settings {
      options = List.copyOf(options);
    }
  }

  /**
   * Measures everything, and writes a file.
   *
   * @param peer another library to measure beside
   * @param settings how
   * @param json receives every number
   * @param progress receives a line for each row
   * @throws IOException if a JVM fails or a file cannot be written
   * @throws InterruptedException if it is interrupted
   */
  public static void measure(
      Optional<Peer> peer, Settings settings, Path json, PrintWriter progress)
      throws IOException, InterruptedException {
    measure(Rows.Sizes.DEFAULT, peer, settings, json, progress);
  }

  static void measure(
      Rows.Sizes sizes, Optional<Peer> peer, Settings settings, Path json, PrintWriter progress)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("carrylane-cold");
    try {
      Rows rows = new Rows(sizes, folder, new ChildJvm(settings.options(), folder));
      List<Row> all = new ArrayList<>(rows.lstm(peer));
      if (settings.data().isPresent() && settings.command().isPresent()) {
        all.add(rows.eval(settings.command().get(), settings.data().get()));
      }
      all.add(rows.product());
      all.add(rows.scan());
      Map<Row, Map<String, List<Figures>>> measured = new LinkedHashMap<>();
      for (Row row : all) {
        progress.printf("first second: %s, %d JVMs a side%n", row.name(), settings.jvms());
        progress.flush();
        measured.put(row, row.measure(settings.jvms()));
      }
      try (FileReplacement replacement = FileReplacement.of(json)) {
        String text = ColdJson.of(measured);
        replacement.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        replacement.commit();
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /**
   * Requires what the evaluation needs, before anything is measured.
   *
   * @param data the folder of the model and the data
   * @throws CliException if a file is missing
   */
  public static void requireData(Path data) {
    for (String file : List.of(Rows.MODEL, Rows.DATA)) {
      if (!Files.isReadable(data.resolve(file))) {
        throw new CliException(
            "there is no %s; name a folder that has it with --data, or leave --data out"
                .formatted(data.resolve(file)));
      }
    }
  }
}
