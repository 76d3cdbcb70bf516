package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import dev.carrylane.engine.internal.kernel.FloatAffineLimits;
import java.util.Arrays;

/**
 * Scans in plain Java. A fused multiply-add takes four cycles before the next step of its chain can
 * begin, so four channels run side by side.
 */
public final class FloatScalarAffineKernel implements FloatAffineKernel {
  /**
   * Elements of one operand that a pass over its channels covers before the next rows are begun: 8
   * KiB of each of p, g and h stay in the first-level cache while other channels use the same lines.
   */
  private static final int TILE_ELEMENTS = 2048;

  private static final int MIN_TILE_ROWS = 16;

  @Override
  public void scan(
      Operands on, int steps, int channels, int pAt, int gAt, int hAt, float[] state, int stateAt) {
    int tile = on.channelsTouch() ? Math.max(MIN_TILE_ROWS, TILE_ELEMENTS / channels) : steps;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      int pi = pAt + t * on.pStep;
      int gi = gAt + t * on.gStep;
      int hi = hAt + t * on.hStep;
      int c = 0;
      while (c < channels) {
        int count = c + 4 <= channels ? 4 : 1;
        if (count == 4) {
          scanFour(on, rows, pi, gi, hi, state, stateAt + c);
        } else {
          scanOne(on, rows, pi, gi, hi, state, stateAt + c);
        }
        c += count;
        pi += count * on.pChannel;
        gi += count * on.gChannel;
        hi += count * on.hChannel;
      }
      t += rows;
    }
  }

  private static void scanFour(
      Operands on, int rows, int pi, int gi, int hi, float[] state, int si) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    int pc = on.pChannel;
    int gc = on.gChannel;
    int hc = on.hChannel;
    float h0 = state[si];
    float h1 = state[si + 1];
    float h2 = state[si + 2];
    float h3 = state[si + 3];
    for (int t = 0; t < rows; t++) {
      h0 = Math.fma(p[pi], h0, g[gi]);
      h1 = Math.fma(p[pi + pc], h1, g[gi + gc]);
      h2 = Math.fma(p[pi + 2 * pc], h2, g[gi + 2 * gc]);
      h3 = Math.fma(p[pi + 3 * pc], h3, g[gi + 3 * gc]);
      h[hi] = h0;
      h[hi + hc] = h1;
      h[hi + 2 * hc] = h2;
      h[hi + 3 * hc] = h3;
      pi += pStep;
      gi += gStep;
      hi += hStep;
    }
    state[si] = h0;
    state[si + 1] = h1;
    state[si + 2] = h2;
    state[si + 3] = h3;
  }

  private static void scanOne(
      Operands on, int rows, int pi, int gi, int hi, float[] state, int si) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    float h0 = state[si];
    if (pStep == 1 && gStep == 1 && hStep == 1) {
      for (int t = 0; t < rows; t++) {
        h0 = Math.fma(p[pi + t], h0, g[gi + t]);
        h[hi + t] = h0;
      }
    } else {
      for (int t = 0; t < rows; t++) {
        h0 = Math.fma(p[pi], h0, g[gi]);
        h[hi] = h0;
        pi += pStep;
        gi += gStep;
        hi += hStep;
      }
    }
    state[si] = h0;
  }

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
    // For each length of window its products and its sums, each behind those of the tile before.
    // Then states.
    int tile = FloatAffineKernel.lookaheadTile(channels);
    int states = scratchAt;
    for (int w = channels; w <= tile; w *= 2) {
      Arrays.fill(scratch, states, states + 2 * tile, 1);
      Arrays.fill(scratch, states + 2 * tile, states + 4 * tile, 0);
      states += 4 * tile;
    }
    int windows = states - 4 * tile;
    for (int i = 0; i < tile; i += channels) {
      System.arraycopy(state, stateAt, scratch, states + i, channels);
    }
    int steps = tile / channels;
    boolean good = true;
    for (int done = 0; done < elements; done += tile) {
      for (int i = 0, t = 0; t < steps; t++) {
        for (int c = 0; c < channels; c++, i++) {
          float p = on.p[pAt + t * on.pStep + c * on.pChannel];
          scratch[scratchAt + tile + i] = p;
          scratch[scratchAt + 3 * tile + i] = on.g[gAt + t * on.gStep + c * on.gChannel];
          good &= Math.abs(p) < 2;
        }
      }
      for (int w = channels, row = scratchAt + tile; w < tile; w *= 2, row += 4 * tile) {
        for (int p = row; p < row + tile; p++) {
          int g = p + 2 * tile;
          scratch[p + 4 * tile] = scratch[p] * scratch[p - w];
          scratch[g + 4 * tile] = Math.fma(scratch[p], scratch[g - w], scratch[g]);
        }
      }
      for (int i = 0, t = 0; t < steps; t++) {
        for (int c = 0; c < channels; c++, i++) {
          float product = scratch[windows + tile + i];
          good &=
              Math.abs(product) >= FloatAffineLimits.LEAST_LOOKAHEAD_PRODUCT
                  && Math.abs(product) < 2;
          float next = Math.fma(product, scratch[states + i], scratch[windows + 3 * tile + i]);
          scratch[states + i] = next;
          h[hAt + t * hStep + c * on.hChannel] = next;
        }
      }
      for (int row = scratchAt; row < windows; row += 2 * tile) {
        System.arraycopy(scratch, row + tile, scratch, row, tile);
      }
      pAt += steps * on.pStep;
      gAt += steps * on.gStep;
      hAt += steps * hStep;
    }
    for (int i = 0; i < tile; i++) {
      good &= Float.isFinite(scratch[states + i]);
    }
    if (good) {
      System.arraycopy(scratch, states + tile - channels, state, stateAt, channels);
    }
    return good;
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
    int c = 0;
    for (; c + 4 <= channels; c += 4) {
      reduceFour(on, steps, pAt + c * on.pChannel, gAt + c * on.gChannel, product, sum, at + c);
    }
    for (; c < channels; c++) {
      reduceOne(on, steps, pAt + c * on.pChannel, gAt + c * on.gChannel, product, sum, at + c);
    }
  }

  private static void reduceFour(
      Operands on, int steps, int pi, int gi, double[] product, float[] sum, int oi) {
    float[] p = on.p;
    float[] g = on.g;
    int pc = on.pChannel;
    int gc = on.gChannel;
    double p0 = p[pi];
    double p1 = p[pi + pc];
    double p2 = p[pi + 2 * pc];
    double p3 = p[pi + 3 * pc];
    float g0 = g[gi];
    float g1 = g[gi + gc];
    float g2 = g[gi + 2 * gc];
    float g3 = g[gi + 3 * gc];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + FloatAffineLimits.PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pi += on.pStep;
        gi += on.gStep;
        float x0 = p[pi];
        float x1 = p[pi + pc];
        float x2 = p[pi + 2 * pc];
        float x3 = p[pi + 3 * pc];
        g0 = Math.fma(x0, g0, g[gi]);
        g1 = Math.fma(x1, g1, g[gi + gc]);
        g2 = Math.fma(x2, g2, g[gi + 2 * gc]);
        g3 = Math.fma(x3, g3, g[gi + 3 * gc]);
        p0 *= x0;
        p1 *= x1;
        p2 *= x2;
        p3 *= x3;
      }
      p0 = Math.abs(p0) < FloatAffineLimits.NEGLIGIBLE_PRODUCT ? 0 : p0;
      p1 = Math.abs(p1) < FloatAffineLimits.NEGLIGIBLE_PRODUCT ? 0 : p1;
      p2 = Math.abs(p2) < FloatAffineLimits.NEGLIGIBLE_PRODUCT ? 0 : p2;
      p3 = Math.abs(p3) < FloatAffineLimits.NEGLIGIBLE_PRODUCT ? 0 : p3;
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
      Operands on, int steps, int pi, int gi, double[] product, float[] sum, int oi) {
    float[] p = on.p;
    float[] g = on.g;
    double p0 = p[pi];
    float g0 = g[gi];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + FloatAffineLimits.PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pi += on.pStep;
        gi += on.gStep;
        g0 = Math.fma(p[pi], g0, g[gi]);
        p0 *= p[pi];
      }
      p0 = Math.abs(p0) < FloatAffineLimits.NEGLIGIBLE_PRODUCT ? 0 : p0;
    }
    product[oi] = p0;
    sum[oi] = g0;
  }
}
