package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stands in the help for the benchmarks, which the launcher starts itself: they run on a class path
 * of their own.
 */
@Command(
    name = "bench",
    description = {
      "Run the JMH benchmarks: 'carrylane bench [JMH options] [REGEX...]'.",
      "'carrylane bench -h' lists the JMH options, 'carrylane bench -l' the benchmarks.",
      "'carrylane bench --peers ...' adds those of other libraries, downloaded on first use.",
      "'carrylane bench --cold' measures the first second of new JVMs; add --help for its options."
    })
final class BenchCommand implements Runnable {
  @Parameters(arity = "0..*", paramLabel = "JMH_OPTION", description = "Passed to JMH as it is.")
  private List<String> options = List.of();

  @Override
  public void run() {
    throw new CliException(
        "the benchmarks are started by the launcher script; run ./carrylane bench "
            + String.join(" ", options));
  }
}
