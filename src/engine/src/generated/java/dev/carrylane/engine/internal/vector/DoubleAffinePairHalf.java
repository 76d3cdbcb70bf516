package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link FloatAffinePair}, whose comments hold here; generated. */
final class DoubleAffinePairHalf {
  private static final VectorSpecies<Double> DOUBLES = VectorWidth.HALF_DOUBLES;
  private static final Class<? extends DoubleVector> DOUBLE_VECTOR = VectorWidth.HALF_DOUBLE_VECTOR;

  private DoubleAffinePairHalf() {}

  static void scan(
      DoubleAffineKernel.Operands on,
      int rows,
      int pi,
      int gi,
      int hi,
      double[] state,
      int si,
      int step) {
    double[] p = on.p;
    double[] g = on.g;
    double[] h = on.h;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    DoubleVector h0 = DoubleVector.fromArray(DOUBLES, state, si);
    DoubleVector h1 = DoubleVector.fromArray(DOUBLES, state, si + step);
    for (int t = 0; t < rows; t++) {
      DoubleVector g0 = DoubleVector.fromArray(DOUBLES, g, gi);
      DoubleVector g1 = DoubleVector.fromArray(DOUBLES, g, gi + step);
      h0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi)).fma(h0, g0);
      h1 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + step)).fma(h1, g1);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + step);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    DOUBLE_VECTOR.cast(h0).intoArray(state, si);
    DOUBLE_VECTOR.cast(h1).intoArray(state, si + step);
  }

  static void sum(
      DoubleAffineKernel.Operands on, int steps, int pi, int gi, double[] sum, int oi, int step) {
    double[] p = on.p;
    double[] g = on.g;
    int pStep = on.pStep;
    int gStep = on.gStep;
    DoubleVector g0 = DoubleVector.fromArray(DOUBLES, g, gi);
    DoubleVector g1 = DoubleVector.fromArray(DOUBLES, g, gi + step);
    for (int t = 1; t < steps; t++) {
      pi += pStep;
      gi += gStep;
      DoubleVector p0 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi));
      DoubleVector p1 = DOUBLE_VECTOR.cast(DoubleVector.fromArray(DOUBLES, p, pi + step));
      g0 = p0.fma(g0, DoubleVector.fromArray(DOUBLES, g, gi));
      g1 = p1.fma(g1, DoubleVector.fromArray(DOUBLES, g, gi + step));
    }
    DOUBLE_VECTOR.cast(g0).intoArray(sum, oi);
    DOUBLE_VECTOR.cast(g1).intoArray(sum, oi + step);
  }
}
