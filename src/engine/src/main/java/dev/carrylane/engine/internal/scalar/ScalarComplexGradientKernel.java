package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.ComplexGradientKernel;

/** Gradients of complex scans in plain Java, channel after channel. */
public final class ScalarComplexGradientKernel implements ComplexGradientKernel {
  /**
   * Channels times rows of a pass over the channels before the next rows are begun: 4 KiB of each operand
   * and result stay in the first-level cache while other channels use the same lines.
   */
  private static final int TILE = 512;

  private static final int MIN_TILE_ROWS = 16;

  /** Made by the backend. */
  public ScalarComplexGradientKernel() {}

  @Override
  public void scan(
      Operands on,
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
    int tile = on.channelsTouch() ? Math.max(MIN_TILE_ROWS, TILE / channels) : steps;
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
            carryAt + 2 * c);
      }
      t += rows;
    }
  }

  private static void scanOne(
      Operands on,
      int rows,
      int pAt,
      int beforeAt,
      int afterAt,
      int aheadAt,
      int dpAt,
      int dgAt,
      float[] carry,
      int ci) {
    float[] p = on.p.array;
    float[] before = on.before.array;
    float[] after = on.after.array;
    float[] ahead = on.ahead.array;
    float[] dp = on.dp.array;
    float[] dg = on.dg.array;
    float a = carry[ci];
    float b = carry[ci + 1];
    for (int t = 0; t < rows; t++) {
      float r = p[pAt];
      float s = p[pAt + 1];
      float x = before[beforeAt];
      float y = before[beforeAt + 1];
      float u = ahead[aheadAt];
      float v = ahead[aheadAt + 1];
      a += after[afterAt];
      b += after[afterAt + 1];
      dg[dgAt] = a;
      dg[dgAt + 1] = b;
      dp[dpAt] = Math.fma(a, x, b * y);
      dp[dpAt + 1] = Math.fma(b, x, -(a * y));
      float re = Math.fma(a, r, b * s) + u;
      b = Math.fma(b, r, -(a * s)) + v;
      a = re;
      pAt += on.p.step;
      beforeAt += on.before.step;
      afterAt += on.after.step;
      aheadAt += on.ahead.step;
      dpAt += on.dp.step;
      dgAt += on.dg.step;
    }
    carry[ci] = a;
    carry[ci + 1] = b;
  }
}
