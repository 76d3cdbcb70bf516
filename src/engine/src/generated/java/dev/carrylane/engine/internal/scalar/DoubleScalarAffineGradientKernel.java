package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.DoubleAffineGradientKernel;

/** As {@link FloatScalarAffineGradientKernel}, whose comments hold here; generated. */
public final class DoubleScalarAffineGradientKernel implements DoubleAffineGradientKernel {
  private static final int TILE_ELEMENTS = 1024;
  private static final int MIN_TILE_ROWS = 16;

  @Override
  public void run(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int hAt,
      int dgAt,
      double[] state,
      int stateAt) {
    int tile = on.channelsTouch() ? Math.max(MIN_TILE_ROWS, TILE_ELEMENTS / channels) : steps;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      for (int c = 0; c < channels; ) {
        int pi = pAt + t * on.pStep + c * on.pChannel;
        int gi = dgAt + t * on.gStep + c * on.gChannel;
        int hi = hAt + t * on.hStep + c * on.hChannel;
        if (c + 4 <= channels) {
          four(on, rows, pi, hi, gi, state, stateAt + c);
          c += 4;
        } else {
          one(on, rows, pi, hi, gi, state, stateAt + c);
          c++;
        }
      }
      t += rows;
    }
  }

  private static void four(Operands on, int rows, int pi, int hi, int dgi, double[] state, int si) {
    double[] p = on.p;
    double[] h = on.h;
    double[] dh = on.dh;
    double[] dp = on.dp;
    double[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    int pc = on.pChannel;
    int gc = on.gChannel;
    int hc = on.hChannel;
    double a0 = state[si];
    double a1 = state[si + 1];
    double a2 = state[si + 2];
    double a3 = state[si + 3];
    for (int t = 0; t < rows; t++) {
      double dp0 = a0 * h[hi];
      double dp1 = a1 * h[hi + hc];
      double dp2 = a2 * h[hi + 2 * hc];
      double dp3 = a3 * h[hi + 3 * hc];
      double next0 = Math.fma(p[pi], a0, dh[dhi]);
      double next1 = Math.fma(p[pi + pc], a1, dh[dhi + hc]);
      double next2 = Math.fma(p[pi + 2 * pc], a2, dh[dhi + 2 * hc]);
      double next3 = Math.fma(p[pi + 3 * pc], a3, dh[dhi + 3 * hc]);
      dp[dpi] = dp0;
      dp[dpi + pc] = dp1;
      dp[dpi + 2 * pc] = dp2;
      dp[dpi + 3 * pc] = dp3;
      dg[dgi] = a0;
      dg[dgi + gc] = a1;
      dg[dgi + 2 * gc] = a2;
      dg[dgi + 3 * gc] = a3;
      a0 = next0;
      a1 = next1;
      a2 = next2;
      a3 = next3;
      pi += pStep;
      dpi += pStep;
      hi += hStep;
      dhi += hStep;
      dgi += gStep;
    }
    state[si] = a0;
    state[si + 1] = a1;
    state[si + 2] = a2;
    state[si + 3] = a3;
  }

  private static void one(Operands on, int rows, int pi, int hi, int dgi, double[] state, int si) {
    double[] p = on.p;
    double[] h = on.h;
    double[] dh = on.dh;
    double[] dp = on.dp;
    double[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    double a = state[si];
    for (int t = 0; t < rows; t++) {
      double product = a * h[hi];
      double next = Math.fma(p[pi], a, dh[dhi]);
      dp[dpi] = product;
      dg[dgi] = a;
      a = next;
      pi += pStep;
      dpi += pStep;
      hi += hStep;
      dhi += hStep;
      dgi += gStep;
    }
    state[si] = a;
  }
}
