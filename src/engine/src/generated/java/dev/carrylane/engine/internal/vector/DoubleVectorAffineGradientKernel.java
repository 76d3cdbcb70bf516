package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineGradientKernel;
import dev.carrylane.engine.internal.scalar.DoubleScalarAffineGradientKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link FloatVectorAffineGradientKernel}, whose comments hold here; generated. */
final class DoubleVectorAffineGradientKernel implements DoubleAffineGradientKernel {
  private static final VectorSpecies<Double> DOUBLES = VectorWidth.DOUBLES;
  private static final Class<? extends DoubleVector> DOUBLE_VECTOR = VectorWidth.DOUBLE_VECTOR;
  private static final int LANES = VectorWidth.DOUBLE_LANES;
  private static final int TILE_ROWS = 4;
  private final DoubleAffineGradientKernel scalar = new DoubleScalarAffineGradientKernel();

  @Override
  public void run(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int hAt,
      int dgAt,
      double[] state,
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
      Operands on, int rows, int channels, int p, int h, int dg, double[] state, int si) {
    int whole = channels / LANES;
    boolean overlap = whole * LANES < channels;
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
      int left = channels - c;
      int step = left < 2 * LANES ? left - LANES : c + 2 * LANES <= alone ? LANES : 0;
      two(on, rows, p + c, h + c, dg + c, state, si + c, step);
      c += LANES + step;
    }
  }

  private static void eight(
      Operands on, int rows, int pi, int hi, int dgi, double[] state, int si) {
    double[] p = on.p;
    double[] h = on.h;
    double[] dh = on.dh;
    double[] dp = on.dp;
    double[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int hStep = on.hStep;
    int gStep = on.gStep;
    DoubleVector a0 = DoubleVector.fromArray(DOUBLES, state, si);
    DoubleVector a1 = DoubleVector.fromArray(DOUBLES, state, si + LANES);
    DoubleVector a2 = DoubleVector.fromArray(DOUBLES, state, si + 2 * LANES);
    DoubleVector a3 = DoubleVector.fromArray(DOUBLES, state, si + 3 * LANES);
    DoubleVector a4 = DoubleVector.fromArray(DOUBLES, state, si + 4 * LANES);
    DoubleVector a5 = DoubleVector.fromArray(DOUBLES, state, si + 5 * LANES);
    DoubleVector a6 = DoubleVector.fromArray(DOUBLES, state, si + 6 * LANES);
    DoubleVector a7 = DoubleVector.fromArray(DOUBLES, state, si + 7 * LANES);
    for (int t = 0; t < rows; t++) {
      DoubleVector dp0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi)).mul(a0);
      DoubleVector dp1 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + LANES)).mul(a1);
      DoubleVector dp2 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + 2 * LANES)).mul(a2);
      DoubleVector dp3 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + 3 * LANES)).mul(a3);
      DoubleVector dp4 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + 4 * LANES)).mul(a4);
      DoubleVector dp5 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + 5 * LANES)).mul(a5);
      DoubleVector dp6 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + 6 * LANES)).mul(a6);
      DoubleVector dp7 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + 7 * LANES)).mul(a7);
      DoubleVector dh0 = DoubleVector.fromArray(DOUBLES, dh, dhi);
      DoubleVector dh1 = DoubleVector.fromArray(DOUBLES, dh, dhi + LANES);
      DoubleVector dh2 = DoubleVector.fromArray(DOUBLES, dh, dhi + 2 * LANES);
      DoubleVector dh3 = DoubleVector.fromArray(DOUBLES, dh, dhi + 3 * LANES);
      DoubleVector dh4 = DoubleVector.fromArray(DOUBLES, dh, dhi + 4 * LANES);
      DoubleVector dh5 = DoubleVector.fromArray(DOUBLES, dh, dhi + 5 * LANES);
      DoubleVector dh6 = DoubleVector.fromArray(DOUBLES, dh, dhi + 6 * LANES);
      DoubleVector dh7 = DoubleVector.fromArray(DOUBLES, dh, dhi + 7 * LANES);
      DoubleVector b0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(a0, dh0);
      DoubleVector b1 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + LANES)).fma(a1, dh1);
      DoubleVector b2 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 2 * LANES)).fma(a2, dh2);
      DoubleVector b3 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 3 * LANES)).fma(a3, dh3);
      DoubleVector b4 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 4 * LANES)).fma(a4, dh4);
      DoubleVector b5 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 5 * LANES)).fma(a5, dh5);
      DoubleVector b6 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 6 * LANES)).fma(a6, dh6);
      DoubleVector b7 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 7 * LANES)).fma(a7, dh7);
      DOUBLE_VECTOR.cast(a0).intoArray(dg, dgi);
      DOUBLE_VECTOR.cast(a1).intoArray(dg, dgi + LANES);
      DOUBLE_VECTOR.cast(a2).intoArray(dg, dgi + 2 * LANES);
      DOUBLE_VECTOR.cast(a3).intoArray(dg, dgi + 3 * LANES);
      DOUBLE_VECTOR.cast(a4).intoArray(dg, dgi + 4 * LANES);
      DOUBLE_VECTOR.cast(a5).intoArray(dg, dgi + 5 * LANES);
      DOUBLE_VECTOR.cast(a6).intoArray(dg, dgi + 6 * LANES);
      DOUBLE_VECTOR.cast(a7).intoArray(dg, dgi + 7 * LANES);
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
    DOUBLE_VECTOR.cast(a0).intoArray(state, si);
    DOUBLE_VECTOR.cast(a1).intoArray(state, si + LANES);
    DOUBLE_VECTOR.cast(a2).intoArray(state, si + 2 * LANES);
    DOUBLE_VECTOR.cast(a3).intoArray(state, si + 3 * LANES);
    DOUBLE_VECTOR.cast(a4).intoArray(state, si + 4 * LANES);
    DOUBLE_VECTOR.cast(a5).intoArray(state, si + 5 * LANES);
    DOUBLE_VECTOR.cast(a6).intoArray(state, si + 6 * LANES);
    DOUBLE_VECTOR.cast(a7).intoArray(state, si + 7 * LANES);
  }

  private static void four(Operands on, int rows, int pi, int hi, int dgi, double[] state, int si) {
    double[] p = on.p;
    double[] h = on.h;
    double[] dh = on.dh;
    double[] dp = on.dp;
    double[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int hStep = on.hStep;
    int gStep = on.gStep;
    DoubleVector a0 = DoubleVector.fromArray(DOUBLES, state, si);
    DoubleVector a1 = DoubleVector.fromArray(DOUBLES, state, si + LANES);
    DoubleVector a2 = DoubleVector.fromArray(DOUBLES, state, si + 2 * LANES);
    DoubleVector a3 = DoubleVector.fromArray(DOUBLES, state, si + 3 * LANES);
    for (int t = 0; t < rows; t++) {
      DoubleVector dp0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi)).mul(a0);
      DoubleVector dp1 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + LANES)).mul(a1);
      DoubleVector dp2 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + 2 * LANES)).mul(a2);
      DoubleVector dp3 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + 3 * LANES)).mul(a3);
      DoubleVector dh0 = DoubleVector.fromArray(DOUBLES, dh, dhi);
      DoubleVector dh1 = DoubleVector.fromArray(DOUBLES, dh, dhi + LANES);
      DoubleVector dh2 = DoubleVector.fromArray(DOUBLES, dh, dhi + 2 * LANES);
      DoubleVector dh3 = DoubleVector.fromArray(DOUBLES, dh, dhi + 3 * LANES);
      DoubleVector b0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(a0, dh0);
      DoubleVector b1 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + LANES)).fma(a1, dh1);
      DoubleVector b2 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 2 * LANES)).fma(a2, dh2);
      DoubleVector b3 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 3 * LANES)).fma(a3, dh3);
      DOUBLE_VECTOR.cast(a0).intoArray(dg, dgi);
      DOUBLE_VECTOR.cast(a1).intoArray(dg, dgi + LANES);
      DOUBLE_VECTOR.cast(a2).intoArray(dg, dgi + 2 * LANES);
      DOUBLE_VECTOR.cast(a3).intoArray(dg, dgi + 3 * LANES);
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
    DOUBLE_VECTOR.cast(a0).intoArray(state, si);
    DOUBLE_VECTOR.cast(a1).intoArray(state, si + LANES);
    DOUBLE_VECTOR.cast(a2).intoArray(state, si + 2 * LANES);
    DOUBLE_VECTOR.cast(a3).intoArray(state, si + 3 * LANES);
  }

  private static void two(
      Operands on, int rows, int pi, int hi, int dgi, double[] state, int si, int step) {
    double[] p = on.p;
    double[] h = on.h;
    double[] dh = on.dh;
    double[] dp = on.dp;
    double[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int hStep = on.hStep;
    int gStep = on.gStep;
    DoubleVector a0 = DoubleVector.fromArray(DOUBLES, state, si);
    DoubleVector a1 = DoubleVector.fromArray(DOUBLES, state, si + step);
    for (int t = 0; t < rows; t++) {
      DoubleVector dp0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi)).mul(a0);
      DoubleVector dp1 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + step)).mul(a1);
      DoubleVector dh0 = DoubleVector.fromArray(DOUBLES, dh, dhi);
      DoubleVector dh1 = DoubleVector.fromArray(DOUBLES, dh, dhi + step);
      DoubleVector b0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(a0, dh0);
      DoubleVector b1 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + step)).fma(a1, dh1);
      DOUBLE_VECTOR.cast(a0).intoArray(dg, dgi);
      DOUBLE_VECTOR.cast(a1).intoArray(dg, dgi + step);
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
    DOUBLE_VECTOR.cast(a0).intoArray(state, si);
    DOUBLE_VECTOR.cast(a1).intoArray(state, si + step);
  }
}
