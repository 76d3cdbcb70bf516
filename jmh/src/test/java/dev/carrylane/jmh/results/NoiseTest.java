package dev.carrylane.jmh.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseTest {
  /** Readings of speeds in equal steps. */
  static List<ProbeReading> probe(double least, double greatest) {
    return IntStream.rangeClosed(0, 20)
        .mapToObj(i -> new ProbeReading(i, least + (greatest - least) * i / 20, 0, 0))
        .toList();
  }

  private static Interval always(double ratio) {
    double[] ratios = new double[7];
    Arrays.fill(ratios, ratio);
    return Interval.of(ratios);
  }

  @Test
  void theSpreadLeavesOutTheExtremes() {
    // of 100, 101 … 120 the 5th and 95th percentile are the second and the last but one
    Noise noise = Noise.of(probe(100, 120));
    assertEquals(119 / 101.0 - 1, noise.spread(), 1e-12);
    assertTrue(noise.isLoud());
    assertFalse(Noise.of(probe(100, 105)).isLoud());
    assertEquals(1.95 / 1.05 - 1, Noise.spread(2, Double.NaN, 1), 1e-12);
  }

  @Test
  void aRatioWithinTheNoiseIsGreyed() {
    Noise noise = Noise.of(probe(100, 120));
    assertTrue(noise.comparable(always(1.2)));
    assertTrue(noise.comparable(always(1 / 1.2)));
    assertFalse(noise.comparable(always(1.15)));
    assertFalse(noise.comparable(always(1 / 1.15)));
    assertFalse(noise.comparable(Interval.of(0.9, 2, 2, 2, 2)), "the interval has 1");
    assertFalse(noise.comparable(Interval.of(2)), "one fork has no interval");
  }

  @Test
  void withoutReadingsOnlyTheIntervalCounts() {
    Noise unknown = Noise.of(List.of());
    assertTrue(Double.isNaN(unknown.spread()));
    assertFalse(unknown.isLoud());
    assertTrue(unknown.comparable(always(1.01)));
    assertFalse(unknown.comparable(Interval.of(0.9, 2, 2, 2, 2)));
  }

  @Test
  void theGreaterNoiseOfTwoRunsCounts() {
    Noise quiet = Noise.of(probe(100, 102));
    Noise loud = Noise.of(probe(100, 120));
    Noise unknown = Noise.of(List.of());
    assertEquals(loud.spread(), quiet.or(loud).spread());
    assertEquals(loud.spread(), loud.or(quiet).spread());
    assertEquals(loud.spread(), unknown.or(loud).spread());
    assertEquals(loud.spread(), loud.or(unknown).spread());
  }

  @Test
  void aCaseWhoseForksDisagreeIsGreyed() {
    assertTrue(Noise.steady(1, 1.05, 1.09, 1.02));
    assertFalse(Noise.steady(1, 1.3, 1.2, 1.1));
    assertTrue(Noise.steady(1), "unknown");
  }
}
