package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.FloatComplexAffine;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Complex recurrences whose operands come from memory, row after row, for the reasons that {@link
 * FloatAffineStreams} gives, and with the operations of {@link FloatVectorComplexAffineKernel}.
 */
final class FloatComplexStreams {
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

  private FloatComplexStreams() {}

  /** Runs the recurrence over at least one row of parts by turns, {@code wide} elements each. */
  static void interleaved(
      FloatComplexAffine on, int rows, int wide, int pi, int gi, int hi, float[] state, int si) {
    float[] h = on.h.re;
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
      FloatComplexAffine on,
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
    float[] p = on.p.re;
    float[] g = on.g.re;
    float[] h = on.h.re;
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
      FloatComplexAffine on, int from, int to, int pi, int gi, int hi, float[] before, int bi) {
    float[] p = on.p.re;
    float[] g = on.g.re;
    float[] h = on.h.re;
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

  /** Runs the recurrence over at least one row of parts that lie apart. */
  static void split(
      FloatComplexAffine on,
      int rows,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si) {
    float[] re = on.h.re;
    float[] im = on.h.im;
    int hStep = on.h.step;
    int away = on.h.imaginary;
    boolean up = hStep > 0;
    line(on, up, channels, pi, gi, hi, state, si, state, si + on.stateImaginary);
    if (Math.abs(hStep) == channels && on.p.step == hStep && on.g.step == hStep) {
      int rest = (rows - 1) * channels;
      int low = up ? channels : -rest;
      int old = hi + low - hStep;
      line(on, up, rest, pi + low, gi + low, hi + low, re, old, im, old + away);
    } else {
      for (int t = 1; t < rows; t++) {
        int row = hi + t * hStep;
        int old = row - hStep;
        int pRow = pi + t * on.p.step;
        line(on, up, channels, pRow, gi + t * on.g.step, row, re, old, im, old + away);
      }
    }
    int last = hi + (rows - 1) * hStep;
    System.arraycopy(re, last, state, si, channels);
    System.arraycopy(im, last + away, state, si + on.stateImaginary, channels);
  }

  private static void line(
      FloatComplexAffine on,
      boolean up,
      int length,
      int pi,
      int gi,
      int hi,
      float[] beforeRe,
      int bi,
      float[] beforeIm,
      int bj) {
    int first = FloatAffineStreams.first(length, hi);
    int count = (length - first) / LANES;
    int last = first + count * LANES;
    numbers(on, up ? 0 : last, up ? first : length, pi, gi, hi, beforeRe, bi, beforeIm, bj);
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    float[] gRe = on.g.re;
    float[] gIm = on.g.im;
    float[] hRe = on.h.re;
    float[] hIm = on.h.im;
    int pj = pi + on.p.imaginary;
    int gj = gi + on.g.imaginary;
    int hj = hi + on.h.imaginary;
    int step = up ? LANES : -LANES;
    int i = up ? first : last - LANES;
    for (int k = 0; k < count; k++, i += step) {
      FloatVector a = FloatVector.fromArray(FLOATS, beforeRe, bi + i);
      FloatVector b = FloatVector.fromArray(FLOATS, beforeIm, bj + i);
      FloatVector x = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pRe, pi + i));
      FloatVector y = FLOAT_VECTOR.cast(FloatVector.fromArray(FLOATS, pIm, pj + i));
      FloatVector re = y.neg().fma(b, FloatVector.fromArray(FLOATS, gRe, gi + i));
      FloatVector im = y.fma(a, FloatVector.fromArray(FLOATS, gIm, gj + i));
      x.fma(a, re).intoArray(hRe, hi + i);
      x.fma(b, im).intoArray(hIm, hj + i);
    }
    numbers(on, up ? last : 0, up ? length : first, pi, gi, hi, beforeRe, bi, beforeIm, bj);
  }

  private static void numbers(
      FloatComplexAffine on,
      int from,
      int to,
      int pi,
      int gi,
      int hi,
      float[] beforeRe,
      int bi,
      float[] beforeIm,
      int bj) {
    for (int i = from; i < to; i++) {
      float x = on.p.re[pi + i];
      float y = on.p.im[pi + on.p.imaginary + i];
      float a = beforeRe[bi + i];
      float b = beforeIm[bj + i];
      float re = Math.fma(x, a, Math.fma(-y, b, on.g.re[gi + i]));
      float im = Math.fma(x, b, Math.fma(y, a, on.g.im[gi + on.g.imaginary + i]));
      on.h.re[hi + i] = re;
      on.h.im[hi + on.h.imaginary + i] = im;
    }
  }
}
