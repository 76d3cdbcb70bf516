package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Sequences for tests, and the comparisons that the contract of {@link AffineScan} allows. */
final class ScanData {
  /** The bounds of so many roundings in single and in double precision, (1 + u)^n − 1. */
  private static double[] floatRoundings = {};

  private static double[] doubleRoundings = {};

  private ScanData() {}

  /** Values from −1 to 1. */
  static float[] uniform(long seed, int length) {
    return between(seed, length, -1, 1);
  }

  static float[] between(long seed, int length, double low, double high) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return values;
  }

  /**
   * Absolute values within 0.0005 of 1, of either sign: a difference in one state is still seen in
   * all later ones, where smaller values would let it fade.
   */
  static float[] lasting(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      float value = (float) random.nextDouble(0.9995, 1.0005);
      values[i] = random.nextBoolean() ? value : -value;
    }
    return values;
  }

  /** Any bits at all: every sign, exponent, NaN and infinity. */
  static float[] anyBits(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    return values;
  }

  /** The definition, one channel after the other; returns the states, contiguous. */
  static float[] serial(int steps, int channels, float[] p, float[] g, float[] initial) {
    float[] h = new float[steps * channels];
    for (int c = 0; c < channels; c++) {
      float state = initial == null ? 0 : initial[c];
      for (int t = 0; t < steps; t++) {
        state = Math.fma(p[t * channels + c], state, g[t * channels + c]);
        h[t * channels + c] = state;
      }
    }
    return h;
  }

  /** Bit for bit; any NaN equals any NaN. */
  static void assertSameBits(float[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        assertEquals(expected[i], actual[i], what + ", element " + i);
      }
    }
  }

  /**
   * The error bound that {@link AffineScan} states, against the recurrence in {@code double}, whose own
   * error obeys the same bound with 2^−53 and is added. Where the recurrence in {@code float} overflows
   * or meets a non-finite value, the state must be what that gives.
   */
  static void assertWithinBound(
      int steps, int channels, float[] p, float[] g, float[] initial, float[] h, int depth) {
    float[] serial = serial(steps, channels, p, g, initial);
    floatRoundings = roundings(floatRoundings, steps + 5, 0x1p-24);
    doubleRoundings = roundings(doubleRoundings, steps + 5, 0x1p-53);
    for (int c = 0; c < channels; c++) {
      double exact = initial == null ? 0 : initial[c];
      double b = Math.abs(exact);
      for (int t = 0; t < steps; t++) {
        int i = t * channels + c;
        exact = Math.fma((double) p[i], exact, (double) g[i]);
        double grown = p[i] == 0 ? 0 : Math.abs((double) p[i]) * b;
        b = grown + Math.abs((double) g[i]) + Float.MIN_NORMAL;
        if (!Float.isFinite(serial[i])) {
          if (Float.floatToIntBits(serial[i]) != Float.floatToIntBits(h[i])) {
            assertEquals(serial[i], h[i], "step " + t + " of channel " + c);
          }
          continue;
        }
        int n = Math.min(t + 5, depth + 4);
        double bound = (floatRoundings[n] + doubleRoundings[t + 1]) * b;
        double error = Math.abs(h[i] - exact);
        if (!(error <= bound)) {
          assertEquals(exact, h[i], bound, "step " + t + " of channel " + c);
        }
      }
    }
  }

  /** Worked out once, which is most of what a comparison would take. */
  private static double[] roundings(double[] known, int length, double u) {
    if (known.length >= length) {
      return known;
    }
    double[] all = new double[length];
    Arrays.setAll(all, n -> Math.expm1(n * Math.log1p(u)));
    return all;
  }
}
