package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stands in the list of commands for the benchmarks, which the launcher starts itself: they run on a class path
 * of their own.
 */
@Command(
    name = "bench",
    description = "Measure this machine, and write a page: 'carrylane bench --help' tells how.")
final class BenchCommand implements Runnable {
  @Parameters(arity = "0..*", paramLabel = "OPTION")
  private List<String> options = List.of();

  @Override
  public void run() {
    throw new CliException(
        "the benchmarks are started by the launcher script; run ./carrylane bench "
            + String.join(" ", options));
  }
}
