package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomTest {
  /** The first values of SplitMix64 from seed 1234567, as its authors' C code gives them. */
  @Test
  void bitsAreThoseOfSplitMix64() {
    long[] expected = {
      6457827717110365317L, 3203168211198807973L, -8629252141511181193L, 4593380528125082431L
    };
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], Random.bits(1234567, i));
    }
  }

  @Test
  void keysOfPartsDiffer() {
    Set<Long> keys = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      for (int part = 0; part < 50; part++) {
        keys.add(Random.key(seed, part));
      }
    }
    assertEquals(2500, keys.size());
  }

  @Test
  void numbersAreBelowTheirBound() {
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[Random.below(3, i, 7)]++;
      double unit = Random.unit(3, i);
      assertTrue(unit >= 0 && unit < 1);
    }
    for (int count : counts) {
      // Five standard deviations.
      assertEquals(10_000, count, 5 * Math.sqrt(10_000 * 6 / 7.0));
    }
    assertEquals(0, Random.below(3, 1, 1));
    for (int i = 0; i < 100; i++) {
      assertTrue(Random.below(3, i, Integer.MAX_VALUE) >= 0);
    }
  }
}
