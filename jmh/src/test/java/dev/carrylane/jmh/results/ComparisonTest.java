package dev.carrylane.jmh.results;

import static dev.carrylane.jmh.results.ChangesTest.measurement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final double[] FORKS = {1, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06};

  static Environment environment(List<ProbeReading> probe) {
    return new Environment(
        "bench",
        "2026-01-01T00:00:00Z",
        "1",
        null,
        0.03,
        "quick",
        7,
        7,
        Map.of(),
        List.of(),
        probe,
        Map.of());
  }

  private static double[] times(double factor) {
    return Arrays.stream(FORKS).map(each -> each * factor).toArray();
  }

  @Test
  void timesAreFractionsOfTheirOwnProbe() {
    // the machine of B is half as fast: the same code takes twice as long
    Results a =
        new Results(
            List.of(
                measurement("same", times(1)),
                measurement("slower", times(1.5)),
                measurement("onlyA", times(1))));
    Results b =
        new Results(
            List.of(
                measurement("onlyB", times(1)),
                measurement("slower", times(2)),
                measurement("same", times(2))));
    Comparison comparison =
        Comparison.of(
            a, environment(NoiseTest.probe(198, 202)), b, environment(NoiseTest.probe(99, 101)));
    assertEquals(
        List.of("same", "slower"),
        comparison.rows().stream().map(row -> row.what().benchmark()).toList());
    Comparison.Row same = comparison.rows().get(0);
    assertEquals(1, same.ratio().median(), 1e-12);
    assertEquals(0.5, same.raw(), 1e-12);
    assertTrue(same.ratio().low() < 1 && same.ratio().high() > 1);
    assertFalse(same.comparable());
    Comparison.Row slower = comparison.rows().get(1);
    assertEquals(1.5, slower.ratio().median(), 1e-12);
    assertTrue(slower.comparable());
  }

  @Test
  void aDifferenceWithinTheNoiseOfOneRunIsNone() {
    Results a = new Results(List.of(measurement("A", times(1.15))));
    Results b = new Results(List.of(measurement("A", times(1))));
    Environment quiet = environment(NoiseTest.probe(100, 101));
    Environment loud = environment(NoiseTest.probe(90.5, 110.5));
    assertTrue(Comparison.of(a, quiet, b, quiet).rows().get(0).comparable());
    assertFalse(Comparison.of(a, quiet, b, loud).rows().get(0).comparable());
    assertFalse(Comparison.of(a, loud, b, quiet).rows().get(0).comparable());
  }

  @Test
  void runsWithoutReadingsAreNotCompared() {
    Results run = new Results(List.of(measurement("A", times(1))));
    Environment probed = environment(NoiseTest.probe(1, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> Comparison.of(run, probed, run, environment(List.of())));
  }
}
