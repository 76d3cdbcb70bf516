package dev.carrylane.engine.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.testkit.Widths;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(Widths.ANY)
class ChecksTest {
  @Test
  void overlapIsExactForEqualStrides() {
    for (int channels = 0; channels <= 4; channels++) {
      for (int stride = Math.max(1, channels); stride <= 7; stride++) {
        for (int aSteps = 0; aSteps <= 4; aSteps++) {
          for (int bSteps = 0; bSteps <= 4; bSteps++) {
            for (int b = 0; b <= 60; b++) {
              boolean expected = shares(30, stride, aSteps, b, stride, bSteps, channels);
              assertEquals(
                  expected,
                  Checks.overlap(30, stride, aSteps, b, stride, bSteps, channels),
                  "channels %d, stride %d, %d rows from 30, %d rows from %d"
                      .formatted(channels, stride, aSteps, bSteps, b));
            }
          }
        }
      }
    }
  }

  @Test
  void overlapIsNeverMissedForDifferentStrides() {
    for (int aStride = 2; aStride <= 5; aStride++) {
      for (int bStride = 2; bStride <= 5; bStride++) {
        for (int b = 0; b <= 40; b++) {
          if (shares(15, aStride, 3, b, bStride, 4, 2)) {
            assertTrue(Checks.overlap(15, aStride, 3, b, bStride, 4, 2));
          }
        }
      }
    }
    assertFalse(Checks.overlap(0, 3, 4, 11, 2, 4, 2), "rows behind one another");
  }

  @Test
  void largeNumbersDoNotWrap() {
    int big = Integer.MAX_VALUE - 10;
    assertTrue(Checks.overlap(0, 1, Integer.MAX_VALUE, big, 1, 5, 1));
    assertFalse(Checks.overlap(0, big, 1, big, big, 1, 10));
  }

  private static boolean shares(
      int a, int aStride, int aSteps, int b, int bStride, int bSteps, int channels) {
    boolean[] of = new boolean[200];
    for (int t = 0; t < aSteps; t++) {
      for (int c = 0; c < channels; c++) {
        of[a + t * aStride + c] = true;
      }
    }
    for (int t = 0; t < bSteps; t++) {
      for (int c = 0; c < channels; c++) {
        if (of[b + t * bStride + c]) {
          return true;
        }
      }
    }
    return false;
  }
}
