package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModesTest {
  @Test
  void twoGroupsAreFoundWithTheirForks() {
    Modes modes = Modes.of(1.00, 1.21, 1.01, Double.NaN, 1.20, 1.02, 1.22).orElseThrow();
    assertEquals(new Modes.Group(1.01, List.of(0, 2, 5)), modes.lower());
    assertEquals(new Modes.Group(1.21, List.of(1, 4, 6)), modes.upper());
  }

  @Test
  void groupsNeedTwoForksAGapAndAShare() {
    assertEquals(Optional.empty(), Modes.of());
    assertEquals(Optional.empty(), Modes.of(1, 2));
    assertEquals(Optional.empty(), Modes.of(1, 1.01, 1, 1.01, 2), "one fork is no group");
    assertEquals(Optional.empty(), Modes.of(1, 1.1, 1.39, 1.4), "less than three ranges");
    assertTrue(Modes.of(1, 1.1, 1.41, 1.42).isPresent());
    assertEquals(Optional.empty(), Modes.of(1, 1, 1.029, 1.029), "under 3 %");
    assertTrue(Modes.of(1, 1, 1.031, 1.031).isPresent());
  }

  /** Rates in long simulations: 0.4 % at 7 forks, 0.05 % at 9. */
  @Test
  void oneGroupIsSeldomTakenForTwo() {
    Random random = new Random(1);
    int runs = 10_000;
    for (double deviation : new double[] {0.01, 0.02, 0.03, 0.08}) {
      assertTrue(found(random, 7, deviation, 0, runs) <= 0.006 * runs);
      assertTrue(found(random, 9, deviation, 0, runs) <= 0.002 * runs);
    }
  }

  @Test
  void realGroupsAreMostlyFound() {
    assertTrue(found(new Random(2), 7, 0.01, 0.20, 2000) >= 0.80 * 2000);
  }

  /** How often two modes are found, of forks half of which are slower by a difference. */
  private static int found(
      Random random, int forks, double deviation, double difference, int runs) {
    int found = 0;
    double[] times = new double[forks];
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < forks; i++) {
        times[i] = 1 + deviation * random.nextGaussian() + (i % 2) * difference;
      }
      found += Modes.of(times).isPresent() ? 1 : 0;
    }
    return found;
  }
}
