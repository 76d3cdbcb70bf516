package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.FloatAffineGradientKernel;

/**
 * Gradients in plain Java. As in {@link FloatScalarAffineKernel}, four channels run side by side so that
 * one's fused multiply-add need not wait for its own last one.
 */
public final class FloatScalarAffineGradientKernel implements FloatAffineGradientKernel {
  /** Elements of one of the five operands that a pass over the channels covers: 4 KiB of each. */
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
      float[] state,
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

  private static void four(Operands on, int rows, int pi, int hi, int dgi, float[] state, int si) {
    float[] p = on.p;
    float[] h = on.h;
    float[] dh = on.dh;
    float[] dp = on.dp;
    float[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    int pc = on.pChannel;
    int gc = on.gChannel;
    int hc = on.hChannel;
    float a0 = state[si];
    float a1 = state[si + 1];
    float a2 = state[si + 2];
    float a3 = state[si + 3];
    for (int t = 0; t < rows; t++) {
      float dp0 = a0 * h[hi];
      float dp1 = a1 * h[hi + hc];
      float dp2 = a2 * h[hi + 2 * hc];
      float dp3 = a3 * h[hi + 3 * hc];
      float next0 = Math.fma(p[pi], a0, dh[dhi]);
      float next1 = Math.fma(p[pi + pc], a1, dh[dhi + hc]);
      float next2 = Math.fma(p[pi + 2 * pc], a2, dh[dhi + 2 * hc]);
      float next3 = Math.fma(p[pi + 3 * pc], a3, dh[dhi + 3 * hc]);
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

  private static void one(Operands on, int rows, int pi, int hi, int dgi, float[] state, int si) {
    float[] p = on.p;
    float[] h = on.h;
    float[] dh = on.dh;
    float[] dp = on.dp;
    float[] dg = on.dg;
    int dhi = hi + on.dhFurther;
    int dpi = pi + on.dpFurther;
    int pStep = on.pStep;
    int gStep = on.gStep;
    int hStep = on.hStep;
    float a = state[si];
    for (int t = 0; t < rows; t++) {
      float product = a * h[hi];
      float next = Math.fma(p[pi], a, dh[dhi]);
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
