package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link FloatAffineRows}, whose comments hold here; generated. */
final class DoubleAffineRows {
  private static final VectorSpecies<Double> DOUBLES = VectorWidth.DOUBLES;
  private static final Class<? extends DoubleVector> DOUBLE_VECTOR = VectorWidth.DOUBLE_VECTOR;
  private static final int LANES = VectorWidth.DOUBLE_LANES;

  private DoubleAffineRows() {}

  static void scan(
      DoubleAffineKernel.Operands on,
      int rows,
      int channels,
      int pi,
      int gi,
      int hi,
      double[] state,
      int si) {
    int whole = channels / LANES;
    boolean overlap = whole * LANES < channels;
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
      int left = channels - c;
      int step = left < 2 * LANES ? left - LANES : c + 2 * LANES <= alone ? LANES : 0;
      DoubleAffinePair.scan(on, rows, pi + c, gi + c, hi + c, state, si + c, step);
      c += LANES + step;
    }
  }

  private static void scan8(
      DoubleAffineKernel.Operands on, int rows, int pi, int gi, int hi, double[] state, int si) {
    double[] p = on.p;
    double[] g = on.g;
    double[] h = on.h;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    DoubleVector h0 = DoubleVector.fromArray(DOUBLES, state, si);
    DoubleVector h1 = DoubleVector.fromArray(DOUBLES, state, si + LANES);
    DoubleVector h2 = DoubleVector.fromArray(DOUBLES, state, si + 2 * LANES);
    DoubleVector h3 = DoubleVector.fromArray(DOUBLES, state, si + 3 * LANES);
    DoubleVector h4 = DoubleVector.fromArray(DOUBLES, state, si + 4 * LANES);
    DoubleVector h5 = DoubleVector.fromArray(DOUBLES, state, si + 5 * LANES);
    DoubleVector h6 = DoubleVector.fromArray(DOUBLES, state, si + 6 * LANES);
    DoubleVector h7 = DoubleVector.fromArray(DOUBLES, state, si + 7 * LANES);
    for (int t = 0; t < rows; t++) {
      DoubleVector g0 = DoubleVector.fromArray(DOUBLES, g, gi);
      DoubleVector g1 = DoubleVector.fromArray(DOUBLES, g, gi + LANES);
      DoubleVector g2 = DoubleVector.fromArray(DOUBLES, g, gi + 2 * LANES);
      DoubleVector g3 = DoubleVector.fromArray(DOUBLES, g, gi + 3 * LANES);
      DoubleVector g4 = DoubleVector.fromArray(DOUBLES, g, gi + 4 * LANES);
      DoubleVector g5 = DoubleVector.fromArray(DOUBLES, g, gi + 5 * LANES);
      DoubleVector g6 = DoubleVector.fromArray(DOUBLES, g, gi + 6 * LANES);
      DoubleVector g7 = DoubleVector.fromArray(DOUBLES, g, gi + 7 * LANES);
      h0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(h0, g0);
      h1 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + LANES)).fma(h1, g1);
      h2 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 2 * LANES)).fma(h2, g2);
      h3 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 3 * LANES)).fma(h3, g3);
      h4 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 4 * LANES)).fma(h4, g4);
      h5 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 5 * LANES)).fma(h5, g5);
      h6 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 6 * LANES)).fma(h6, g6);
      h7 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 7 * LANES)).fma(h7, g7);
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
    DOUBLE_VECTOR.cast(h0).intoArray(state, si);
    DOUBLE_VECTOR.cast(h1).intoArray(state, si + LANES);
    DOUBLE_VECTOR.cast(h2).intoArray(state, si + 2 * LANES);
    DOUBLE_VECTOR.cast(h3).intoArray(state, si + 3 * LANES);
    DOUBLE_VECTOR.cast(h4).intoArray(state, si + 4 * LANES);
    DOUBLE_VECTOR.cast(h5).intoArray(state, si + 5 * LANES);
    DOUBLE_VECTOR.cast(h6).intoArray(state, si + 6 * LANES);
    DOUBLE_VECTOR.cast(h7).intoArray(state, si + 7 * LANES);
  }

  private static void scan4(
      DoubleAffineKernel.Operands on, int rows, int pi, int gi, int hi, double[] state, int si) {
    double[] p = on.p;
    double[] g = on.g;
    double[] h = on.h;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    DoubleVector h0 = DoubleVector.fromArray(DOUBLES, state, si);
    DoubleVector h1 = DoubleVector.fromArray(DOUBLES, state, si + LANES);
    DoubleVector h2 = DoubleVector.fromArray(DOUBLES, state, si + 2 * LANES);
    DoubleVector h3 = DoubleVector.fromArray(DOUBLES, state, si + 3 * LANES);
    for (int t = 0; t < rows; t++) {
      DoubleVector g0 = DoubleVector.fromArray(DOUBLES, g, gi);
      DoubleVector g1 = DoubleVector.fromArray(DOUBLES, g, gi + LANES);
      DoubleVector g2 = DoubleVector.fromArray(DOUBLES, g, gi + 2 * LANES);
      DoubleVector g3 = DoubleVector.fromArray(DOUBLES, g, gi + 3 * LANES);
      h0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(h0, g0);
      h1 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + LANES)).fma(h1, g1);
      h2 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 2 * LANES)).fma(h2, g2);
      h3 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + 3 * LANES)).fma(h3, g3);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + LANES);
      h2.intoArray(h, hi + 2 * LANES);
      h3.intoArray(h, hi + 3 * LANES);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    DOUBLE_VECTOR.cast(h0).intoArray(state, si);
    DOUBLE_VECTOR.cast(h1).intoArray(state, si + LANES);
    DOUBLE_VECTOR.cast(h2).intoArray(state, si + 2 * LANES);
    DOUBLE_VECTOR.cast(h3).intoArray(state, si + 3 * LANES);
  }

  static void sum(
      DoubleAffineKernel.Operands on,
      int steps,
      int channels,
      int pi,
      int gi,
      double[] sum,
      int oi) {
    for (int c = 0; c < channels; c += 2 * LANES) {
      int c0 = Math.min(c, channels - LANES);
      int step = Math.min(c0 + LANES, channels - LANES) - c0;
      DoubleAffinePair.sum(on, steps, pi + c0, gi + c0, sum, oi + c0, step);
    }
  }
}
