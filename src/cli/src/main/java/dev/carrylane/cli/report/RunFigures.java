package dev.carrylane.cli.report;

import dev.carrylane.cli.chart.Point;
import java.util.List;

/**
 * What came of one finished run.
 *
 * @param seed the seed
 * @param value the figure on the test split
 * @param parameters trained values
 * @param epochs epochs gone through
 * @param secondsPerEpoch mean time of an epoch, validation included
 * @param machine the processor and threads; empty if unknown
 * @param command what makes the run
 * @param curve validation figure by epoch
 * @param lengths accuracy, as a fraction, by length of the sequences; empty if the task has one length
 */
public record RunFigures(
    long seed,
    double value,
    long parameters,
    int epochs,
    double secondsPerEpoch,
    String machine,
    String command,
    List<Point> curve,
    List<Point> lengths) {
  /** Copies the lists. */
  public RunFigures {
    curve = List.copyOf(curve);
    lengths = List.copyOf(lengths);
  }
}
