package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.FloatComplexGradient;
import dev.carrylane.engine.internal.FloatComplexGradientKernel;

/** Gradients of complex scans in plain Java, channel after channel. */
public final class FloatScalarComplexGradientKernel implements FloatComplexGradientKernel {
  /**
   * Channels times rows of a pass over the channels before the next rows are begun: 4 KiB of each operand
   * and result stay in the first-level cache while other channels use the same lines.
   */
  private static final int TILE = 512;

  private static final int MIN_TILE_ROWS = 16;

  /** Made by the backend. */
  public FloatScalarComplexGradientKernel() {}

  @Override
  public void scan(
      FloatComplexGradient on,
      int steps,
      int channels,
      int pAt,
      int beforeAt,
      int afterAt,
      int aheadAt,
      int dpAt,
      int dgAt,
      float[] carry,
      int carryAt) {
    boolean touch = on.isInterleaved() || on.isSplit();
    int tile = touch ? Math.max(MIN_TILE_ROWS, TILE / channels) : steps;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      for (int c = 0; c < channels; c++) {
        scanOne(
            on,
            rows,
            pAt + t * on.p.step + c * on.p.channel,
            beforeAt + t * on.before.step + c * on.before.channel,
            afterAt + t * on.after.step + c * on.after.channel,
            aheadAt + t * on.ahead.step + c * on.ahead.channel,
            dpAt + t * on.dp.step + c * on.dp.channel,
            dgAt + t * on.dg.step + c * on.dg.channel,
            carry,
            carryAt + c * on.stateChannel);
      }
      t += rows;
    }
  }

  private static void scanOne(
      FloatComplexGradient on,
      int rows,
      int pAt,
      int beforeAt,
      int afterAt,
      int aheadAt,
      int dpAt,
      int dgAt,
      float[] carry,
      int ci) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    float[] beforeRe = on.before.re;
    float[] beforeIm = on.before.im;
    float[] afterRe = on.after.re;
    float[] afterIm = on.after.im;
    float[] aheadRe = on.ahead.re;
    float[] aheadIm = on.ahead.im;
    float[] dpRe = on.dp.re;
    float[] dpIm = on.dp.im;
    float[] dgRe = on.dg.re;
    float[] dgIm = on.dg.im;
    float a = carry[ci];
    float b = carry[ci + on.stateImaginary];
    for (int t = 0; t < rows; t++) {
      float p = pRe[pAt];
      float q = pIm[pAt + on.p.imaginary];
      float x = beforeRe[beforeAt];
      float y = beforeIm[beforeAt + on.before.imaginary];
      float u = aheadRe[aheadAt];
      float v = aheadIm[aheadAt + on.ahead.imaginary];
      a += afterRe[afterAt];
      b += afterIm[afterAt + on.after.imaginary];
      dgRe[dgAt] = a;
      dgIm[dgAt + on.dg.imaginary] = b;
      dpRe[dpAt] = Math.fma(a, x, b * y);
      dpIm[dpAt + on.dp.imaginary] = Math.fma(b, x, -(a * y));
      float re = Math.fma(a, p, b * q) + u;
      b = Math.fma(b, p, -(a * q)) + v;
      a = re;
      pAt += on.p.step;
      beforeAt += on.before.step;
      afterAt += on.after.step;
      aheadAt += on.ahead.step;
      dpAt += on.dp.step;
      dgAt += on.dg.step;
    }
    carry[ci] = a;
    carry[ci + on.stateImaginary] = b;
  }
}
