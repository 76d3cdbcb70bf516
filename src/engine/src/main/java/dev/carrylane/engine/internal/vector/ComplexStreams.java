package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.ComplexAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Complex recurrences whose operands come from memory, row after row, for the reasons that {@link
 * FloatAffineStreams} gives, and with the operations of {@link VectorComplexAffineKernel}.
 */
final class ComplexStreams {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;
  private static final VectorShuffle<Float> REAL = VectorShuffle.fromOp(FLOATS, i -> i & ~1);
  private static final VectorShuffle<Float> IMAGINARY = VectorShuffle.fromOp(FLOATS, i -> i | 1);
  private static final VectorShuffle<Float> SWAPPED = VectorShuffle.fromOp(FLOATS, i -> i ^ 1);

  /** −1 for real parts, 1 for imaginary ones. */
  private static final float[] SIGNS = new float[LANES];

  static {
    for (int i = 0; i < LANES; i++) {
      SIGNS[i] = i % 2 == 0 ? -1 : 1;
    }
  }

  private ComplexStreams() {}

  /** Runs the recurrence over at least one row, {@code wide} elements each. */
  static void scan(
      ComplexAffineKernel.Operands on,
      int rows,
      int wide,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si) {
    float[] h = on.h.array;
    int hStep = on.h.step;
    boolean up = hStep > 0;
    line(on, up, wide, pi, gi, hi, state, si);
    if (Math.abs(hStep) == wide && on.p.step == hStep && on.g.step == hStep) {
      int rest = (rows - 1) * wide;
      int low = up ? wide : -rest;
      line(on, up, rest, pi + low, gi + low, hi + low, h, hi + low - hStep);
    } else {
      for (int t = 1; t < rows; t++) {
        int row = hi + t * hStep;
        line(on, up, wide, pi + t * on.p.step, gi + t * on.g.step, row, h, row - hStep);
      }
    }
    System.arraycopy(h, hi + (rows - 1) * hStep, state, si, wide);
  }

  private static void line(
      ComplexAffineKernel.Operands on,
      boolean up,
      int length,
      int pi,
      int gi,
      int hi,
      float[] before,
      int bi) {
    int first = FloatAffineStreams.first(length, hi);
    first = first % 2 == 0 ? first : 0;
    int count = (length - first) / LANES;
    int last = first + count * LANES;
    pairs(on, up ? 0 : last, up ? first : length, pi, gi, hi, before, bi);
    float[] p = on.p.array;
    float[] g = on.g.array;
    float[] h = on.h.array;
    FloatVector signs = FloatVector.fromArray(FLOATS, SIGNS, 0);
    int step = up ? LANES : -LANES;
    int i = up ? first : last - LANES;
    for (int k = 0; k < count; k++, i += step) {
      FloatVector state = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, before, bi + i));
      FloatVector sum = FloatVector.fromArray(FLOATS, g, gi + i);
      FloatVector product = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, p, pi + i));
      sum = product.rearrange(IMAGINARY).mul(signs).fma(state.rearrange(SWAPPED), sum);
      product.rearrange(REAL).fma(state, sum).intoArray(h, hi + i);
    }
    pairs(on, up ? last : 0, up ? length : first, pi, gi, hi, before, bi);
  }

  private static void pairs(
      ComplexAffineKernel.Operands on,
      int from,
      int to,
      int pi,
      int gi,
      int hi,
      float[] before,
      int bi) {
    float[] p = on.p.array;
    float[] g = on.g.array;
    float[] h = on.h.array;
    for (int i = from; i < to; i += 2) {
      float x = p[pi + i];
      float y = p[pi + i + 1];
      float a = before[bi + i];
      float b = before[bi + i + 1];
      float re = Math.fma(x, a, Math.fma(-y, b, g[gi + i]));
      float im = Math.fma(x, b, Math.fma(y, a, g[gi + i + 1]));
      h[hi + i] = re;
      h[hi + i + 1] = im;
    }
  }
}
