package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.ScanKernel;

/**
 * Scans in plain Java. A fused multiply-add takes four cycles before the next step of its chain can
 * begin, so several chains run side by side: four channels, or three blocks of a single channel (with
 * four, their twelve places in p, g and h no longer fit the registers). One chain alone runs at 1.0 G
 * elements/s, four channels at 2.0, three blocks at 2.2.
 */
final class ScalarScanKernel implements ScanKernel {
  /**
   * Elements of one operand that a pass over its channels covers before the next rows are begun: 8
   * KiB of each of p, g and h stay in the first-level cache while other channels use the same lines.
   */
  private static final int TILE_ELEMENTS = 2048;

  private static final int MIN_TILE_ROWS = 16;

  @Override
  public void scan(
      int blocks,
      int steps,
      int channels,
      float[] p,
      int pOffset,
      int pStride,
      float[] g,
      int gOffset,
      int gStride,
      float[] h,
      int hOffset,
      int hStride,
      float[] state,
      int stateOffset) {
    int b = 0;
    if (channels == 1 && pStride == 1 && gStride == 1 && hStride == 1) {
      for (; b + 3 <= blocks; b += 3) {
        int row = b * steps;
        scanThreeBlocks(
            steps, p, pOffset + row, g, gOffset + row, h, hOffset + row, state, stateOffset + b);
      }
    }
    for (; b < blocks; b++) {
      scanBlock(
          steps,
          channels,
          p,
          pOffset + b * steps * pStride,
          pStride,
          g,
          gOffset + b * steps * gStride,
          gStride,
          h,
          hOffset + b * steps * hStride,
          hStride,
          state,
          stateOffset + b * channels);
    }
  }

