package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {
  private static double[] range(int from, int to) {
    double[] values = new double[to - from];
    Arrays.setAll(values, i -> from + i);
    return values;
  }

  @Test
  void separatedSamplesHaveTheLeastProbability() {
    assertEquals(2.0 / 48_620, MannWhitney.p(range(0, 9), range(9, 18)), 1e-12);
    assertEquals(2.0 / 48_620, MannWhitney.p(range(9, 18), range(0, 9)), 1e-12);
    assertEquals(2.0 / 184_756, MannWhitney.p(range(0, 10), range(10, 20)), 1e-12);
  }

  /** The table of critical values for two sides at 1 %: U of 11 for 9 and 9 is significant, 12 is not; 5 % have 17. */
  @Test
  void criticalValuesAreThoseOfTheTable() {
    assertTrue(p(11) <= 0.01 && p(12) > 0.01);
    assertTrue(p(17) <= 0.05 && p(18) > 0.05);
  }

  /** Of two samples of 9 numbers with a given U, for U up to 81. */
  private static double p(int u) {
    double[] a = new double[9];
    for (int i = 0, rest = u; i < 9; i++) {
      int above = Math.min(9, rest);
      a[8 - i] = above + 0.5 - 0.01 * i;
      rest -= above;
    }
    return MannWhitney.p(a, range(1, 10));
  }

  @Test
  void probabilitiesAreThoseOfEveryOrder() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 20; run++) {
      double[] a = random.doubles(5).toArray();
      double[] b = random.doubles(6, 0.3, 1.3).toArray();
      assertEquals(enumerated(a, b), MannWhitney.p(a, b), 1e-12);
    }
  }

  /** Share of all choices of which numbers are the first sample whose U is at least as far from its mean. */
  private static double enumerated(double[] a, double[] b) {
    int n = a.length + b.length;
    double[] all = Arrays.copyOf(a, n);
    System.arraycopy(b, 0, all, a.length, b.length);
    double mean = a.length * b.length / 2.0;
    double distance = Math.abs(u(all, (1 << a.length) - 1) - mean);
    int extreme = 0;
    int choices = 0;
    for (int chosen = 0; chosen < 1 << n; chosen++) {
      if (Integer.bitCount(chosen) == a.length) {
        choices++;
        extreme += Math.abs(u(all, chosen) - mean) >= distance ? 1 : 0;
      }
    }
    return (double) extreme / choices;
  }

  private static int u(double[] all, int chosen) {
    int u = 0;
    for (int i = 0; i < all.length; i++) {
      for (int j = 0; j < all.length; j++) {
        u += (chosen >> i & 1) == 1 && (chosen >> j & 1) == 0 && all[i] > all[j] ? 1 : 0;
      }
    }
    return u;
  }

  @Test
  void equalNumbersCountAgainstADifference() {
    double[] a = {1, 1, 1, 2, 2, 2, 3, 3, 3};
    double[] above = {4, 4, 4, 5, 5, 5, 6, 6, 6};
    assertEquals(2.0 / 48_620, MannWhitney.p(a, above), 1e-12);
    double[] touching = {3, 4, 4, 5, 5, 5, 6, 6, 6};
    assertEquals(p(3), MannWhitney.p(a, touching), 1e-12);
  }
}
