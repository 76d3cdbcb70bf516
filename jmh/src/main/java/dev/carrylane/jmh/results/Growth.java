package dev.carrylane.jmh.results;

import java.util.List;

/** How time grows with a size: as which power of it. */
public final class Growth {
  private Growth() {}

  /**
   * The slope of the logarithm of time over the logarithm of the size, by least squares: 1 is as fast as the size, 2 as its
   * square. One for each round, then their median and interval.
   *
   * @param sizes at least two different ones, greater than 0
   * @param seconds for each size a number for each fork, in the order of rounds; rounds that a size lacks are left out
   * @return the exponent
   * @throws IllegalArgumentException if there are not two different sizes, or not times for each size
   */
  public static Interval exponent(double[] sizes, List<double[]> seconds) {
    Rounds rounds = new Rounds(sizes.length, seconds);
    double[] logarithms = new double[sizes.length];
    double mean = 0;
    for (int i = 0; i < sizes.length; i++) {
      logarithms[i] = Math.log(sizes[i]);
      mean += logarithms[i] / sizes.length;
    }
    double square = 0;
    for (double logarithm : logarithms) {
      square += (logarithm - mean) * (logarithm - mean);
    }
    if (!(square > 0)) {
      throw new IllegalArgumentException("growth needs two different sizes greater than 0");
    }
    double center = mean;
    double sum = square;
    return rounds.interval(
        times -> {
          double product = 0;
          for (int i = 0; i < times.length; i++) {
            product += (logarithms[i] - center) * Math.log(times[i]);
          }
          return product / sum;
        });
  }
}
