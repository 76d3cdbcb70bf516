package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
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
      DoubleAffineKernel.Operands on,
      int rows,
      int channels,
      int pi,
      int gi,
      int hi,
      double[] state,
      int si) {
    double[] h = on.h;
    int hStep = on.hStep;
    boolean up = hStep > 0;
    line(on, up, channels, pi, gi, hi, state, si);
    if (Math.abs(hStep) == channels && on.pStep == hStep && on.gStep == hStep) {
      int rest = (rows - 1) * channels;
      int low = up ? channels : -rest;
      line(on, up, rest, pi + low, gi + low, hi + low, h, hi + low - hStep);
    } else {
      for (int t = 1; t < rows; t++) {
        int row = hi + t * hStep;
        line(on, up, channels, pi + t * on.pStep, gi + t * on.gStep, row, h, row - hStep);
      }
    }
    System.arraycopy(h, hi + (rows - 1) * hStep, state, si, channels);
  }

  private static void line(
      DoubleAffineKernel.Operands on,
      boolean up,
      int length,
      int pi,
      int gi,
      int hi,
      double[] before,
      int bi) {
    double[] p = on.p;
    double[] g = on.g;
    double[] h = on.h;
    int first = first(length, hi);
    int count = (length - first) / LANES;
    int last = first + count * LANES;
    for (int i = up ? 0 : last; i < (up ? first : length); i++) {
      h[hi + i] = Math.fma(p[pi + i], before[bi + i], g[gi + i]);
    }
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
    for (int j = up ? last : 0; j < (up ? length : first); j++) {
      h[hi + j] = Math.fma(p[pi + j], before[bi + j], g[gi + j]);
    }
  }
}
