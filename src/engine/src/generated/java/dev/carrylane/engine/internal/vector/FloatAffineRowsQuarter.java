package dev.carrylane.engine.internal.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link FloatAffineRows}, whose comments hold here; generated. */
final class FloatAffineRowsQuarter {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.QUARTER_FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.QUARTER_FLOAT_VECTOR;
  private static final int LANES = VectorWidth.QUARTER_FLOAT_LANES;

  private FloatAffineRowsQuarter() {}

  static void scan(
      int rows,
      int channels,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    int whole = channels / LANES;
    boolean overlap = whole * LANES < channels;
    int alone = (overlap ? whole - 1 : whole) * LANES;
    int c = 0;
    for (; c + 8 * LANES <= alone; c += 8 * LANES) {
      scan8(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
    }
    if (c + 4 * LANES <= alone) {
      scan4(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
      c += 4 * LANES;
    }
    if (c + 2 * LANES <= alone) {
      scan2(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c, LANES);
      c += 2 * LANES;
    }
    if (c + LANES <= alone) {
      scan1(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
      c += LANES;
    }
    if (overlap) {
      int step = channels - LANES - c;
      scan2(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c, step);
    }
  }

  private static void scan8(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
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
      pi += pStride;
      gi += gStride;
      hi += hStride;
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
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
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
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + LANES);
    FLOAT_VECTOR.cast(h2).intoArray(state, si + 2 * LANES);
    FLOAT_VECTOR.cast(h3).intoArray(state, si + 3 * LANES);
  }

  private static void scan2(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si,
      int step) {
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + step);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
      h0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi)).fma(h0, g0);
      h1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step)).fma(h1, g1);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + step);
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + step);
  }

  private static void scan1(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      h0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi)).fma(h0, g0);
      h0.intoArray(h, hi);
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
  }

  static void sum(
      int steps,
      int channels,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] sum,
      int oi) {
    for (int c = 0; c < channels; c += 2 * LANES) {
      int c0 = Math.min(c, channels - LANES);
      int step = Math.min(c0 + LANES, channels - LANES) - c0;
      sum2(steps, p, pi + c0, pStride, g, gi + c0, gStride, sum, oi + c0, step);
    }
  }

  private static void sum2(
      int steps,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] sum,
      int oi,
      int step) {
    FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
    FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
    for (int t = 1; t < steps; t++) {
      pi += pStride;
      gi += gStride;
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step));
      g0 = p0.fma(g0, FloatVector.fromArray(FLOATS, g, gi));
      g1 = p1.fma(g1, FloatVector.fromArray(FLOATS, g, gi + step));
    }
    FLOAT_VECTOR.cast(g0).intoArray(sum, oi);
    FLOAT_VECTOR.cast(g1).intoArray(sum, oi + step);
  }
}
