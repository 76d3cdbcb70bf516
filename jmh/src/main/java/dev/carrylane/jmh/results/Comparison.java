package dev.carrylane.jmh.results;

import dev.carrylane.jmh.suite.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two runs that were stored at different times, each as fractions of its own probe. Weaker evidence than forks in turn: the
 * probe is other work than the cases, and a machine that is slower for it need not be as much slower for them.
 */
public final class Comparison {
  private final List<Row> rows;

  private Comparison(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * One case.
   *
   * @param what the case
   * @param ratio time of A in units of its probe, divided by the same of B
   * @param raw time of A divided by time of B, the probes left aside
   * @param comparable whether the ratio is beyond the noise of both runs
   */
  public record Row(Case what, Interval ratio, double raw, boolean comparable) {}

  /**
   * Compares all cases that both have.
   *
   * @param a one run
   * @param environmentOfA its environment
   * @param b the other run
   * @param environmentOfB its environment
   * @return the comparison
   * @throws IllegalArgumentException if one of them has no probe readings
   */
  public static Comparison of(
      Results a, Environment environmentOfA, Results b, Environment environmentOfB) {
    double speedOfA = speed(environmentOfA);
    double speedOfB = speed(environmentOfB);
    Noise noise = Noise.of(environmentOfA.probe()).or(Noise.of(environmentOfB.probe()));
    List<Row> rows = new ArrayList<>();
    for (Measurement measurement : a.all()) {
      b.of(measurement.what())
          .ifPresent(
              beside -> {
                double[] secondsOfA = measurement.seconds();
                double[] secondsOfB = beside.seconds();
                Interval ratio =
                    Interval.ofIndependent(
                        scaled(secondsOfA, speedOfA), scaled(secondsOfB, speedOfB));
                rows.add(
                    new Row(
                        measurement.what(),
                        ratio,
                        Medians.median(secondsOfA) / Medians.median(secondsOfB),
                        noise.comparable(ratio)));
              });
    }
    return new Comparison(rows);
  }

  /** Of the probe, in the middle of the run's readings. */
  private static double speed(Environment environment) {
    double speed =
        Medians.median(environment.probe().stream().mapToDouble(ProbeReading::speed).toArray());
    if (!(speed > 0)) {
      throw new IllegalArgumentException(
          "the run of %s has no readings of the probe: only runs with readings are compared"
              .formatted(environment.date()));
    }
    return speed;
  }

  private static double[] scaled(double[] seconds, double speed) {
    return Arrays.stream(seconds).map(each -> each * speed).toArray();
  }

  /** {@return one for each case that both have, in the order of A} */
  public List<Row> rows() {
    return rows;
  }
}