  private static void scanBlock(
      int steps,
      int channels,
      float[] p,
      int pOffset,
      int pStride,
      float[] g,
      int gOffset,
      int gStride,
      float[] h,
      int hOffset,
      int hStride,
      float[] state,
      int si) {
    int tile = Math.max(MIN_TILE_ROWS, TILE_ELEMENTS / channels);
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      int pi = pOffset + t * pStride;
      int gi = gOffset + t * gStride;
      int hi = hOffset + t * hStride;
      int c = 0;
      for (; c + 4 <= channels; c += 4) {
        scanFour(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
      }
      if (c + 2 <= channels) {
        scanTwo(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
        c += 2;
      }
      if (c < channels) {
        scanOne(rows, p, pi + c, pStride, g, gi + c, gStride, h, hi + c, hStride, state, si + c);
      }
      t += rows;
    }
  }

  /** One channel without gaps between the rows; the JIT then needs no bounds checks. */
  private static void scanThreeBlocks(
      int steps, float[] p, int pi, float[] g, int gi, float[] h, int hi, float[] state, int si) {
    float h0 = state[si];
    float h1 = state[si + 1];
    float h2 = state[si + 2];
    for (int t = 0; t < steps; t++) {
      h0 = Math.fma(p[pi + t], h0, g[gi + t]);
      h1 = Math.fma(p[pi + steps + t], h1, g[gi + steps + t]);
      h2 = Math.fma(p[pi + 2 * steps + t], h2, g[gi + 2 * steps + t]);
      h[hi + t] = h0;
      h[hi + steps + t] = h1;
      h[hi + 2 * steps + t] = h2;
    }
    state[si] = h0;
    state[si + 1] = h1;
    state[si + 2] = h2;
  }

  /** Four neighbouring channels. */
  private static void scanFour(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    float h0 = state[si];
    float h1 = state[si + 1];
    float h2 = state[si + 2];
    float h3 = state[si + 3];
    for (int t = 0; t < rows; t++) {
      h0 = Math.fma(p[pi], h0, g[gi]);
      h1 = Math.fma(p[pi + 1], h1, g[gi + 1]);
      h2 = Math.fma(p[pi + 2], h2, g[gi + 2]);
      h3 = Math.fma(p[pi + 3], h3, g[gi + 3]);
      h[hi] = h0;
      h[hi + 1] = h1;
      h[hi + 2] = h2;
      h[hi + 3] = h3;
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    state[si] = h0;
    state[si + 1] = h1;
    state[si + 2] = h2;
    state[si + 3] = h3;
  }

  /** Two neighbouring channels. */
  private static void scanTwo(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    float h0 = state[si];
    float h1 = state[si + 1];
    for (int t = 0; t < rows; t++) {
      h0 = Math.fma(p[pi], h0, g[gi]);
      h1 = Math.fma(p[pi + 1], h1, g[gi + 1]);
      h[hi] = h0;
      h[hi + 1] = h1;
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    state[si] = h0;
    state[si + 1] = h1;
  }

  private static void scanOne(
      int rows,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      float[] h,
      int hi,
      int hStride,
      float[] state,
      int si) {
    float h0 = state[si];
    for (int t = 0; t < rows; t++) {
      h0 = Math.fma(p[pi], h0, g[gi]);
      h[hi] = h0;
      pi += pStride;
      gi += gStride;
      hi += hStride;
    }
    state[si] = h0;
  }

  @Override
  public void reduce(
      int blocks,
      int steps,
      int channels,
      float[] p,
      int pOffset,
      int pStride,
      float[] g,
      int gOffset,
      int gStride,
      double[] product,
      float[] sum,
      int offset) {
    int b = 0;
    if (channels == 1 && pStride == 1 && gStride == 1) {
      for (; b + 3 <= blocks; b += 3) {
        int row = b * steps;
        reduceThreeBlocks(steps, p, pOffset + row, g, gOffset + row, product, sum, offset + b);
      }
    }
    for (; b < blocks; b++) {
      int pi = pOffset + b * steps * pStride;
      int gi = gOffset + b * steps * gStride;
      int oi = offset + b * channels;
      int c = 0;
      for (; c + 4 <= channels; c += 4) {
        reduceFour(steps, p, pi + c, pStride, g, gi + c, gStride, product, sum, oi + c);
      }
      for (; c < channels; c++) {
        reduceOne(steps, p, pi + c, pStride, g, gi + c, gStride, product, sum, oi + c);
      }
    }
  }

  /** One channel without gaps between the rows; the JIT then needs no bounds checks. */
  private static void reduceThreeBlocks(
      int steps, float[] p, int pi, float[] g, int gi, double[] product, float[] sum, int oi) {
    double p0 = p[pi];
    double p1 = p[pi + steps];
    double p2 = p[pi + 2 * steps];
    float g0 = g[gi];
    float g1 = g[gi + steps];
    float g2 = g[gi + 2 * steps];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        float x0 = p[pi + t];
        float x1 = p[pi + steps + t];
        float x2 = p[pi + 2 * steps + t];
        g0 = Math.fma(x0, g0, g[gi + t]);
        g1 = Math.fma(x1, g1, g[gi + steps + t]);
        g2 = Math.fma(x2, g2, g[gi + 2 * steps + t]);
        p0 *= x0;
        p1 *= x1;
        p2 *= x2;
      }
      p0 = Math.abs(p0) < NEGLIGIBLE_PRODUCT ? 0 : p0;
      p1 = Math.abs(p1) < NEGLIGIBLE_PRODUCT ? 0 : p1;
      p2 = Math.abs(p2) < NEGLIGIBLE_PRODUCT ? 0 : p2;
    }
    product[oi] = p0;
    product[oi + 1] = p1;
    product[oi + 2] = p2;
    sum[oi] = g0;
    sum[oi + 1] = g1;
    sum[oi + 2] = g2;
  }

  /** Four neighbouring channels. */
  private static void reduceFour(
      int steps,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      double[] product,
      float[] sum,
      int oi) {
    double p0 = p[pi];
    double p1 = p[pi + 1];
    double p2 = p[pi + 2];
    double p3 = p[pi + 3];
    float g0 = g[gi];
    float g1 = g[gi + 1];
    float g2 = g[gi + 2];
    float g3 = g[gi + 3];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pi += pStride;
        gi += gStride;
        float x0 = p[pi];
        float x1 = p[pi + 1];
        float x2 = p[pi + 2];
        float x3 = p[pi + 3];
        g0 = Math.fma(x0, g0, g[gi]);
        g1 = Math.fma(x1, g1, g[gi + 1]);
        g2 = Math.fma(x2, g2, g[gi + 2]);
        g3 = Math.fma(x3, g3, g[gi + 3]);
        p0 *= x0;
        p1 *= x1;
        p2 *= x2;
        p3 *= x3;
      }
      p0 = Math.abs(p0) < NEGLIGIBLE_PRODUCT ? 0 : p0;
      p1 = Math.abs(p1) < NEGLIGIBLE_PRODUCT ? 0 : p1;
      p2 = Math.abs(p2) < NEGLIGIBLE_PRODUCT ? 0 : p2;
      p3 = Math.abs(p3) < NEGLIGIBLE_PRODUCT ? 0 : p3;
    }
    product[oi] = p0;
    product[oi + 1] = p1;
    product[oi + 2] = p2;
    product[oi + 3] = p3;
    sum[oi] = g0;
    sum[oi + 1] = g1;
    sum[oi + 2] = g2;
    sum[oi + 3] = g3;
  }

  private static void reduceOne(
      int steps,
      float[] p,
      int pi,
      int pStride,
      float[] g,
      int gi,
      int gStride,
      double[] product,
      float[] sum,
      int oi) {
    double p0 = p[pi];
    float g0 = g[gi];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pi += pStride;
        gi += gStride;
        g0 = Math.fma(p[pi], g0, g[gi]);
        p0 *= p[pi];
      }
      p0 = Math.abs(p0) < NEGLIGIBLE_PRODUCT ? 0 : p0;
    }
    product[oi] = p0;
    sum[oi] = g0;
  }
}
