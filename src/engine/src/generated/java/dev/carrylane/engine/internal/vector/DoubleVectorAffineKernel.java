package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import dev.carrylane.engine.internal.kernel.DoubleAffineLimits;
import dev.carrylane.engine.internal.scalar.DoubleScalarAffineKernel;

/** As {@link FloatVectorAffineKernel}, whose comments hold here; generated. */
final class DoubleVectorAffineKernel implements DoubleAffineKernel {
  private static final int LANES = VectorWidth.DOUBLE_LANES;
  private static final int HALF = VectorWidth.HALF_DOUBLE_LANES;
  private static final int QUARTER = VectorWidth.QUARTER_DOUBLE_LANES;
  private static final int LEAST_LANES = Math.max(2, QUARTER);
  private static final int TILE_ROWS = 8;
  private final DoubleAffineKernel scalar = new DoubleScalarAffineKernel();

  @Override
  public boolean lookahead(
      Operands on,
      int channels,
      int elements,
      int pAt,
      int gAt,
      double[] h,
      int hAt,
      int hStep,
      double[] state,
      int stateAt,
      double[] scratch,
      int scratchAt) {
    int step = on.pStep;
    boolean touching = step == on.gStep && step == hStep;
    if (!touching || Math.abs(step) != channels || channels > 1 && !on.channelsTouch()) {
      return scalar.lookahead(
          on, channels, elements, pAt, gAt, h, hAt, hStep, state, stateAt, scratch, scratchAt);
    }
    int down = step < 0 ? DoubleAffineKernel.lookaheadTile(channels) - channels : 0;
    return DoubleKoggeStone.scan(
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
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      double[] state,
      int stateAt) {
    if (channels < LEAST_LANES || !on.channelsTouch()) {
      scalar.scan(on, steps, channels, pAt, gAt, hAt, state, stateAt);
      return;
    }
    if (DoubleAffineStreams.suit(steps, channels, on.hStep)) {
      DoubleAffineStreams.scan(on, steps, channels, pAt, gAt, hAt, state, stateAt);
      return;
    }
    int tile = channels <= 8 * LANES ? steps : TILE_ROWS;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      int p = pAt + t * on.pStep;
      int g = gAt + t * on.gStep;
      int h = hAt + t * on.hStep;
      if (channels >= LANES) {
        DoubleAffineRows.scan(on, rows, channels, p, g, h, state, stateAt);
      } else if (channels >= HALF) {
        DoubleAffinePairHalf.scan(on, rows, p, g, h, state, stateAt, channels - HALF);
      } else {
        DoubleAffinePairQuarter.scan(on, rows, p, g, h, state, stateAt, channels - QUARTER);
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
      double[] sum,
      int at) {
    if (channels < LEAST_LANES || !on.channelsTouch()) {
      scalar.reduce(on, steps, channels, pAt, gAt, product, sum, at);
      return;
    }
    if (channels >= LANES) {
      DoubleAffineRows.sum(on, steps, channels, pAt, gAt, sum, at);
    } else if (channels >= HALF) {
      DoubleAffinePairHalf.sum(on, steps, pAt, gAt, sum, at, channels - HALF);
    } else {
      DoubleAffinePairQuarter.sum(on, steps, pAt, gAt, sum, at, channels - QUARTER);
    }
    multiply(steps, channels, on.p, pAt, on.pStep, product, at);
  }

  private static void multiply(
      int steps, int channels, double[] p, int pi, int pStride, double[] product, int oi) {
    for (int c = 0; c < channels; c++) {
      product[oi + c] = p[pi + c];
    }
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + DoubleAffineLimits.PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pi += pStride;
        for (int c = 0; c < channels; c++) {
          product[oi + c] *= p[pi + c];
        }
      }
      for (int c = 0; c < channels; c++) {
        product[oi + c] =
            Math.abs(product[oi + c]) < DoubleAffineLimits.NEGLIGIBLE_PRODUCT ? 0 : product[oi + c];
      }
    }
  }
}
