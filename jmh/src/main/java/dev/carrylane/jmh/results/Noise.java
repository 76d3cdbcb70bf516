package dev.carrylane.jmh.results;

import java.util.List;

/**
 * How steady the machine was, and what may be concluded in spite of it: the one place where that is decided.
 *
 * <p>The spread of numbers is their 95th percentile divided by their 5th, less 1. The noise of a run is the spread of its
 * probe's speeds.
 */
public final class Noise {
  /** A spread above which a run deserves a warning, and a figure deserves to be greyed. */
  public static final double LIMIT = 0.10;

  private final double spread;

  private Noise(double spread) {
    this.spread = spread;
  }

  /**
   * The noise of a run.
   *
   * @param probe its readings; with fewer than two nothing is known of the noise, and nothing is greyed for it
   * @return the noise
   */
  public static Noise of(List<ProbeReading> probe) {
    return new Noise(spread(probe.stream().mapToDouble(ProbeReading::speed).toArray()));
  }

  /**
   * The noise of what is computed from two runs.
   *
   * @param other the noise of the other run
   * @return the greater noise, or the one that is known
   */
  public Noise or(Noise other) {
    return Double.isNaN(spread) || other.spread > spread ? other : this;
  }

  /** {@return the spread of the probe, such as 0.1 for 10 %; NaN if unknown} */
  public double spread() {
    return spread;
  }

  /**
   * The spread of forks.
   *
   * @param values a number for each; those that are NaN are left out
   * @return the spread, such as 0.1 for 10 %; NaN of fewer than two
   */
  public static double spread(double... values) {
    double[] sorted = Medians.sorted(values);
    return sorted.length < 2 ? Double.NaN : quantile(sorted, 0.95) / quantile(sorted, 0.05) - 1;
  }

  /** Between the two values nearest to it. */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** {@return whether the probe's spread is over the limit: the page then begins with a warning} */
  public boolean isLoud() {
    return spread > LIMIT;
  }

  /**
   * Whether a ratio says which side is faster: its interval excludes 1, and it is farther from 1 than the noise of the run.
   * Otherwise it is greyed.
   *
   * @param ratio of two times of this run
   * @return whether it says so
   */
  public boolean comparable(Interval ratio) {
    double farther = Math.max(ratio.median(), 1 / ratio.median()) - 1;
    return ratio.excludes(1) && !(farther <= spread);
  }

  /**
   * Whether the forks of a case agree within the limit. Otherwise its figure is greyed.
   *
   * @param forks a number for each
   * @return whether their spread is within the limit, or unknown
   */
  public static boolean steady(double... forks) {
    return !(spread(forks) > LIMIT);
  }
}
