package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.internal.LogAffineFunctions;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Logarithms for tests, and the comparisons that the contract of {@link LogAffineScan} allows. */
final class LogScanData {
  private static final double U = 0x1p-24;

  private LogScanData() {}

  /** Logarithms of gates that keep most, among them zeros and some that more than keep. */
  static float[] gates(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          random.nextInt(100) == 0
              ? Float.NEGATIVE_INFINITY
              : (float) Math.log(random.nextDouble(0.5, 1.05));
    }
    return values;
  }

  /** Logarithms over many orders of magnitude, among them zeros. */
  static float[] inputs(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          random.nextInt(20) == 0 ? Float.NEGATIVE_INFINITY : (float) random.nextDouble(-20, 5);
    }
    return values;
  }

  /** A state of logarithms and remainders. */
  static float[] state(long seed, int logarithms) {
    float[] state = Arrays.copyOf(inputs(seed, logarithms), 2 * logarithms);
    for (int i = 0; i < logarithms; i++) {
      state[logarithms + i] = Float.isFinite(state[i]) ? Math.ulp(state[i]) * 0.3f : 0;
    }
    return state;
  }

  /** A state of zeros. */
  static float[] zeros(int logarithms) {
    float[] state = new float[2 * logarithms];
    Arrays.fill(state, 0, logarithms, Float.NEGATIVE_INFINITY);
    return state;
  }

  /** The definition, contiguous and time-major; the state is replaced. */
  static float[] serial(int steps, int channels, float[] p, float[] g, float[] state) {
    float[] h = new float[steps * channels];
    for (int i = 0; i < h.length; i++) {
      int c = i % channels;
      LogAffineFunctions.step(p[i], g[i], state, c, state, channels + c);
      h[i] = state[c];
    }
    settle(state);
    return h;
  }

  static void settle(float[] state) {
    int half = state.length / 2;
    for (int c = 0; c < half; c++) {
      state[half + c] = Float.isFinite(state[c]) ? state[half + c] : 0;
    }
  }

  /**
   * The stated bound, against the recurrence in {@code double}, whose own error is bounded in the same way
   * and added.
   *
   * @param blockSteps steps of a block; 0 for serial time
   */
  static void assertWithinBound(
      int steps, int channels, float[] p, float[] g, float[] state, float[] h, int blockSteps) {
    double added = blockSteps == 0 ? 3 * U : 4.5 * U;
    double carriedRounding = (16 + blockSteps / 32.0) * U * U;
    double rounding = (blockSteps == 0 ? 2 : 4) * U * U;
    for (int c = 0; c < channels; c++) {
      double before = (double) state[c] + state[channels + c];
      double bound = 0;
      double reference = 0;
      for (int t = 0; t < steps; t++) {
        int i = t * channels + c;
        double carried = p[i] + before;
        double greater = Math.max(carried, g[i]);
        double less = Math.min(carried, g[i]);
        if (greater == Double.NEGATIVE_INFINITY) {
          assertEquals(Float.NEGATIVE_INFINITY, h[i], "step " + t + " of channel " + c);
          bound = 0;
          reference = 0;
          before = greater;
          continue;
        }
        double y = StrictMath.log1p(StrictMath.exp(less - greater));
        double after = greater + y;
        double w = StrictMath.exp(carried - after);
        double size = w == 0 ? 0 : Math.abs(before) + Math.abs((double) p[i]);
        bound =
            w * (bound + carriedRounding * (1 + size))
                + added * y
                + rounding * (1 + Math.abs(after));
        reference = w * (reference + 0x1p-51 * size) + 0x1p-50 * (1 + Math.abs(after));
        double allowed = bound + U * Math.abs(after) + reference;
        double error = Math.abs(h[i] - after);
        if (!(error <= allowed)) {
          assertEquals(after, h[i], allowed, "step " + t + " of channel " + c);
        }
        before = after;
      }
    }
  }
}
