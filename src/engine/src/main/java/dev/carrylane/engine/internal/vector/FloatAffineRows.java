package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The recurrence with channels on lanes. The state of up to eight vectors of channels stays in registers on
 * the way down the rows, which hides the latency of a fused multiply-add twice over.
 *
 * <p>Channels that do not fill a vector are covered by one that ends at the last channel and overlaps
 * its left neighbour. Both compute the same values there; they go down the rows together and read a
 * row before they write it, so that this holds in place too.
 */
final class FloatAffineRows {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  private FloatAffineRows() {}

  /** Runs the recurrence over rows of at least one vector of channels. */
  static void scan(
      FloatAffineKernel.Operands on,
      int rows,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si) {
    int whole = channels / LANES;
    boolean overlap = whole * LANES < channels;
    // The last whole vector waits for the overlapping one.
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int c = 0;
    for (; c + 8 * LANES <= alone; c += 8 * LANES) {
      scan8(on, rows, pi + c, gi + c, hi + c, state, si + c);
    }
    if (c + 4 * LANES <= alone) {
      scan4(on, rows, pi + c, gi + c, hi + c, state, si + c);
      c += 4 * LANES;
    }
    while (c < channels) {
      // One vector that is left is twice the same.
      int left = channels - c;
      int step = left < 2 * LANES ? left - LANES : c + 2 * LANES <= alone ? LANES : 0;
      FloatAffinePair.scan(on, rows, pi + c, gi + c, hi + c, state, si + c, step);
      c += LANES + step;
    }
  }

  private static void scan8(
      FloatAffineKernel.Operands on, int rows, int pi, int gi, int hi, float[] state, int si) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector h2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector h3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    FloatVector h4 = FloatVector.fromArray(FLOATS, state, si + 4 * LANES);
    FloatVector h5 = FloatVector.fromArray(FLOATS, state, si + 5 * LANES);
    FloatVector h6 = FloatVector.fromArray(FLOATS, state, si + 6 * LANES);
    FloatVector h7 = FloatVector.fromArray(FLOATS, state, si + 7 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + LANES);
      FloatVector g2 = FloatVector.fromArray(FLOATS, g, gi + 2 * LANES);
      FloatVector g3 = FloatVector.fromArray(FLOATS, g, gi + 3 * LANES);
      FloatVector g4 = FloatVector.fromArray(FLOATS, g, gi + 4 * LANES);
      FloatVector g5 = FloatVector.fromArray(FLOATS, g, gi + 5 * LANES);
      FloatVector g6 = FloatVector.fromArray(FLOATS, g, gi + 6 * LANES);
      FloatVector g7 = FloatVector.fromArray(FLOATS, g, gi + 7 * LANES);
      h0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi)).fma(h0, g0);
      h1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + LANES)).fma(h1, g1);
      h2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 2 * LANES)).fma(h2, g2);
      h3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 3 * LANES)).fma(h3, g3);
      h4 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 4 * LANES)).fma(h4, g4);
      h5 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 5 * LANES)).fma(h5, g5);
      h6 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 6 * LANES)).fma(h6, g6);
      h7 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 7 * LANES)).fma(h7, g7);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + LANES);
      h2.intoArray(h, hi + 2 * LANES);
      h3.intoArray(h, hi + 3 * LANES);
      h4.intoArray(h, hi + 4 * LANES);
      h5.intoArray(h, hi + 5 * LANES);
      h6.intoArray(h, hi + 6 * LANES);
      h7.intoArray(h, hi + 7 * LANES);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + LANES);
    FLOAT_VECTOR.cast(h2).intoArray(state, si + 2 * LANES);
    FLOAT_VECTOR.cast(h3).intoArray(state, si + 3 * LANES);
    FLOAT_VECTOR.cast(h4).intoArray(state, si + 4 * LANES);
    FLOAT_VECTOR.cast(h5).intoArray(state, si + 5 * LANES);
    FLOAT_VECTOR.cast(h6).intoArray(state, si + 6 * LANES);
    FLOAT_VECTOR.cast(h7).intoArray(state, si + 7 * LANES);
  }

  private static void scan4(
      FloatAffineKernel.Operands on, int rows, int pi, int gi, int hi, float[] state, int si) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector h2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector h3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + LANES);
      FloatVector g2 = FloatVector.fromArray(FLOATS, g, gi + 2 * LANES);
      FloatVector g3 = FloatVector.fromArray(FLOATS, g, gi + 3 * LANES);
      h0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi)).fma(h0, g0);
      h1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + LANES)).fma(h1, g1);
      h2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 2 * LANES)).fma(h2, g2);
      h3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 3 * LANES)).fma(h3, g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + LANES);
      h2.intoArray(h, hi + 2 * LANES);
      h3.intoArray(h, hi + 3 * LANES);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + LANES);
    FLOAT_VECTOR.cast(h2).intoArray(state, si + 2 * LANES);
    FLOAT_VECTOR.cast(h3).intoArray(state, si + 3 * LANES);
  }

  /** The states after rows that begin with h = g in the first. */
  static void sum(
      FloatAffineKernel.Operands on, int steps, int channels, int pi, int gi, float[] sum, int oi) {
    for (int c = 0; c < channels; c += 2 * LANES) {
      // Only sums are written here, so the last vectors may overlap any others.
      int c0 = Math.min(c, channels - LANES);
      int step = Math.min(c0 + LANES, channels - LANES) - c0;
      FloatAffinePair.sum(on, steps, pi + c0, gi + c0, sum, oi + c0, step);
    }
  }
}
