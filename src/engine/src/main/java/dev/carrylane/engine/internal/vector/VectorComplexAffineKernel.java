package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.choice.ScanKernels;
import dev.carrylane.engine.internal.kernel.ComplexAffineKernel;
import dev.carrylane.engine.internal.scalar.ScalarComplexAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Complex scans with channels on lanes, whose states stay in registers on the way down the rows.
 *
 * <p>The inner product of both parts is one fused multiply-add of p's imaginary
 * parts, each twice and the first negated, with h's parts exchanged; the outer one takes p's real parts twice.
 * The three rearrangements and the two operations of a step are a chain that eight vectors side by side hide.
 *
 * <p>Channels that do not fill a vector are covered by one that ends at the last channel and overlaps its
 * left neighbour. Both compute the same values there; they go down the rows together and read a row before
 * they write it, so that this holds in place too. A single vector goes with itself in this way. Rows shorter
 * than a vector go to the scalar kernel.
 */
final class VectorComplexAffineKernel implements ComplexAffineKernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  /** Every real part twice, in the place of its number. */
  private static final VectorShuffle<Float> REAL = VectorShuffle.fromOp(FLOATS, i -> i & ~1);

  /** Every imaginary part twice. */
  private static final VectorShuffle<Float> IMAGINARY = VectorShuffle.fromOp(FLOATS, i -> i | 1);

  /** Real and imaginary parts exchanged. */
  private static final VectorShuffle<Float> SWAPPED = VectorShuffle.fromOp(FLOATS, i -> i ^ 1);

  /** −1 for real parts, 1 for imaginary ones. */
  private static final float[] SIGNS = new float[LANES];

  static {
    for (int i = 0; i < LANES; i++) {
      SIGNS[i] = i % 2 == 0 ? -1 : 1;
    }
  }

  /**
   * Rows taken at a time where they are wider than the states that stay in registers, as in {@link
   * FloatVectorAffineKernel}.
   */
  private static final int TILE_ROWS = 8;

  private final ComplexAffineKernel scalar = new ScalarComplexAffineKernel();

  @Override
  public void scan(
      Operands on, int steps, int channels, int pAt, int gAt, int hAt, float[] state, int stateAt) {
    int wide = 2 * channels;
    if (!on.channelsTouch() || wide < LANES) {
      scalar.scan(on, steps, channels, pAt, gAt, hAt, state, stateAt);
      return;
    }
    if (FloatAffineStreams.suit(steps, wide, on.h.step, ScanKernels.COMPLEX_STREAM_BYTES)) {
      ComplexStreams.scan(on, steps, wide, pAt, gAt, hAt, state, stateAt);
      return;
    }
    int tile = wide <= 8 * LANES ? steps : TILE_ROWS;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      int pi = pAt + t * on.p.step;
      int gi = gAt + t * on.g.step;
      int hi = hAt + t * on.h.step;
      rows(on, rows, wide, pi, gi, hi, state, stateAt);
      t += rows;
    }
  }

  private static void rows(
      Operands on, int rows, int wide, int pi, int gi, int hi, float[] state, int si) {
    int whole = wide / LANES;
    boolean overlap = whole * LANES < wide;
    // The last whole vector waits for the overlapping one.
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int i = 0;
    for (; i + 8 * LANES <= alone; i += 8 * LANES) {
      strip8(on, rows, pi + i, gi + i, hi + i, state, si + i);
    }
    if (i + 4 * LANES <= alone) {
      strip4(on, rows, pi + i, gi + i, hi + i, state, si + i);
      i += 4 * LANES;
    }
    if (i + 2 * LANES <= alone) {
      strip2(on, rows, pi + i, gi + i, hi + i, state, si + i, LANES);
      i += 2 * LANES;
    }
    if (i < alone) {
      strip2(on, rows, pi + i, gi + i, hi + i, state, si + i, 0);
      i += LANES;
    }
    if (overlap) {
      int step = wide - LANES - i;
      strip2(on, rows, pi + i, gi + i, hi + i, state, si + i, step);
    }
  }

  private static void strip8(Operands on, int rows, int pi, int gi, int hi, float[] state, int si) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.array;
    float[] g = on.g.array;
    float[] h = on.h.array;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector h2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector h3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    FloatVector h4 = FloatVector.fromArray(FLOATS, state, si + 4 * LANES);
    FloatVector h5 = FloatVector.fromArray(FLOATS, state, si + 5 * LANES);
    FloatVector h6 = FloatVector.fromArray(FLOATS, state, si + 6 * LANES);
    FloatVector h7 = FloatVector.fromArray(FLOATS, state, si + 7 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + LANES));
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + LANES);
      FloatVector p2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 2 * LANES));
      FloatVector g2 = FloatVector.fromArray(FLOATS, g, gi + 2 * LANES);
      FloatVector p3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 3 * LANES));
      FloatVector g3 = FloatVector.fromArray(FLOATS, g, gi + 3 * LANES);
      FloatVector p4 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 4 * LANES));
      FloatVector g4 = FloatVector.fromArray(FLOATS, g, gi + 4 * LANES);
      FloatVector p5 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 5 * LANES));
      FloatVector g5 = FloatVector.fromArray(FLOATS, g, gi + 5 * LANES);
      FloatVector p6 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 6 * LANES));
      FloatVector g6 = FloatVector.fromArray(FLOATS, g, gi + 6 * LANES);
      FloatVector p7 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 7 * LANES));
      FloatVector g7 = FloatVector.fromArray(FLOATS, g, gi + 7 * LANES);
      g0 = p0.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h0).rearrange(SWAPPED), g0);
      g1 = p1.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h1).rearrange(SWAPPED), g1);
      g2 = p2.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h2).rearrange(SWAPPED), g2);
      g3 = p3.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h3).rearrange(SWAPPED), g3);
      g4 = p4.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h4).rearrange(SWAPPED), g4);
      g5 = p5.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h5).rearrange(SWAPPED), g5);
      g6 = p6.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h6).rearrange(SWAPPED), g6);
      g7 = p7.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h7).rearrange(SWAPPED), g7);
      h0 = p0.rearrange(REAL).fma(h0, g0);
      h1 = p1.rearrange(REAL).fma(h1, g1);
      h2 = p2.rearrange(REAL).fma(h2, g2);
      h3 = p3.rearrange(REAL).fma(h3, g3);
      h4 = p4.rearrange(REAL).fma(h4, g4);
      h5 = p5.rearrange(REAL).fma(h5, g5);
      h6 = p6.rearrange(REAL).fma(h6, g6);
      h7 = p7.rearrange(REAL).fma(h7, g7);
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

  private static void strip4(Operands on, int rows, int pi, int gi, int hi, float[] state, int si) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.array;
    float[] g = on.g.array;
    float[] h = on.h.array;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector h2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector h3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + LANES));
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + LANES);
      FloatVector p2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 2 * LANES));
      FloatVector g2 = FloatVector.fromArray(FLOATS, g, gi + 2 * LANES);
      FloatVector p3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 3 * LANES));
      FloatVector g3 = FloatVector.fromArray(FLOATS, g, gi + 3 * LANES);
      g0 = p0.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h0).rearrange(SWAPPED), g0);
      g1 = p1.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h1).rearrange(SWAPPED), g1);
      g2 = p2.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h2).rearrange(SWAPPED), g2);
      g3 = p3.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h3).rearrange(SWAPPED), g3);
      h0 = p0.rearrange(REAL).fma(h0, g0);
      h1 = p1.rearrange(REAL).fma(h1, g1);
      h2 = p2.rearrange(REAL).fma(h2, g2);
      h3 = p3.rearrange(REAL).fma(h3, g3);
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

  /** Two vectors, the second {@code step} elements after the first; they may overlap or be the same. */
  private static void strip2(
      Operands on, int rows, int pi, int gi, int hi, float[] state, int si, int step) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.array;
    float[] g = on.g.array;
    float[] h = on.h.array;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + step);
    for (int t = 0; t < rows; t++) {
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step));
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
      g0 = p0.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h0).rearrange(SWAPPED), g0);
      g1 = p1.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h1).rearrange(SWAPPED), g1);
      h0 = p0.rearrange(REAL).fma(h0, g0);
      h1 = p1.rearrange(REAL).fma(h1, g1);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + step);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + step);
  }

  @Override
  public void reduce(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at) {
    if (on.channelsTouch() && 2 * channels >= LANES) {
      // Only sums are written here, so that the last vectors may overlap any others.
      for (int c = 0; c < 2 * channels; c += 2 * LANES) {
        int i = Math.min(c, 2 * channels - LANES);
        int step = Math.min(i + LANES, 2 * channels - LANES) - i;
        sum2(on, steps, pAt + i, gAt + i, sum, at + i, step);
      }
    } else {
      scalar.reduce(on, steps, channels, pAt, gAt, product, sum, at);
      return;
    }
    ScalarComplexAffineKernel.multiply(on, steps, channels, pAt, product, at);
  }

  private static void sum2(Operands on, int steps, int pi, int gi, float[] sum, int si, int step) {
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    float[] p = on.p.array;
    float[] g = on.g.array;
    int pStep = on.p.step;
    int gStep = on.g.step;
    FloatVector h0 = FloatVector.fromArray(FLOATS, g, gi);
    FloatVector h1 = FloatVector.fromArray(FLOATS, g, gi + step);
    for (int t = 1; t < steps; t++) {
      pi += pStep;
      gi += gStep;
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step));
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
      g0 = p0.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h0).rearrange(SWAPPED), g0);
      g1 = p1.rearrange(IMAGINARY).mul(signs).fma(FLOAT_VECTOR.cast(h1).rearrange(SWAPPED), g1);
      h0 = p0.rearrange(REAL).fma(h0, g0);
      h1 = p1.rearrange(REAL).fma(h1, g1);
    }
    FLOAT_VECTOR.cast(h0).intoArray(sum, si);
    FLOAT_VECTOR.cast(h1).intoArray(sum, si + step);
  }
}
