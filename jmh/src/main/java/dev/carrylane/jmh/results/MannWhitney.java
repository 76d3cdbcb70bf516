package dev.carrylane.jmh.results;

import java.util.Arrays;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/** The two-sided test of whether numbers of two samples tend to be equally great, by their ranks alone. */
final class MannWhitney {
  private MannWhitney() {}

  /**
   * The probability of such ranks, or more extreme ones, if both samples are from one distribution: exact up to 50 numbers.
   * Numbers that are equal, as those of latency histograms often are, have no exact distribution; they are ordered in
   * favour of no difference, so that the probability is exact for one order and an upper bound for all.
   */
  static double p(double[] a, double[] b) {
    return Math.max(p(a, b, true), p(a, b, false));
  }

  private static double p(double[] a, double[] b, boolean firstIsLess) {
    Integer[] order = new Integer[a.length + b.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (i, j) -> {
          int byValue =
              Double.compare(
                  i < a.length ? a[i] : b[i - a.length], j < a.length ? a[j] : b[j - a.length]);
          return byValue != 0 ? byValue : firstIsLess ? i - j : j - i;
        });
    double[] ranks = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      ranks[order[i]] = i;
    }
    return MannWhitneyUTest.withDefaults()
        .test(Arrays.copyOf(ranks, a.length), Arrays.copyOfRange(ranks, a.length, ranks.length))
        .getPValue();
  }
}
