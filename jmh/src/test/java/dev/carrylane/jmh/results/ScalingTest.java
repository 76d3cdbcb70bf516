package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingTest {
  @Test
  void theParallelShareIsFoundThoughRoundsDrift() {
    double[] drift = {1, 2, 0.5};
    int[] threads = {1, 2, 4, 8};
    List<double[]> times = List.of(new double[3], new double[3], new double[3], new double[3]);
    for (int i = 0; i < threads.length; i++) {
      for (int round = 0; round < drift.length; round++) {
        times.get(i)[round] = drift[round] * (0.1 + 0.9 / threads[i]);
      }
    }
    Scaling scaling = Scaling.of(threads, times);
    assertEquals(0.9, scaling.parallelShare().low(), 1e-12);
    assertEquals(0.9, scaling.parallelShare().high(), 1e-12);
    for (Scaling.Point point : scaling.points()) {
      assertEquals(scaling.amdahl(point.threads()), point.speedUp().median(), 1e-12);
      assertEquals(point.speedUp().median() / point.threads(), point.efficiency().median(), 1e-12);
    }
    assertEquals(1 / 0.325, scaling.amdahl(4), 1e-12);
  }

  /** 1/speed-up is 0.6 and 0.2: p is (0.5·0.4 + 0.75·0.8) / (0.25 + 0.5625). */
  @Test
  void theShareIsThatOfLeastSquares() {
    Scaling scaling =
        Scaling.of(
            new int[] {4, 1, 2}, List.of(new double[] {2}, new double[] {10}, new double[] {6}));
    assertEquals(0.8 / 0.8125, scaling.parallelShare().median(), 1e-12);
    assertEquals(5, scaling.points().get(0).speedUp().median(), 1e-12);
    assertEquals(1.25, scaling.points().get(0).efficiency().median(), 1e-12);
  }

  @Test
  void oneThreadAndMoreAreNeeded() {
    List<double[]> times = List.of(new double[] {1}, new double[] {2});
    assertThrows(IllegalArgumentException.class, () -> Scaling.of(new int[] {2, 4}, times));
    assertThrows(IllegalArgumentException.class, () -> Scaling.of(new int[] {1}, times));
    assertThrows(
        IllegalArgumentException.class, () -> Scaling.of(new int[] {1}, times.subList(0, 1)));
  }
}
