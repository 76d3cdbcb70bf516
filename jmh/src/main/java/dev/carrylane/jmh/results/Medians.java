package dev.carrylane.jmh.results;

import java.util.Arrays;

/** The median, and what its bootstrap would give if every possible resample were drawn. */
final class Medians {
  /** The values that the median of a resample may have, ascending; equal ones may occur twice. */
  private final double[] values;

  /** How probable each is. */
  private final double[] probabilities;

  private Medians(double[] values, double[] probabilities) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(values[i], values[j]));
    this.values = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    this.probabilities = Arrays.stream(order).mapToDouble(i -> probabilities[i]).toArray();
  }

  /**
   * The median.
   *
   * @param values in any order; those that are NaN are left out
   * @return the value in the middle, or the mean of the two; NaN of no values
   */
  static double median(double... values) {
    double[] sorted = sorted(values);
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Ascending, without those that are NaN. */
  static double[] sorted(double... values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
  }

  /** The distribution of the median of as many draws, with replacement, as there are values. */
  static Medians bootstrap(double... values) {
    double[] sorted = sorted(values);
    int n = sorted.length;
    if (n == 0) {
      throw new IllegalArgumentException("no values to draw from");
    }
    return n % 2 == 1 ? odd(sorted) : even(sorted);
  }

  private static Medians odd(double[] sorted) {
    int n = sorted.length;
    double[] probabilities = new double[n];
    for (int i = 0; i < n; i++) {
      probabilities[i] = atMost(n / 2 + 1, i + 1, n) - atMost(n / 2 + 1, i, n);
    }
    return new Medians(sorted, probabilities);
  }

  /** The two draws in the middle may be any pair of values. */
  private static Medians even(double[] sorted) {
    int n = sorted.length;
    int half = n / 2;
    double ways = binomial(n, half);
    double[] values = new double[n * (n + 1) / 2];
    double[] probabilities = new double[values.length];
    int next = 0;
    for (int i = 0; i < n; i++) {
      double same = atMost(half, i + 1, n) - atMost(half, i, n);
      double lower = power(i + 1, n, half) - power(i, n, half);
      for (int j = i + 1; j < n; j++) {
        double upper = power(n - j, n, half) - power(n - j - 1, n, half);
        values[next] = (sorted[i] + sorted[j]) / 2;
        probabilities[next] = ways * lower * upper;
        same -= probabilities[next];
        next++;
      }
      values[next] = sorted[i];
      probabilities[next] = Math.max(0, same);
      next++;
    }
    return new Medians(values, probabilities);
  }

  /** Probability that at least so many of n draws are among the first k of n values. */
  private static double atMost(int draws, int k, int n) {
    double sum = 0;
    for (int i = draws; i <= n; i++) {
      sum += binomial(n, i) * power(k, n, i) * power(n - k, n, n - i);
    }
    return sum;
  }

  private static double power(int k, int n, int exponent) {
    return Math.pow((double) k / n, exponent);
  }

  private static double binomial(int n, int k) {
    double ways = 1;
    for (int i = 1; i <= k; i++) {
      ways = ways * (n - k + i) / i;
    }
    return ways;
  }

  /** The distribution of the ratio of this median to an independent one. */
  Medians over(Medians other) {
    double[] ratios = new double[values.length * other.values.length];
    double[] products = new double[ratios.length];
    for (int i = 0, next = 0; i < values.length; i++) {
      for (int j = 0; j < other.values.length; j++, next++) {
        ratios[next] = values[i] / other.values[j];
        products[next] = probabilities[i] * other.probabilities[j];
      }
    }
    return new Medians(ratios, products);
  }

  /** The least value that the median stays at or below with more than the given probability. */
  double low(double tail) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += probabilities[i];
      if (sum > tail) {
        return values[i];
      }
    }
    return values[values.length - 1];
  }

  /** The greatest value that the median stays at or above with more than the given probability. */
  double high(double tail) {
    double sum = 0;
    for (int i = values.length - 1; i >= 0; i--) {
      sum += probabilities[i];
      if (sum > tail) {
        return values[i];
      }
    }
    return values[0];
  }
}
