package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.DoubleAffineGradient;
import dev.carrylane.engine.internal.DoubleAffineGradientKernel;
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
      DoubleAffineGradient on,
      int steps,
      int channels,
      int pAt,
      int hAt,
      int dhAt,
      int dpAt,
      int dgAt,
      double[] state,
      int stateAt) {
    if (channels < LANES || !on.channelsTouch()) {
      scalar.run(on, steps, channels, pAt, hAt, dhAt, dpAt, dgAt, state, stateAt);
      return;
    }
    int tile = channels <= 8 * LANES ? steps : TILE_ROWS;
    for (int t = 0; t < steps; t += tile) {
      tile(
          Math.min(tile, steps - t),
          channels,
          on.p,
          pAt + t * on.pStep,
          on.pStep,
          on.h,
          hAt + t * on.hStep,
          on.dh,
          dhAt + t * on.hStep,
          on.hStep,
          on.dp,
          dpAt + t * on.pStep,
          on.dg,
          dgAt + t * on.gStep,
          on.gStep,
          state,
          stateAt);
    }
  }

  private static void tile(
      int rows,
      int channels,
      double[] p,
      int pi,
      int pStep,
      double[] h,
      int hi,
      double[] dh,
      int dhi,
      int hStep,
      double[] dp,
      int dpi,
      double[] dg,
      int dgi,
      int gStep,
      double[] state,
      int si) {
    int whole = channels / LANES;
    boolean overlap = whole * LANES < channels;
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int c = 0;
    for (; c + 8 * LANES <= alone; c += 8 * LANES) {
      eight(
          rows, p, pi + c, pStep, h, hi + c, dh, dhi + c, hStep, dp, dpi + c, dg, dgi + c, gStep,
          state, si + c);
    }
    if (c + 4 * LANES <= alone) {
      four(
          rows, p, pi + c, pStep, h, hi + c, dh, dhi + c, hStep, dp, dpi + c, dg, dgi + c, gStep,
          state, si + c);
      c += 4 * LANES;
    }
    if (c + 2 * LANES <= alone) {
      two(
          rows, p, pi + c, pStep, h, hi + c, dh, dhi + c, hStep, dp, dpi + c, dg, dgi + c, gStep,
          state, si + c, LANES);
      c += 2 * LANES;
    }
    if (c + LANES <= alone) {
      one(
          rows, p, pi + c, pStep, h, hi + c, dh, dhi + c, hStep, dp, dpi + c, dg, dgi + c, gStep,
          state, si + c);
      c += LANES;
    }
    if (overlap) {
      two(
          rows,
          p,
          pi + c,
          pStep,
          h,
          hi + c,
          dh,
          dhi + c,
          hStep,
          dp,
          dpi + c,
          dg,
          dgi + c,
          gStep,
          state,
          si + c,
          channels - LANES - c);
    }
  }

  private static void eight(
      int rows,
      double[] p,
      int pi,
      int pStep,
      double[] h,
      int hi,
      double[] dh,
      int dhi,
      int hStep,
      double[] dp,
      int dpi,
      double[] dg,
      int dgi,
      int gStep,
      double[] state,
      int si) {
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
      DoubleVector next0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(a0, dh0);
      DoubleVector next1 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + LANES)).fma(a1, dh1);
      DoubleVector next2 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 2 * LANES)).fma(a2, dh2);
      DoubleVector next3 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 3 * LANES)).fma(a3, dh3);
      DoubleVector next4 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 4 * LANES)).fma(a4, dh4);
      DoubleVector next5 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 5 * LANES)).fma(a5, dh5);
      DoubleVector next6 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 6 * LANES)).fma(a6, dh6);
      DoubleVector next7 =
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
      a0 = next0;
      a1 = next1;
      a2 = next2;
      a3 = next3;
      a4 = next4;
      a5 = next5;
      a6 = next6;
      a7 = next7;
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

  private static void four(
      int rows,
      double[] p,
      int pi,
      int pStep,
      double[] h,
      int hi,
      double[] dh,
      int dhi,
      int hStep,
      double[] dp,
      int dpi,
      double[] dg,
      int dgi,
      int gStep,
      double[] state,
      int si) {
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
      DoubleVector next0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(a0, dh0);
      DoubleVector next1 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + LANES)).fma(a1, dh1);
      DoubleVector next2 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 2 * LANES)).fma(a2, dh2);
      DoubleVector next3 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 3 * LANES)).fma(a3, dh3);
      DOUBLE_VECTOR.cast(a0).intoArray(dg, dgi);
      DOUBLE_VECTOR.cast(a1).intoArray(dg, dgi + LANES);
      DOUBLE_VECTOR.cast(a2).intoArray(dg, dgi + 2 * LANES);
      DOUBLE_VECTOR.cast(a3).intoArray(dg, dgi + 3 * LANES);
      dp0.intoArray(dp, dpi);
      dp1.intoArray(dp, dpi + LANES);
      dp2.intoArray(dp, dpi + 2 * LANES);
      dp3.intoArray(dp, dpi + 3 * LANES);
      a0 = next0;
      a1 = next1;
      a2 = next2;
      a3 = next3;
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
      int rows,
      double[] p,
      int pi,
      int pStep,
      double[] h,
      int hi,
      double[] dh,
      int dhi,
      int hStep,
      double[] dp,
      int dpi,
      double[] dg,
      int dgi,
      int gStep,
      double[] state,
      int si,
      int step) {
    DoubleVector a0 = DoubleVector.fromArray(DOUBLES, state, si);
    DoubleVector a1 = DoubleVector.fromArray(DOUBLES, state, si + step);
    for (int t = 0; t < rows; t++) {
      DoubleVector dp0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi)).mul(a0);
      DoubleVector dp1 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi + step)).mul(a1);
      DoubleVector dh0 = DoubleVector.fromArray(DOUBLES, dh, dhi);
      DoubleVector dh1 = DoubleVector.fromArray(DOUBLES, dh, dhi + step);
      DoubleVector next0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(a0, dh0);
      DoubleVector next1 =
          DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + step)).fma(a1, dh1);
      DOUBLE_VECTOR.cast(a0).intoArray(dg, dgi);
      DOUBLE_VECTOR.cast(a1).intoArray(dg, dgi + step);
      dp0.intoArray(dp, dpi);
      dp1.intoArray(dp, dpi + step);
      a0 = next0;
      a1 = next1;
      pi += pStep;
      dpi += pStep;
      hi += hStep;
      dhi += hStep;
      dgi += gStep;
    }
    DOUBLE_VECTOR.cast(a0).intoArray(state, si);
    DOUBLE_VECTOR.cast(a1).intoArray(state, si + step);
  }

  private static void one(
      int rows,
      double[] p,
      int pi,
      int pStep,
      double[] h,
      int hi,
      double[] dh,
      int dhi,
      int hStep,
      double[] dp,
      int dpi,
      double[] dg,
      int dgi,
      int gStep,
      double[] state,
      int si) {
    DoubleVector a0 = DoubleVector.fromArray(DOUBLES, state, si);
    for (int t = 0; t < rows; t++) {
      DoubleVector dp0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, h, hi)).mul(a0);
      DoubleVector dh0 = DoubleVector.fromArray(DOUBLES, dh, dhi);
      DoubleVector next0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(a0, dh0);
      DOUBLE_VECTOR.cast(a0).intoArray(dg, dgi);
      dp0.intoArray(dp, dpi);
      a0 = next0;
      pi += pStep;
      dpi += pStep;
      hi += hStep;
      dhi += hStep;
      dgi += gStep;
    }
    DOUBLE_VECTOR.cast(a0).intoArray(state, si);
  }
}
