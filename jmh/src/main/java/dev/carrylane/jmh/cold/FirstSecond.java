package dev.carrylane.jmh.cold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures the first second of new JVMs: how long they take for their first results, on the default backend, on
 * the scalar one, and in another library. Each figure is the median of many JVMs; those of different sides take
 * turns.
 */
public final class FirstSecond {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private FirstSecond() {}

  /**
   * Measures Carrylane alone, and ends the JVM.
   *
   * @param args the command line
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(Rows.Sizes.DEFAULT, Optional.empty(), args));
  }

  /**
   * Measures Carrylane beside another library.
   *
   * @param peer the library
   * @param args the command line
   * @return the exit code: 0, or 1 if a JVM failed, or 2 if the command line is wrong
   * @throws InterruptedException if it is interrupted
   */
  public static int run(Peer peer, String... args) throws InterruptedException {
    return run(Rows.Sizes.DEFAULT, Optional.of(peer), args);
  }

  static int run(Rows.Sizes sizes, Optional<Peer> peer, String... args)
      throws InterruptedException {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException wrong) {
      System.err.println(
          "carrylane bench --cold: "
              + wrong.getMessage()
              + " (see 'carrylane bench --cold --help')");
      return BAD_INPUT;
    }
    if (options.help()) {
      System.out.print(Options.USAGE);
      return 0;
    }
    try {
      Path folder = Files.createTempDirectory("carrylane-cold");
      try {
        measure(sizes, peer, options, folder);
      } finally {
        delete(folder);
      }
    } catch (IOException failed) {
      System.err.println("carrylane bench --cold: " + failed);
      return FAILED;
    }
    return 0;
  }

  private static void measure(Rows.Sizes sizes, Optional<Peer> peer, Options options, Path folder)
      throws IOException, InterruptedException {
    Map<String, String> environment = Report.environment(options);
    environment.forEach((name, value) -> System.out.printf("%-10s %s%n", name, value));
    System.out.println();
    Map<Row, Map<String, List<Figures>>> measured = new LinkedHashMap<>();
    for (Row row :
        rows(new Rows(sizes, folder, new ChildJvm(options.jvm(), folder)), peer, options)) {
      Map<String, List<Figures>> figures = row.measure(options.runs());
      System.out.println(Report.table(row, figures));
      measured.put(row, figures);
    }
    if (options.json().isPresent()) {
      write(options.json().get(), Report.json(environment, measured));
    }
  }

  private static List<Row> rows(Rows rows, Optional<Peer> peer, Options options)
      throws IOException {
    List<Row> chosen = new ArrayList<>();
    for (Options.Kind kind : options.rows()) {
      switch (kind) {
        case LSTM -> chosen.addAll(rows.lstm(peer));
        case EVAL -> rows.eval(options.command(), options.data()).ifPresent(chosen::add);
        case PRODUCT -> chosen.add(rows.product());
        case SCAN -> chosen.add(rows.scan());
      }
    }
    return chosen;
  }

  /** Beside the file first, so that a good one is never replaced by half of another. */
  private static void write(Path file, String text) throws IOException {
    Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), "cold", ".json");
    Files.writeString(beside, text);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
