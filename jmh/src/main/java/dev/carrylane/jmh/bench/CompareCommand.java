package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.jmh.results.Comparison;
import dev.carrylane.jmh.results.Environment;
import dev.carrylane.jmh.results.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two runs that were stored: the weaker evidence. */
@Command(
    name = "compare",
    sortOptions = false,
    description = {
      "Compares two stored runs, each as fractions of its own probe, and prints a table.",
      "It is weaker evidence than 'bench --against', whose versions run in turn."
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "A.json",
      description = "results.json of a run, or its folder; environment.json lies beside it.")
  private Path a;

  @Parameters(index = "1", paramLabel = "B.json", description = "The run to compare it with.")
  private Path b;

  @Option(names = "--help", usageHelp = true, description = "Print this.")
  private boolean help;

  @Override
  public Integer call() throws IOException {
    Path first = results(a);
    Path second = results(b);
    Environment ours = environment(first);
    Environment theirs = environment(second);
    Comparison comparison;
    try {
      comparison = Comparison.of(Results.read(first), ours, Results.read(second), theirs);
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage());
    }
    if (comparison.rows().isEmpty()) {
      throw new CliException(
          "%s and %s have no case in common; compare runs of the same part of the suite"
              .formatted(first, second));
    }
    print(comparison, ours, theirs);
    return 0;
  }

  private void print(Comparison comparison, Environment ours, Environment theirs) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("A: %s of %s, %s%n", ours.version(), ours.date(), ours.machine().get("processor"));
    out.printf(
        "B: %s of %s, %s%n%n", theirs.version(), theirs.date(), theirs.machine().get("processor"));
    out.println(
        "These runs were made at different times: each figure is a fraction of its own run's probe, which is other"
            + " work.");
    out.println("Weaker evidence than './carrylane bench --against', whose versions run in turn.");
    out.println();
    out.println("| case | time of A / B | 95 % | as measured | |");
    out.println("|---|---|---|---|---|");
    for (Comparison.Row row : comparison.rows()) {
      out.printf(
          "| %s | %.3f | %s | %.3f | %s |%n",
          row.what().toString().replace("|", "\\|"),
          row.ratio().median(),
          Double.isNaN(row.ratio().low())
              ? "one JVM"
              : "%.3f to %.3f%s"
                  .formatted(
                      row.ratio().low(),
                      row.ratio().high(),
                      row.ratio().isRange() ? " (range)" : ""),
          row.raw(),
          row.comparable() ? "" : "within the noise");
    }
  }

  private static Path results(Path given) {
    Path file = Files.isDirectory(given) ? given.resolve("results.json") : given;
    if (!Files.isRegularFile(file)) {
      throw new CliException(
          file + ": no such file; name a run's results.json or the folder that has it");
    }
    return file;
  }

  private static Environment environment(Path results) throws IOException {
    Path file = results.toAbsolutePath().resolveSibling("environment.json");
    if (!Files.isRegularFile(file)) {
      throw new CliException(
          "%s: no such file; the probe that %s is measured by is in it, so keep both together"
              .formatted(file, results));
    }
    return Environment.read(file);
  }
}
