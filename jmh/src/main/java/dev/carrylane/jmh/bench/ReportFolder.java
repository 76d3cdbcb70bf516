package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.jmh.report.ReportWriter;
import dev.carrylane.jmh.results.Changes;
import dev.carrylane.jmh.results.Environment;
import dev.carrylane.jmh.results.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** The folder of a run: what was measured as JSON, and the page that is made of it. */
final class ReportFolder {
  private static final String RESULTS = "results.json";
  private static final String OTHER = "other.json";
  private static final String ENVIRONMENT = "environment.json";
  private static final String COLD = "cold.json";
  private static final String PAGE = "report.html";
  private static final String LOG = "jmh.log";

  private final Path path;

  private ReportFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes a folder.
   *
   * @param given where; in a new folder of the current one if empty
   * @throws CliException if a run is there already
   * @throws IOException if it cannot be made
   */
  static ReportFolder create(Optional<Path> given) throws IOException {
    Path path = given.orElseGet(ReportFolder::dated);
    for (String file : List.of(RESULTS, OTHER, ENVIRONMENT, COLD)) {
      if (Files.exists(path.resolve(file))) {
        throw new CliException(
            "%s holds a report already; name another folder with --out, or remove it"
                .formatted(path));
      }
    }
    return new ReportFolder(Files.createDirectories(path));
  }

  private static Path dated() {
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
    return Path.of("bench-" + time);
  }

  /** A stream into the file that keeps what JMH and the forks print. */
  PrintStream log() throws IOException {
    return new PrintStream(Files.newOutputStream(path.resolve(LOG)), false, StandardCharsets.UTF_8);
  }

  /** Where the first second's figures go. */
  Path cold() {
    return path.resolve(COLD);
  }

  /** Writes what is known so far, and the page that is made of it. */
  void write(Collected measured, Collected other, Environment environment) throws IOException {
    if (!measured.isEmpty()) {
      measured.write(path.resolve(RESULTS));
    }
    if (!other.isEmpty()) {
      other.write(path.resolve(OTHER));
    }
    environment.write(path.resolve(ENVIRONMENT));
    if (!measured.isEmpty() || Files.exists(cold())) {
      ReportWriter.write(path);
    }
  }

  /**
   * The page.
   *
   * @throws CliException if nothing was measured
   */
  Path page() {
    Path page = path.resolve(PAGE);
    if (!Files.exists(page)) {
      throw new CliException("nothing was measured; " + path.resolve(LOG) + " tells more");
    }
    return page.toAbsolutePath();
  }

  /** What changed beside the other version. */
  Changes changes(double threshold) throws IOException {
    return Changes.of(
        Results.read(path.resolve(RESULTS)), Results.read(path.resolve(OTHER)), threshold);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
