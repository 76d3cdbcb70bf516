package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.ComplexAffineKernel;
import dev.carrylane.engine.internal.kernel.ComplexOperand;

/**
 * Complex scans in plain Java. A step has to wait for two fused multiply-adds, eight cycles, so two
 * channels run side by side.
 */
public final class ScalarComplexAffineKernel implements ComplexAffineKernel {
  /**
   * Channels times rows of a pass over the channels before the next rows are begun: 8 KiB of each of p, g
   * and h stay in the first-level cache while other channels use the same lines.
   */
  private static final int TILE = 1024;

  private static final int MIN_TILE_ROWS = 16;

  @Override
  public void scan(
      Operands on, int steps, int channels, int pAt, int gAt, int hAt, float[] state, int stateAt) {
    ComplexOperand p = on.p;
    ComplexOperand g = on.g;
    ComplexOperand h = on.h;
    int tile = on.channelsTouch() ? Math.max(MIN_TILE_ROWS, TILE / channels) : steps;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      int pi = pAt + t * p.step;
      int gi = gAt + t * g.step;
      int hi = hAt + t * h.step;
      int si = stateAt;
      int c = 0;
      for (; c + 2 <= channels; c += 2) {
        scanTwo(on, rows, pi, gi, hi, state, si);
        pi += 2 * p.channel;
        gi += 2 * g.channel;
        hi += 2 * h.channel;
        si += 4;
      }
      if (c < channels) {
        scanOne(on, rows, pi, gi, hi, state, si);
      }
      t += rows;
    }
  }

  private static void scanTwo(
      Operands on, int rows, int pAt, int gAt, int hAt, float[] state, int si) {
    float[] p = on.p.array;
    float[] g = on.g.array;
    float[] h = on.h.array;
    int pc = on.p.channel;
    int gc = on.g.channel;
    int hc = on.h.channel;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    int other = si + 2;
    float a = state[si];
    float b = state[si + 1];
    float c = state[other];
    float d = state[other + 1];
    for (int t = 0; t < rows; t++) {
      float p0 = p[pAt];
      float p1 = p[pAt + pc];
      float q0 = p[pAt + 1];
      float q1 = p[pAt + pc + 1];
      float re0 = Math.fma(p0, a, Math.fma(-q0, b, g[gAt]));
      b = Math.fma(p0, b, Math.fma(q0, a, g[gAt + 1]));
      a = re0;
      float re1 = Math.fma(p1, c, Math.fma(-q1, d, g[gAt + gc]));
      d = Math.fma(p1, d, Math.fma(q1, c, g[gAt + gc + 1]));
      c = re1;
      h[hAt] = a;
      h[hAt + 1] = b;
      h[hAt + hc] = c;
      h[hAt + hc + 1] = d;
      pAt += pStep;
      gAt += gStep;
      hAt += hStep;
    }
    state[si] = a;
    state[si + 1] = b;
    state[other] = c;
    state[other + 1] = d;
  }

  private static void scanOne(
      Operands on, int rows, int pAt, int gAt, int hAt, float[] state, int si) {
    float[] p = on.p.array;
    float[] g = on.g.array;
    float[] h = on.h.array;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    float a = state[si];
    float b = state[si + 1];
    for (int t = 0; t < rows; t++) {
      float u = p[pAt];
      float v = p[pAt + 1];
      float re = Math.fma(u, a, Math.fma(-v, b, g[gAt]));
      b = Math.fma(u, b, Math.fma(v, a, g[gAt + 1]));
      a = re;
      h[hAt] = a;
      h[hAt + 1] = b;
      pAt += pStep;
      gAt += gStep;
      hAt += hStep;
    }
    state[si] = a;
    state[si + 1] = b;
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
    for (int c = 0; c < channels; c++) {
      int oi = at + 2 * c;
      sum(on, steps, pAt + c * on.p.channel, gAt + c * on.g.channel, sum, oi);
    }
    multiply(on, steps, channels, pAt, product, at);
  }

  private static void sum(Operands on, int steps, int pAt, int gAt, float[] sum, int oi) {
    float[] p = on.p.array;
    float[] g = on.g.array;
    float a = g[gAt];
    float b = g[gAt + 1];
    for (int t = 1; t < steps; t++) {
      pAt += on.p.step;
      gAt += on.g.step;
      float u = p[pAt];
      float v = p[pAt + 1];
      float re = Math.fma(u, a, Math.fma(-v, b, g[gAt]));
      b = Math.fma(u, b, Math.fma(v, a, g[gAt + 1]));
      a = re;
    }
    sum[oi] = a;
    sum[oi + 1] = b;
  }

  /** The products of {@link #reduce}, for both backends. */
  public static void multiply(
      Operands on, int steps, int channels, int pAt, double[] product, int at) {
    int c = 0;
    for (; c + 2 <= channels; c += 2) {
      multiplyTwo(on, steps, pAt + c * on.p.channel, product, at + 2 * c);
    }
    if (c < channels) {
      multiplyOne(on, steps, pAt + c * on.p.channel, product, at + 2 * c);
    }
  }

  private static void multiplyTwo(Operands on, int steps, int pAt, double[] product, int oi) {
    float[] p = on.p.array;
    int pc = on.p.channel;
    int pStep = on.p.step;
    double a = p[pAt];
    double b = p[pAt + 1];
    double c = p[pAt + pc];
    double d = p[pAt + pc + 1];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pAt += pStep;
        double p0 = p[pAt];
        double q0 = p[pAt + 1];
        double p1 = p[pAt + pc];
        double q1 = p[pAt + pc + 1];
        double re0 = Math.fma(p0, a, -(q0 * b));
        b = Math.fma(p0, b, q0 * a);
        a = re0;
        double re1 = Math.fma(p1, c, -(q1 * d));
        d = Math.fma(p1, d, q1 * c);
        c = re1;
      }
      if (isNegligible(a, b)) {
        a = 0;
        b = 0;
      }
      if (isNegligible(c, d)) {
        c = 0;
        d = 0;
      }
    }
    int other = oi + 2;
    product[oi] = a;
    product[oi + 1] = b;
    product[other] = c;
    product[other + 1] = d;
  }

  private static void multiplyOne(Operands on, int steps, int pAt, double[] product, int oi) {
    float[] p = on.p.array;
    double a = p[pAt];
    double b = p[pAt + 1];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pAt += on.p.step;
        double u = p[pAt];
        double v = p[pAt + 1];
        double re = Math.fma(u, a, -(v * b));
        b = Math.fma(u, b, v * a);
        a = re;
      }
      if (isNegligible(a, b)) {
        a = 0;
        b = 0;
      }
    }
    product[oi] = a;
    product[oi + 1] = b;
  }

  private static boolean isNegligible(double re, double im) {
    return Math.abs(re) < NEGLIGIBLE_PRODUCT && Math.abs(im) < NEGLIGIBLE_PRODUCT;
  }
}
