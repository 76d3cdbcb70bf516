package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The recurrence with channels on the lanes of two vectors, the second {@code step} channels after the first. They may
 * overlap or be the same: both compute the same values there, and a row is read before it is written. Twins with vectors
 * of half and of a quarter of the width are for rows shorter than a vector.
 */
final class FloatAffinePair {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;

  private FloatAffinePair() {}

  /** Runs the recurrence over rows. */
  static void scan(
      FloatAffineKernel.Operands on,
      int rows,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si,
      int step) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    FloatVector h0 = FloatVector.fromArray(FLOATS, state, si);
    FloatVector h1 = FloatVector.fromArray(FLOATS, state, si + step);
    for (int t = 0; t < rows; t++) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
      FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
      h0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi)).fma(h0, g0);
      h1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step)).fma(h1, g1);
      h0.intoArray(h, hi);
      h1.intoArray(h, hi + step);
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    FLOAT_VECTOR.cast(h0).intoArray(state, si);
    FLOAT_VECTOR.cast(h1).intoArray(state, si + step);
  }

  /** The states after rows that begin with h = g in the first. */
  static void sum(
      FloatAffineKernel.Operands on, int steps, int pi, int gi, float[] sum, int oi, int step) {
    float[] p = on.p;
    float[] g = on.g;
    int pStep = on.pStep;
    int gStep = on.gStep;
    FloatVector g0 = FloatVector.fromArray(FLOATS, g, gi);
    FloatVector g1 = FloatVector.fromArray(FLOATS, g, gi + step);
    for (int t = 1; t < steps; t++) {
      pi += pStep;
      gi += gStep;
      FloatVector p0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi));
      FloatVector p1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + step));
      g0 = p0.fma(g0, FloatVector.fromArray(FLOATS, g, gi));
      g1 = p1.fma(g1, FloatVector.fromArray(FLOATS, g, gi + step));
    }
    FLOAT_VECTOR.cast(g0).intoArray(sum, oi);
    FLOAT_VECTOR.cast(g1).intoArray(sum, oi + step);
  }
}
