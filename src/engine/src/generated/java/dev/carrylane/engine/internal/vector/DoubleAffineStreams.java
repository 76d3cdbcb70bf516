package dev.carrylane.engine.internal.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link FloatAffineStreams}, whose comments hold here; generated. */
final class DoubleAffineStreams {
  private static final VectorSpecies<Double> DOUBLES = VectorWidth.DOUBLES;
  private static final Class<? extends DoubleVector> DOUBLE_VECTOR = VectorWidth.DOUBLE_VECTOR;
  private static final int LANES = VectorWidth.DOUBLE_LANES;
  private static final long LEAST_BYTES = 4 << 20;
  private static final int MOST_CHANNELS = 1 << 15;
  private static final int HEADER = 16 / Double.BYTES;
  private static final int LEAST_ALIGNED = 12;

  private DoubleAffineStreams() {}

  static boolean suit(int rows, int channels, int hStride) {
    return suit(rows, channels, hStride, LEAST_BYTES);
  }

  static boolean suit(int rows, int elements, int hStride, long least) {
    return (long) rows * elements * Double.BYTES >= least
        && elements >= LANES
        && elements <= MOST_CHANNELS
        && hStride % LANES == 0;
  }

  static int first(int length, int index) {
    return length < LEAST_ALIGNED * LANES ? 0 : Math.floorMod(-HEADER - index, LANES);
  }

  static void scan(
      int rows,
      int channels,
      double[] p,
      int pi,
      int pStride,
      double[] g,
      int gi,
      int gStride,
      double[] h,
      int hi,
      int hStride,
      double[] state,
      int si) {
    boolean up = hStride > 0;
    line(up, channels, p, pi, g, gi, h, hi, state, si);
    if (Math.abs(hStride) == channels && pStride == hStride && gStride == hStride) {
      int rest = (rows - 1) * channels;
      int low = up ? channels : -rest;
      line(up, rest, p, pi + low, g, gi + low, h, hi + low, h, hi + low - hStride);
    } else {
      for (int t = 1; t < rows; t++) {
        int row = hi + t * hStride;
        line(up, channels, p, pi + t * pStride, g, gi + t * gStride, h, row, h, row - hStride);
      }
    }
    System.arraycopy(h, hi + (rows - 1) * hStride, state, si, channels);
  }

  private static void line(
      boolean up,
      int length,
      double[] p,
      int pi,
      double[] g,
      int gi,
      double[] h,
      int hi,
      double[] before,
      int bi) {
    int first = first(length, hi);
    int count = (length - first) / LANES;
    int last = first + count * LANES;
    elements(up ? 0 : last, up ? first : length, p, pi, g, gi, h, hi, before, bi);
    int step = up ? LANES : -LANES;
    int i = up ? first : last - LANES;
    for (int k = 0; k < count; k++, i += step) {
      DoubleVector state = DoubleVector.fromArray(DOUBLES, before, bi + i);
      DoubleVector sum = DoubleVector.fromArray(DOUBLES, g, gi + i);
      DOUBLE_VECTOR
          .cast(DoubleVector.fromArray(DOUBLES, p, pi + i))
          .fma(state, sum)
          .intoArray(h, hi + i);
    }
    elements(up ? last : 0, up ? length : first, p, pi, g, gi, h, hi, before, bi);
  }

  private static void elements(
      int from,
      int to,
      double[] p,
      int pi,
      double[] g,
      int gi,
      double[] h,
      int hi,
      double[] before,
      int bi) {
    for (int i = from; i < to; i++) {
      h[hi + i] = Math.fma(p[pi + i], before[bi + i], g[gi + i]);
    }
  }
}
