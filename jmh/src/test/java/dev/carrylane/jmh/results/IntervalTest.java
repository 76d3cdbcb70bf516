package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
  /** Every resample of n values, how many have which median. */
  private static TreeMap<Double, Long> resamples(double[] values) {
    int n = values.length;
    TreeMap<Double, Long> medians = new TreeMap<>();
    long count = Math.round(Math.pow(n, n));
    double[] drawn = new double[n];
    for (long code = 0; code < count; code++) {
      long rest = code;
      for (int i = 0; i < n; i++) {
        drawn[i] = values[(int) (rest % n)];
        rest /= n;
      }
      Arrays.sort(drawn);
      medians.merge((drawn[(n - 1) / 2] + drawn[n / 2]) / 2, 1L, Long::sum);
    }
    return medians;
  }

  /** The first value, in the map's order, at which more than the share of all resamples is reached. */
  private static double quantile(Map<Double, Long> medians, int n, double share) {
    long reached = 0;
    double value = Double.NaN;
    for (Map.Entry<Double, Long> entry : medians.entrySet()) {
      if (reached <= share * Math.pow(n, n)) {
        value = entry.getKey();
      }
      reached += entry.getValue();
    }
    return value;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7})
  void boundsAreThoseOfEveryResample(int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[] values = random.doubles(n, 1, 2).toArray();
    if (n > 4) {
      values[3] = values[1];
    }
    TreeMap<Double, Long> medians = resamples(values);
    for (double confidence : new double[] {0.5, 0.8, 0.9, 0.95, 0.99}) {
      double tail = (1 - confidence) / 2;
      Interval interval = Interval.of(values, confidence);
      assertEquals(quantile(medians, n, tail), interval.low(), 1e-15);
      assertEquals(quantile(medians.descendingMap(), n, tail), interval.high(), 1e-15);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0, 1",
    "3, 0, 2",
    "4, 0, 3",
    "5, 0, 4",
    "6, 0.5, 4.5",
    "7, 1, 5",
    "9, 1, 7",
    "15, 3, 11"
  })
  void sixForksAreTheFirstWhoseBoundsAreInside(int n, double low, double high) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> n - 1 - i);
    Interval interval = Interval.of(values);
    assertEquals((n - 1) / 2.0, interval.median());
    assertEquals(low, interval.low());
    assertEquals(high, interval.high());
    assertEquals(n, interval.count());
    assertEquals(n < 6, interval.isRange());
  }

  /** From the binomial distribution of how many forks are below the median: 1 - 16/128 and 1 - 20/512. */
  @ParameterizedTest
  @CsvSource({"7, 0.875", "9, 0.961"})
  void theTrueMedianIsInsideAsOftenAsSaid(int n, double share) {
    SplittableRandom random = new SplittableRandom(n);
    int runs = 5000;
    int inside = 0;
    for (int run = 0; run < runs; run++) {
      inside += Interval.of(random.doubles(n).toArray()).excludes(0.5) ? 0 : 1;
    }
    assertEquals(share, (double) inside / runs, 0.015);
  }

  @Test
  void equalForksHaveAnIntervalAllTheSame() {
    Interval interval = Interval.of(2, 2, 2, 2, 2, 2, 2);
    assertEquals(new Interval(2, 2, 2, 7, false), interval);
    assertTrue(interval.excludes(1.999));
    assertFalse(interval.excludes(2));
  }

  @Test
  void oneForkHasNoBounds() {
    Interval one = Interval.of(3);
    assertEquals(3, one.median());
    assertFalse(one.hasBounds());
    assertFalse(one.isRange());
    assertFalse(one.excludes(1));
    assertTrue(Double.isNaN(one.low()) && Double.isNaN(one.high()));
    assertTrue(Double.isNaN(Interval.of().median()));
    assertEquals(one, Interval.of(Double.NaN, 3));
  }

  @Test
  void ratiosArePairedByRound() {
    double[] drifting = {1, 2, 4, 8, 16, 32, 64, 128};
    double[] twice = {2, 4, 8, 16, 32, 64, 128};
    assertEquals(new Interval(0.5, 0.5, 0.5, 7, false), Interval.ofRatios(drifting, twice));
    twice[3] = Double.NaN;
    assertEquals(6, Interval.ofRatios(drifting, twice).count());
  }

  @Test
  void ratiosOfIndependentSamplesAreThoseOfEveryPairOfResamples() {
    double[] a = {1.1, 1.3, 1.2, 1.7, 1.15};
    double[] b = {2.1, 2.3, 2.9, 2.2};
    TreeMap<Double, Double> ratios = new TreeMap<>();
    resamples(a)
        .forEach(
            (above, ways) ->
                resamples(b)
                    .forEach(
                        (below, more) ->
                            ratios.merge(
                                above / below, ways / 3125.0 * more / 256.0, Double::sum)));
    double low = Double.NaN;
    double sum = 0;
    for (Map.Entry<Double, Double> entry : ratios.entrySet()) {
      low = sum <= 0.025 ? entry.getKey() : low;
      sum += entry.getValue();
    }
    Interval interval = Interval.ofIndependent(a, b);
    assertEquals(low, interval.low(), 1e-15);
    assertEquals(1.2 / 2.25, interval.median(), 1e-15);
    assertTrue(interval.high() > interval.median());
    assertEquals(4, interval.count());
    assertTrue(interval.isRange());
    Interval reversed = Interval.ofIndependent(b, a);
    assertEquals(1 / reversed.low(), interval.high(), 1e-15);
  }
}
