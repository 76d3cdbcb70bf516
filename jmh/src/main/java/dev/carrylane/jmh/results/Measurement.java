package dev.carrylane.jmh.results;

import dev.carrylane.jmh.suite.Case;
import java.util.List;

/**
 * What was measured of a case.
 *
 * @param what the benchmark and its parameters
 * @param flags options of the JVMs
 * @param forks JVMs, in the order in which they ran
 */
public record Measurement(Case what, List<String> flags, List<Fork> forks) {
  /** Copies the lists. */
  public Measurement {
    flags = List.copyOf(flags);
    forks = List.copyOf(forks);
  }

  /** {@return seconds an operation takes, a number for each fork; NaN where one measured nothing} */
  public double[] seconds() {
    return forks.stream().mapToDouble(Fork::seconds).toArray();
  }

  /** {@return bytes an operation allocates, a number for each fork; NaN where nobody counted} */
  public double[] allocated() {
    return forks.stream().mapToDouble(Fork::allocated).toArray();
  }
}
