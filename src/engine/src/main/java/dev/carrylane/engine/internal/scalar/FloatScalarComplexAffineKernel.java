package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.FloatComplexAffine;
import dev.carrylane.engine.internal.FloatComplexAffineKernel;
import dev.carrylane.engine.internal.FloatComplexOperand;

/**
 * Complex scans in plain Java. A step has to wait for two fused multiply-adds, eight cycles, so two
 * channels run side by side: 0.46 G numbers/s with 64 channels, one alone 0.28. All channels of a row by
 * turns, with their states in the array, have 0.38.
 */
public final class FloatScalarComplexAffineKernel implements FloatComplexAffineKernel {
  /**
   * Channels times rows of a pass over the channels before the next rows are begun: 8 KiB of each of p, g
   * and h stay in the first-level cache while other channels use the same lines.
   */
  private static final int TILE = 1024;

  private static final int MIN_TILE_ROWS = 16;

  /** Made by the backend. */
  public FloatScalarComplexAffineKernel() {}

  @Override
  public void scan(
      FloatComplexAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt) {
    FloatComplexOperand p = on.p;
    FloatComplexOperand g = on.g;
    FloatComplexOperand h = on.h;
    boolean touch = on.isInterleaved() || on.isSplit();
    int tile = touch ? Math.max(MIN_TILE_ROWS, TILE / channels) : steps;
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
        si += 2 * on.stateChannel;
      }
      if (c < channels) {
        scanOne(on, rows, pi, gi, hi, state, si);
      }
      t += rows;
    }
  }

  private static void scanTwo(
      FloatComplexAffine on, int rows, int pAt, int gAt, int hAt, float[] state, int si) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    float[] gRe = on.g.re;
    float[] gIm = on.g.im;
    float[] hRe = on.h.re;
    float[] hIm = on.h.im;
    int pi = on.p.imaginary;
    int gi = on.g.imaginary;
    int hi = on.h.imaginary;
    int pc = on.p.channel;
    int gc = on.g.channel;
    int hc = on.h.channel;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    int other = si + on.stateChannel;
    float a = state[si];
    float b = state[si + on.stateImaginary];
    float c = state[other];
    float d = state[other + on.stateImaginary];
    for (int t = 0; t < rows; t++) {
      float p0 = pRe[pAt];
      float p1 = pRe[pAt + pc];
      float q0 = pIm[pAt + pi];
      float q1 = pIm[pAt + pc + pi];
      float re0 = Math.fma(p0, a, Math.fma(-q0, b, gRe[gAt]));
      b = Math.fma(p0, b, Math.fma(q0, a, gIm[gAt + gi]));
      a = re0;
      float re1 = Math.fma(p1, c, Math.fma(-q1, d, gRe[gAt + gc]));
      d = Math.fma(p1, d, Math.fma(q1, c, gIm[gAt + gc + gi]));
      c = re1;
      hRe[hAt] = a;
      hIm[hAt + hi] = b;
      hRe[hAt + hc] = c;
      hIm[hAt + hc + hi] = d;
      pAt += pStep;
      gAt += gStep;
      hAt += hStep;
    }
    state[si] = a;
    state[si + on.stateImaginary] = b;
    state[other] = c;
    state[other + on.stateImaginary] = d;
  }

  private static void scanOne(
      FloatComplexAffine on, int rows, int pAt, int gAt, int hAt, float[] state, int si) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    float[] gRe = on.g.re;
    float[] gIm = on.g.im;
    float[] hRe = on.h.re;
    float[] hIm = on.h.im;
    int pi = on.p.imaginary;
    int gi = on.g.imaginary;
    int hi = on.h.imaginary;
    int pStep = on.p.step;
    int gStep = on.g.step;
    int hStep = on.h.step;
    float a = state[si];
    float b = state[si + on.stateImaginary];
    for (int t = 0; t < rows; t++) {
      float p = pRe[pAt];
      float q = pIm[pAt + pi];
      float re = Math.fma(p, a, Math.fma(-q, b, gRe[gAt]));
      b = Math.fma(p, b, Math.fma(q, a, gIm[gAt + gi]));
      a = re;
      hRe[hAt] = a;
      hIm[hAt + hi] = b;
      pAt += pStep;
      gAt += gStep;
      hAt += hStep;
    }
    state[si] = a;
    state[si + on.stateImaginary] = b;
  }

  @Override
  public void reduce(
      FloatComplexAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at) {
    for (int c = 0; c < channels; c++) {
      int oi = at + c * on.stateChannel;
      sum(on, steps, pAt + c * on.p.channel, gAt + c * on.g.channel, sum, oi);
    }
    multiply(on, steps, channels, pAt, product, at);
  }

  private static void sum(FloatComplexAffine on, int steps, int pAt, int gAt, float[] sum, int oi) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    float[] gRe = on.g.re;
    float[] gIm = on.g.im;
    int pi = on.p.imaginary;
    int gi = on.g.imaginary;
    float a = gRe[gAt];
    float b = gIm[gAt + gi];
    for (int t = 1; t < steps; t++) {
      pAt += on.p.step;
      gAt += on.g.step;
      float p = pRe[pAt];
      float q = pIm[pAt + pi];
      float re = Math.fma(p, a, Math.fma(-q, b, gRe[gAt]));
      b = Math.fma(p, b, Math.fma(q, a, gIm[gAt + gi]));
      a = re;
    }
    sum[oi] = a;
    sum[oi + on.stateImaginary] = b;
  }

  /**
   * The products of {@link #reduce}, for both backends.
   *
   * @param on the operands
   * @param steps steps, at least 1
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param product receives the products
   * @param at its first element
   */
  public static void multiply(
      FloatComplexAffine on, int steps, int channels, int pAt, double[] product, int at) {
    int c = 0;
    for (; c + 2 <= channels; c += 2) {
      multiplyTwo(on, steps, pAt + c * on.p.channel, product, at + c * on.stateChannel);
    }
    if (c < channels) {
      multiplyOne(on, steps, pAt + c * on.p.channel, product, at + c * on.stateChannel);
    }
  }

  private static void multiplyTwo(
      FloatComplexAffine on, int steps, int pAt, double[] product, int oi) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    int pi = on.p.imaginary;
    int pc = on.p.channel;
    int pStep = on.p.step;
    double a = pRe[pAt];
    double b = pIm[pAt + pi];
    double c = pRe[pAt + pc];
    double d = pIm[pAt + pc + pi];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pAt += pStep;
        double p0 = pRe[pAt];
        double q0 = pIm[pAt + pi];
        double p1 = pRe[pAt + pc];
        double q1 = pIm[pAt + pc + pi];
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
    int other = oi + on.stateChannel;
    product[oi] = a;
    product[oi + on.stateImaginary] = b;
    product[other] = c;
    product[other + on.stateImaginary] = d;
  }

  private static void multiplyOne(
      FloatComplexAffine on, int steps, int pAt, double[] product, int oi) {
    float[] pRe = on.p.re;
    float[] pIm = on.p.im;
    int pi = on.p.imaginary;
    double a = pRe[pAt];
    double b = pIm[pAt + pi];
    for (int t = 1; t < steps; ) {
      int end = Math.min(steps, t + PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        pAt += on.p.step;
        double p = pRe[pAt];
        double q = pIm[pAt + pi];
        double re = Math.fma(p, a, -(q * b));
        b = Math.fma(p, b, q * a);
        a = re;
      }
      if (isNegligible(a, b)) {
        a = 0;
        b = 0;
      }
    }
    product[oi] = a;
    product[oi + on.stateImaginary] = b;
  }

  private static boolean isNegligible(double re, double im) {
    return Math.abs(re) < NEGLIGIBLE_PRODUCT && Math.abs(im) < NEGLIGIBLE_PRODUCT;
  }
}
