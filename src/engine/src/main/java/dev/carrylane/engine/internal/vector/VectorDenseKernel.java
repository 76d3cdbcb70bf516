package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DenseKernel;
import dev.carrylane.engine.internal.scalar.ScalarDenseKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks with their rows on lanes. A step reads n² elements of P and has n² multiply-adds, so that it runs at
 * the speed of what P is read from; below that, the chain of n multiply-adds that one state needs bounds it, and so
 * does turning P, which needs one shuffle for 4 multiply-adds at 16 lanes. A block of one tile has a loop over steps of
 * its own: in one for all sizes the JIT keeps the places of all rows of a tile in memory.
 */
final class VectorDenseKernel implements DenseKernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final Class<? extends FloatVector> FLOAT_VECTOR = VectorWidth.FLOAT_VECTOR;
  private static final int LANES = VectorWidth.FLOAT_LANES;

  private final DenseKernel scalar = new ScalarDenseKernel();

  @Override
  public void scan(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt,
      float[] scratch,
      int scratchAt) {
    if (steps == 0) {
      return;
    }
    int n = on.n;
    boolean touch = on.channelsTouch();
    if (n < LANES && touch && n > 1 && (n & (n - 1)) == 0 && channels * n >= LANES) {
      DenseSteps.small(on, steps, channels, pAt, gAt, hAt, state, stateAt, scratch, scratchAt);
    } else if (n < LANES || n % LANES != 0 && !fills(n)) {
      scalar.scan(on, steps, channels, pAt, gAt, hAt, state, stateAt, scratch, scratchAt);
    } else {
      int group = touch ? channels : CHANNELS_AT_ONCE;
      for (int c = 0; c < channels; c += group) {
        int count = Math.min(group, channels - c);
        int pi = pAt + c * on.pChannel;
        int gi = gAt + c * on.gChannel;
        int hi = hAt + c * on.hChannel;
        int si = stateAt + c * n;
        if (n % LANES == 0) {
          DenseSteps.square(on, steps, count, pi, gi, hi, state, si, scratch, scratchAt);
        } else {
          DenseSteps.ragged(on, steps, count, pi, gi, hi, state, si, scratch, scratchAt);
        }
      }
    }
  }

  /**
   * Whether a block that leaves lanes empty fills the others well enough. With 16 lanes n = 20, whose tiles
   * have 2.6 times as many elements, takes as long as in the scalar kernel, n = 50, with 1.6 times, 0.8 times
   * as long; with 4 lanes n = 50 takes 1.6 times as long.
   */
  private static boolean fills(int n) {
    int tiled = roundUp(n);
    return LANES >= 8 && tiled * tiled <= 2 * n * n;
  }

  private static int roundUp(int n) {
    return Math.ceilDiv(n, LANES) * LANES;
  }

  /** Columns on lanes: the columns that fill the last vector are scratch. */
  @Override
  public void multiply(int n, float[] p, int pAt, float[] maps, int from, int to) {
    int stride = DenseKernel.mapStride(n);
    for (int k = 0; k < stride; k += LANES) {
      int i = 0;
      for (; i + 4 <= n; i += 4) {
        rows4(n, p, pAt + i * n, maps, from + k, to + i * stride + k, stride);
      }
      for (; i < n; i++) {
        FloatVector s = FloatVector.zero(FLOATS);
        for (int j = 0; j < n; j++) {
          FloatVector m = FloatVector.fromArray(FLOATS, maps, from + j * stride + k);
          s = FLOAT_VECTOR.cast(FloatVector.broadcast(FLOATS, p[pAt + i * n + j])).fma(m, s);
        }
        FLOAT_VECTOR.cast(s).intoArray(maps, to + i * stride + k);
      }
    }
  }

  private static void rows4(int n, float[] p, int pi, float[] maps, int from, int to, int stride) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int j = 0; j < n; j++) {
      FloatVector m = FloatVector.fromArray(FLOATS, maps, from + j * stride);
      s0 = FLOAT_VECTOR.cast(FloatVector.broadcast(FLOATS, p[pi + j])).fma(m, s0);
      s1 = FLOAT_VECTOR.cast(FloatVector.broadcast(FLOATS, p[pi + n + j])).fma(m, s1);
      s2 = FLOAT_VECTOR.cast(FloatVector.broadcast(FLOATS, p[pi + 2 * n + j])).fma(m, s2);
      s3 = FLOAT_VECTOR.cast(FloatVector.broadcast(FLOATS, p[pi + 3 * n + j])).fma(m, s3);
    }
    FLOAT_VECTOR.cast(s0).intoArray(maps, to);
    FLOAT_VECTOR.cast(s1).intoArray(maps, to + stride);
    FLOAT_VECTOR.cast(s2).intoArray(maps, to + 2 * stride);
    FLOAT_VECTOR.cast(s3).intoArray(maps, to + 3 * stride);
  }
}
