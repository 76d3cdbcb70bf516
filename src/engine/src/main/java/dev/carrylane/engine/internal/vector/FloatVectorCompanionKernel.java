package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.FloatCompanion;
import dev.carrylane.engine.internal.FloatCompanionKernel;
import dev.carrylane.engine.internal.scalar.FloatScalarCompanionKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Recurrences of higher order with channels on lanes. The states that a step needs are read from the rows of h
 * that the steps before it wrote; the first steps, which need older ones, are left to the scalar kernel, and so are
 * the channels that do not fill a vector.
 *
 * <p>The chains of four vectors run side by side: those of one overlap with the chains of the next steps, whose
 * old states are long there, but a chain of many links fills the processor's window alone.
 */
final class FloatVectorCompanionKernel implements FloatCompanionKernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  private final FloatCompanionKernel scalar = new FloatScalarCompanionKernel();

  @Override
  public void scan(
      FloatCompanion on,
      int steps,
      int channels,
      int aAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt) {
    int order = on.order;
    int whole = on.channelsTouch() && steps > order ? channels / LANES * LANES : 0;
    if (whole > 0) {
      scalar.scan(on, order, whole, aAt, gAt, hAt, state, stateAt);
      for (int t = order; t < steps; t++) {
        int ai = aAt + t * on.aStep;
        int gi = gAt + t * on.gStep;
        int hi = hAt + t * on.hStep;
        row(order, whole, on.a, ai, on.aTap, on.g, gi, on.h, hi, on.hStep);
      }
      for (int c = 0; c < whole; c++) {
        for (int i = 0; i < order; i++) {
          state[stateAt + c * order + i] = on.h[hAt + (steps - 1 - i) * on.hStep + c];
        }
      }
    }
    if (whole < channels) {
      int ai = aAt + whole * on.aChannel;
      int gi = gAt + whole * on.gChannel;
      int hi = hAt + whole * on.hChannel;
      scalar.scan(on, steps, channels - whole, ai, gi, hi, state, stateAt + whole * order);
    }
  }

  private static void row(
      int order,
      int channels,
      float[] a,
      int ai,
      int aTap,
      float[] g,
      int gi,
      float[] h,
      int hi,
      int hStep) {
    int c = 0;
    for (; c + 4 * LANES <= channels; c += 4 * LANES) {
      FloatVector s0 = FloatVector.fromArray(FLOATS, g, gi + c);
      FloatVector s1 = FloatVector.fromArray(FLOATS, g, gi + c + LANES);
      FloatVector s2 = FloatVector.fromArray(FLOATS, g, gi + c + 2 * LANES);
      FloatVector s3 = FloatVector.fromArray(FLOATS, g, gi + c + 3 * LANES);
      for (int i = order; i > 0; i--) {
        int at = ai + (i - 1) * aTap + c;
        int past = hi - i * hStep + c;
        FloatVector h0 = FloatVector.fromArray(FLOATS, h, past);
        FloatVector h1 = FloatVector.fromArray(FLOATS, h, past + LANES);
        FloatVector h2 = FloatVector.fromArray(FLOATS, h, past + 2 * LANES);
        FloatVector h3 = FloatVector.fromArray(FLOATS, h, past + 3 * LANES);
        s0 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, a, at)).fma(h0, s0);
        s1 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, a, at + LANES)).fma(h1, s1);
        s2 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, a, at + 2 * LANES)).fma(h2, s2);
        s3 = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, a, at + 3 * LANES)).fma(h3, s3);
      }
      FLOAT_VECTOR.cast(s0).intoArray(h, hi + c);
      FLOAT_VECTOR.cast(s1).intoArray(h, hi + c + LANES);
      FLOAT_VECTOR.cast(s2).intoArray(h, hi + c + 2 * LANES);
      FLOAT_VECTOR.cast(s3).intoArray(h, hi + c + 3 * LANES);
    }
    for (; c < channels; c += LANES) {
      FloatVector s = FloatVector.fromArray(FLOATS, g, gi + c);
      for (int i = order; i > 0; i--) {
        FloatVector past = FloatVector.fromArray(FLOATS, h, hi - i * hStep + c);
        s =
            FLOAT_VECTOR
                .cast(FloatVector.fromArray(FLOATS, a, ai + (i - 1) * aTap + c))
                .fma(past, s);
      }
      FLOAT_VECTOR.cast(s).intoArray(h, hi + c);
    }
  }
}
