package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import dev.carrylane.engine.internal.kernel.FloatAffineLimits;
import dev.carrylane.engine.internal.scalar.FloatScalarAffineKernel;

/**
 * Scans with channels on lanes, or the steps of one channel. Rows shorter than a vector take the widest
 * that they fill, down to a quarter of the width and 128 bits; those shorter still go to the scalar kernel.
 */
final class FloatVectorAffineKernel implements FloatAffineKernel {
  private static final int LANES = VectorWidth.FLOAT_LANES;
  private static final int HALF = VectorWidth.HALF_FLOAT_LANES;
  private static final int QUARTER = VectorWidth.QUARTER_FLOAT_LANES;

  /** Vectors of fewer lanes than two are none. */
  private static final int LEAST_LANES = Math.max(2, QUARTER);

  /**
   * Rows taken at a time where they are wider than eight vectors: each is then read in pieces of eight vectors with the
   * other rows' pieces in between, which the prefetchers follow as long as rows are few.
   */
  private static final int TILE_ROWS = 8;

  private final FloatAffineKernel scalar = new FloatScalarAffineKernel();

  @Override
  public boolean lookahead(
      Operands on,
      int channels,
      int elements,
      int pAt,
      int gAt,
      float[] h,
      int hAt,
      int hStep,
      float[] state,
      int stateAt,
      float[] scratch,
      int scratchAt) {
    int step = on.pStep;
    boolean touching = step == on.gStep && step == hStep;
    if (!touching || Math.abs(step) != channels || channels > 1 && !on.channelsTouch()) {
      return scalar.lookahead(
          on, channels, elements, pAt, gAt, h, hAt, hStep, state, stateAt, scratch, scratchAt);
    }
    int down = step < 0 ? FloatAffineKernel.lookaheadTile(channels) - channels : 0;
    return FloatKoggeStone.scan(
        channels,
        step > 0,
        elements,
        on,
        pAt - down,
        gAt - down,
        h,
        hAt - down,
        state,
        stateAt,
        scratch,
        scratchAt);
  }

  @Override
  public void scan(
      Operands on, int steps, int channels, int pAt, int gAt, int hAt, float[] state, int stateAt) {
    if (channels < LEAST_LANES || !on.channelsTouch()) {
      scalar.scan(on, steps, channels, pAt, gAt, hAt, state, stateAt);
      return;
    }
    if (FloatAffineStreams.suit(steps, channels, on.hStep)) {
      FloatAffineStreams.scan(on, steps, channels, pAt, gAt, hAt, state, stateAt);
      return;
    }
    int tile = channels <= 8 * LANES ? steps : TILE_ROWS;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      int p = pAt + t * on.pStep;
      int g = gAt + t * on.gStep;
      int h = hAt + t * on.hStep;
      if (channels >= LANES) {
        FloatAffineRows.scan(on, rows, channels, p, g, h, state, stateAt);
      } else if (channels >= HALF) {
        FloatAffinePairHalf.scan(on, rows, p, g, h, state, stateAt, channels - HALF);
      } else {
        FloatAffinePairQuarter.scan(on, rows, p, g, h, state, stateAt, channels - QUARTER);
      }
      t += rows;
    }
  }

  @Override
  public void reduce(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at) {
    if (channels < LEAST_LANES || !on.channelsTouch()) {
      scalar.reduce(on, steps, channels, pAt, gAt, product, sum, at);
      return;
    }
    if (channels >= LANES) {
      FloatAffineRows.sum(on, steps, channels, pAt, gAt, sum, at);
    } else if (channels >= HALF) {
      FloatAffinePairHalf.sum(on, steps, pAt, gAt, sum, at, channels - HALF);
    } else {
      FloatAffinePairQuarter.sum(on, steps, pAt, gAt, sum, at, channels - QUARTER);
    }
    multiply(steps, channels, on.p, pAt, on.pStep, product, at);
  }

  /**
   * Plain loops, which the JIT turns into vector code by itself. Not with the Vector API: on JDK 25 a
   * conversion from {@code float} to {@code double} in a kernel of this size stays a call in some runs,
   * and so does a mask of the two lanes of a 128-bit vector; both allocate in every row.
   */
  private static void multiply(
      int steps, int channels, float[] p, int pi, int pStride, double[] product, int oi) {
    for (int c = 0; c < channels; c++) {
      product[oi + c] = p[pi + c];
    }
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + FloatAffineLimits.PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pi += pStride;
        for (int c = 0; c < channels; c++) {
          product[oi + c] *= p[pi + c];
        }
      }
      for (int c = 0; c < channels; c++) {
        product[oi + c] =
            Math.abs(product[oi + c]) < FloatAffineLimits.NEGLIGIBLE_PRODUCT ? 0 : product[oi + c];
      }
    }
  }
}
