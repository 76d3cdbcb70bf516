package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The recurrence with channels on lanes, for operands that come from memory. There the arithmetic is free, and
 * what counts is that each operand is one stream, read to the end of a row before the next, and that every store
 * fills whole cache lines, which the memory system then need not read first. So a row is one line of vectors, aligned
 * to the results, and takes the states of the row before from the results.
 *
 * <p>The rows of a time-major sequence without gaps are a single line. Several vectors in a turn, all read before the
 * first is written, would compete for the same places of the cache where rows are 4 KB apart.
 */
final class FloatAffineStreams {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  /** Bytes of results from which on operands are taken to come from memory: 12 MB with p and g. */
  private static final long LEAST_BYTES = 4 << 20;

  /** States of wider rows do not stay in the second-level cache. */
  private static final int MOST_CHANNELS = 1 << 15;

  /**
   * Elements of the header of an array. Large arrays begin where a region of the heap does, and their elements
   * this much later. Where a virtual machine has it otherwise, stores are as slow as those that begin anywhere.
   */
  private static final int HEADER = 16 / Float.BYTES;

  /** Vectors of a line from which on its stores are aligned. */
  private static final int LEAST_ALIGNED = 12;

  private FloatAffineStreams() {}

  /** Whether this is the way for such a shape, whose channels touch. */
  static boolean suit(int rows, int channels, int hStride) {
    return suit(rows, channels, hStride, LEAST_BYTES);
  }

  /** As the other, with the bytes of results from which on operands come from too far away for rows in tiles. */
  static boolean suit(int rows, int elements, int hStride, long least) {
    return (long) rows * elements * Float.BYTES >= least
        && elements >= LANES
        && elements <= MOST_CHANNELS
        && hStride % LANES == 0;
  }

  /**
   * Elements of a line before the first vector: those up to the next place of a large array where a vector
   * begins in memory. Short lines are not worth it.
   */
  static int first(int length, int index) {
    return length < LEAST_ALIGNED * LANES ? 0 : Math.floorMod(-HEADER - index, LANES);
  }

  /** Runs the recurrence over at least one row. */
  static void scan(
      FloatAffineKernel.Operands on,
      int rows,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      int si) {
    float[] h = on.h;
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

  /** Elements one after the other, up or down in memory, each from one that may be LANES results earlier. */
  private static void line(
      FloatAffineKernel.Operands on,
      boolean up,
      int length,
      int pi,
      int gi,
      int hi,
      float[] before,
      int bi) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    int first = first(length, hi);
    int count = (length - first) / LANES;
    int last = first + count * LANES;
    for (int i = up ? 0 : last; i < (up ? first : length); i++) {
      h[hi + i] = Math.fma(p[pi + i], before[bi + i], g[gi + i]);
    }
    int step = up ? LANES : -LANES;
    int i = up ? first : last - LANES;
    for (int k = 0; k < count; k++, i += step) {
      FloatVector state = FloatVector.fromArray(FLOATS, before, bi + i);
      FloatVector sum = FloatVector.fromArray(FLOATS, g, gi + i);
      FLOAT_VECTOR
          .cast(FloatVector.fromArray(FLOATS, p, pi + i))
          .fma(state, sum)
          .intoArray(h, hi + i);
    }
    for (int j = up ? last : 0; j < (up ? length : first); j++) {
      h[hi + j] = Math.fma(p[pi + j], before[bi + j], g[gi + j]);
    }
  }
}
