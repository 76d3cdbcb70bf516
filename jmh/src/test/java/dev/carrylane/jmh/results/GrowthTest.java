package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
  @Test
  void aPowerIsFoundThoughRoundsDrift() {
    double[] sizes = {256, 1024, 4096};
    double[] drift = {1, 1.5, 0.7, 2, 1, 1, 3};
    List<double[]> times =
        List.of(new double[7], new double[7], new double[8]); // the last has a round more
    for (int i = 0; i < sizes.length; i++) {
      for (int round = 0; round < drift.length; round++) {
        times.get(i)[round] = drift[round] * 1e-9 * Math.pow(sizes[i], 1.5);
      }
    }
    Interval exponent = Growth.exponent(sizes, times);
    assertEquals(1.5, exponent.median(), 1e-12);
    assertEquals(1.5, exponent.low(), 1e-12);
    assertEquals(1.5, exponent.high(), 1e-12);
    assertEquals(7, exponent.count());
  }

  /** Slope of log2 time by hand: of (0, 0), (1, 2), (2, 1) and of (0, 0), (1, 1), (2, 4). */
  @Test
  void theSlopeIsThatOfLeastSquares() {
    Interval exponent =
        Growth.exponent(
            new double[] {1, 2, 4},
            List.of(new double[] {1, 1}, new double[] {4, 2}, new double[] {2, 16}));
    assertEquals(0.5, exponent.low(), 1e-12);
    assertEquals(2, exponent.high(), 1e-12);
    assertTrue(exponent.isRange());
  }

  @Test
  void oneSizeHasNoGrowth() {
    List<double[]> times = List.of(new double[] {1}, new double[] {2});
    assertThrows(IllegalArgumentException.class, () -> Growth.exponent(new double[] {4, 4}, times));
    assertThrows(
        IllegalArgumentException.class, () -> Growth.exponent(new double[] {1, 2, 4}, times));
  }
}
