package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineGradientKernel;
import dev.carrylane.engine.internal.scalar.FloatScalarAffineGradientKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients with channels on lanes: the adjoint of up to eight vectors of channels stays in registers on
 * the way back through the rows. A vector of a row is three loads and two stores, which take longer than
 * the latency of a fused multiply-add as soon as a few vectors share them.
 *
 * <p>Channels that do not fill a vector are covered by one that ends at the last channel and overlaps
 * its left neighbour. Both compute the same values there; they go through the rows together and read a
 * row before they write it, so that this holds in place too. Rows shorter than a vector go to the
 * scalar kernel.
 */
final class FloatVectorAffineGradientKernel implements FloatAffineGradientKernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  /**
   * Rows taken at a time where they are wider than eight vectors: fewer than in {@link FloatVectorAffineKernel}, because
   * five operands are under way instead of three.
   */
  private static final int TILE_ROWS = 4;

  private final FloatAffineGradientKernel scalar = new FloatScalarAffineGradientKernel();

  @Override
  public void run(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int hAt,
      int dgAt,
      float[] state,
      int stateAt) {
    if (channels < LANES || !on.channelsTouch()) {
      scalar.run(on, steps, channels, pAt, hAt, dgAt, state, stateAt);
      return;
    }
    int tile = channels <= 8 * LANES ? steps : TILE_ROWS;
    for (int t = 0; t < steps; t += tile) {
      int pi = pAt + t * on.pStep;
      int hi = hAt + t * on.hStep;
      int gi = dgAt + t * on.gStep;
      tile(on, Math.min(tile, steps - t), channels, pi, hi, gi, state, stateAt);
    }
  }

  private static void tile(
      Operands on, int rows, int channels, int p, int h, int dg, float[] state, int si) {
    int whole = channels / LANES;
    boolean overlap = whole * LANES < channels;
    // The last whole vector waits for the overlapping one.
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int c = 0;
    for (; c + 8 * LANES <= alone; c += 8 * LANES) {
      eight(on, rows, p + c, h + c, dg + c, state, si + c);
    }
    if (c + 4 * LANES <= alone) {
      four(on, rows, p + c, h + c, dg + c, state, si + c);
      c += 4 * LANES;
    }
    while (c < channels) {
      // One vector that is left is twice the same.
      int left = channels - c;
      int step = left < 2 * LANES ? left - LANES : c + 2 * LANES <= alone ? LANES : 0;
      two(on, rows, p + c, h + c, dg + c, state, si + c, step);
      c += LANES + step;
    }
  }

  private static void eight(Operands on, int rows, int pi, int hi, int dgi, float[] state, int si) {
    float[] p = on.p;
    float[] h = on.h;
    float[] dh = on.dh;
    float[] dp = on.dp;
    float[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int hStep = on.hStep;
    int gStep = on.gStep;
    FloatVector a0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector a1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    FloatVector a4 = FloatVector.fromArray(FLOATS, state, si + 4 * LANES);
    FloatVector a5 = FloatVector.fromArray(FLOATS, state, si + 5 * LANES);
    FloatVector a6 = FloatVector.fromArray(FLOATS, state, si + 6 * LANES);
    FloatVector a7 = FloatVector.fromArray(FLOATS, state, si + 7 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector dp0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi)).mul(a0);
      FloatVector dp1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + LANES)).mul(a1);
      FloatVector dp2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + 2 * LANES)).mul(a2);
      FloatVector dp3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + 3 * LANES)).mul(a3);
      FloatVector dp4 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + 4 * LANES)).mul(a4);
      FloatVector dp5 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + 5 * LANES)).mul(a5);
      FloatVector dp6 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + 6 * LANES)).mul(a6);
      FloatVector dp7 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + 7 * LANES)).mul(a7);
      FloatVector dh0 = FloatVector.fromArray(FLOATS, dh, dhi);
      FloatVector dh1 = FloatVector.fromArray(FLOATS, dh, dhi + LANES);
      FloatVector dh2 = FloatVector.fromArray(FLOATS, dh, dhi + 2 * LANES);
      FloatVector dh3 = FloatVector.fromArray(FLOATS, dh, dhi + 3 * LANES);
      FloatVector dh4 = FloatVector.fromArray(FLOATS, dh, dhi + 4 * LANES);
      FloatVector dh5 = FloatVector.fromArray(FLOATS, dh, dhi + 5 * LANES);
      FloatVector dh6 = FloatVector.fromArray(FLOATS, dh, dhi + 6 * LANES);
      FloatVector dh7 = FloatVector.fromArray(FLOATS, dh, dhi + 7 * LANES);
      FloatVector b0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi)).fma(a0, dh0);
      FloatVector b1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + LANES)).fma(a1, dh1);
      FloatVector b2 =
          FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 2 * LANES)).fma(a2, dh2);
      FloatVector b3 =
          FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 3 * LANES)).fma(a3, dh3);
      FloatVector b4 =
          FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 4 * LANES)).fma(a4, dh4);
      FloatVector b5 =
          FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 5 * LANES)).fma(a5, dh5);
      FloatVector b6 =
          FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 6 * LANES)).fma(a6, dh6);
      FloatVector b7 =
          FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 7 * LANES)).fma(a7, dh7);
      FLOAT_VECTOR.cast(a0).intoArray(dg, dgi);
      FLOAT_VECTOR.cast(a1).intoArray(dg, dgi + LANES);
      FLOAT_VECTOR.cast(a2).intoArray(dg, dgi + 2 * LANES);
      FLOAT_VECTOR.cast(a3).intoArray(dg, dgi + 3 * LANES);
      FLOAT_VECTOR.cast(a4).intoArray(dg, dgi + 4 * LANES);
      FLOAT_VECTOR.cast(a5).intoArray(dg, dgi + 5 * LANES);
      FLOAT_VECTOR.cast(a6).intoArray(dg, dgi + 6 * LANES);
      FLOAT_VECTOR.cast(a7).intoArray(dg, dgi + 7 * LANES);
      dp0.intoArray(dp, dpi);
      dp1.intoArray(dp, dpi + LANES);
      dp2.intoArray(dp, dpi + 2 * LANES);
      dp3.intoArray(dp, dpi + 3 * LANES);
      dp4.intoArray(dp, dpi + 4 * LANES);
      dp5.intoArray(dp, dpi + 5 * LANES);
      dp6.intoArray(dp, dpi + 6 * LANES);
      dp7.intoArray(dp, dpi + 7 * LANES);
      a0 = b0;
      a1 = b1;
      a2 = b2;
      a3 = b3;
      a4 = b4;
      a5 = b5;
      a6 = b6;
      a7 = b7;
      pi += pStep;
      dpi += pStep;
      hi += hStep;
      dhi += hStep;
      dgi += gStep;
    }
    FLOAT_VECTOR.cast(a0).intoArray(state, si);
    FLOAT_VECTOR.cast(a1).intoArray(state, si + LANES);
    FLOAT_VECTOR.cast(a2).intoArray(state, si + 2 * LANES);
    FLOAT_VECTOR.cast(a3).intoArray(state, si + 3 * LANES);
    FLOAT_VECTOR.cast(a4).intoArray(state, si + 4 * LANES);
    FLOAT_VECTOR.cast(a5).intoArray(state, si + 5 * LANES);
    FLOAT_VECTOR.cast(a6).intoArray(state, si + 6 * LANES);
    FLOAT_VECTOR.cast(a7).intoArray(state, si + 7 * LANES);
  }

  private static void four(Operands on, int rows, int pi, int hi, int dgi, float[] state, int si) {
    float[] p = on.p;
    float[] h = on.h;
    float[] dh = on.dh;
    float[] dp = on.dp;
    float[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int hStep = on.hStep;
    int gStep = on.gStep;
    FloatVector a0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector a1 = FloatVector.fromArray(FLOATS, state, si + LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, state, si + 2 * LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, state, si + 3 * LANES);
    for (int t = 0; t < rows; t++) {
      FloatVector dp0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi)).mul(a0);
      FloatVector dp1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + LANES)).mul(a1);
      FloatVector dp2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + 2 * LANES)).mul(a2);
      FloatVector dp3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + 3 * LANES)).mul(a3);
      FloatVector dh0 = FloatVector.fromArray(FLOATS, dh, dhi);
      FloatVector dh1 = FloatVector.fromArray(FLOATS, dh, dhi + LANES);
      FloatVector dh2 = FloatVector.fromArray(FLOATS, dh, dhi + 2 * LANES);
      FloatVector dh3 = FloatVector.fromArray(FLOATS, dh, dhi + 3 * LANES);
      FloatVector b0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi)).fma(a0, dh0);
      FloatVector b1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + LANES)).fma(a1, dh1);
      FloatVector b2 =
          FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 2 * LANES)).fma(a2, dh2);
      FloatVector b3 =
          FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + 3 * LANES)).fma(a3, dh3);
      FLOAT_VECTOR.cast(a0).intoArray(dg, dgi);
      FLOAT_VECTOR.cast(a1).intoArray(dg, dgi + LANES);
      FLOAT_VECTOR.cast(a2).intoArray(dg, dgi + 2 * LANES);
      FLOAT_VECTOR.cast(a3).intoArray(dg, dgi + 3 * LANES);
      dp0.intoArray(dp, dpi);
      dp1.intoArray(dp, dpi + LANES);
      dp2.intoArray(dp, dpi + 2 * LANES);
      dp3.intoArray(dp, dpi + 3 * LANES);
      a0 = b0;
      a1 = b1;
      a2 = b2;
      a3 = b3;
      pi += pStep;
      dpi += pStep;
      hi += hStep;
      dhi += hStep;
      dgi += gStep;
    }
    FLOAT_VECTOR.cast(a0).intoArray(state, si);
    FLOAT_VECTOR.cast(a1).intoArray(state, si + LANES);
    FLOAT_VECTOR.cast(a2).intoArray(state, si + 2 * LANES);
    FLOAT_VECTOR.cast(a3).intoArray(state, si + 3 * LANES);
  }

  /** Two vectors, the second {@code step} channels after the first; they may overlap. */
  private static void two(
      Operands on, int rows, int pi, int hi, int dgi, float[] state, int si, int step) {
    float[] p = on.p;
    float[] h = on.h;
    float[] dh = on.dh;
    float[] dp = on.dp;
    float[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int hStep = on.hStep;
    int gStep = on.gStep;
    FloatVector a0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector a1 = FloatVector.fromArray(FLOATS, state, si + step);
    for (int t = 0; t < rows; t++) {
      FloatVector dp0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi)).mul(a0);
      FloatVector dp1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, h, hi + step)).mul(a1);
      FloatVector dh0 = FloatVector.fromArray(FLOATS, dh, dhi);
      FloatVector dh1 = FloatVector.fromArray(FLOATS, dh, dhi + step);
      FloatVector b0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi)).fma(a0, dh0);
      FloatVector b1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step)).fma(a1, dh1);
      FLOAT_VECTOR.cast(a0).intoArray(dg, dgi);
      FLOAT_VECTOR.cast(a1).intoArray(dg, dgi + step);
      dp0.intoArray(dp, dpi);
      dp1.intoArray(dp, dpi + step);
      a0 = b0;
      a1 = b1;
      pi += pStep;
      dpi += pStep;
      hi += hStep;
      dhi += hStep;
      dgi += gStep;
    }
    FLOAT_VECTOR.cast(a0).intoArray(state, si);
    FLOAT_VECTOR.cast(a1).intoArray(state, si + step);
  }
}
