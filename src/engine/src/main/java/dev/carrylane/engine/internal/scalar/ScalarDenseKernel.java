package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.DenseKernel;

/**
 * Blocks in plain Java. The chains of four rows run side by side, because a fused multiply-add takes four cycles
 * before the next one of its chain can begin.
 */
public final class ScalarDenseKernel implements DenseKernel {
  @Override
  public void scan(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt,
      float[] scratch,
      int scratchAt) {
    if (steps == 0) {
      return;
    }
    int group = on.channelsTouch() && on.n != 2 ? channels : CHANNELS_AT_ONCE;
    for (int c = 0; c < channels; c += group) {
      int count = Math.min(group, channels - c);
      int pi = pAt + c * on.pChannel;
      int gi = gAt + c * on.gChannel;
      int hi = hAt + c * on.hChannel;
      scan(on, steps, count, pi, gi, hi, state, stateAt + c * on.n);
    }
  }

  private static void scan(
      Operands on, int steps, int channels, int pi, int gi, int hi, float[] state, int si) {
    int n = on.n;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        float[] before = t == 0 ? state : on.h;
        int bi = t == 0 ? si + c * n : hi - on.hStep + c * on.hChannel;
        int pc = pi + c * on.pChannel;
        int gc = gi + c * on.gChannel;
        int hc = hi + c * on.hChannel;
        if (n == 2) {
          two(on.p, pc, on.g, gc, on.h, hc, before, bi);
        } else {
          step(n, on.p, pc, on.g, gc, on.h, hc, before, bi);
        }
      }
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
    for (int c = 0; c < channels; c++) {
      System.arraycopy(on.h, hi - on.hStep + c * on.hChannel, state, si + c * n, n);
    }
  }

  private static void two(
      float[] p, int pi, float[] g, int gi, float[] h, int hi, float[] before, int bi) {
    float x0 = before[bi];
    float x1 = before[bi + 1];
    float s0 = Math.fma(p[pi], x0, g[gi]);
    float s1 = Math.fma(p[pi + 2], x0, g[gi + 1]);
    h[hi] = Math.fma(p[pi + 1], x1, s0);
    h[hi + 1] = Math.fma(p[pi + 3], x1, s1);
  }

  private static void step(
      int n, float[] p, int pi, float[] g, int gi, float[] h, int hi, float[] before, int bi) {
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      int p0 = pi + i * n;
      float s0 = g[gi + i];
      float s1 = g[gi + i + 1];
      float s2 = g[gi + i + 2];
      float s3 = g[gi + i + 3];
      float s4 = g[gi + i + 4];
      float s5 = g[gi + i + 5];
      float s6 = g[gi + i + 6];
      float s7 = g[gi + i + 7];
      for (int j = 0; j < n; j++) {
        float x = before[bi + j];
        s0 = Math.fma(p[p0 + j], x, s0);
        s1 = Math.fma(p[p0 + n + j], x, s1);
        s2 = Math.fma(p[p0 + 2 * n + j], x, s2);
        s3 = Math.fma(p[p0 + 3 * n + j], x, s3);
        s4 = Math.fma(p[p0 + 4 * n + j], x, s4);
        s5 = Math.fma(p[p0 + 5 * n + j], x, s5);
        s6 = Math.fma(p[p0 + 6 * n + j], x, s6);
        s7 = Math.fma(p[p0 + 7 * n + j], x, s7);
      }
      h[hi + i] = s0;
      h[hi + i + 1] = s1;
      h[hi + i + 2] = s2;
      h[hi + i + 3] = s3;
      h[hi + i + 4] = s4;
      h[hi + i + 5] = s5;
      h[hi + i + 6] = s6;
      h[hi + i + 7] = s7;
    }
    for (; i + 4 <= n; i += 4) {
      int p0 = pi + i * n;
      int p1 = p0 + n;
      int p2 = p1 + n;
      int p3 = p2 + n;
      float s0 = g[gi + i];
      float s1 = g[gi + i + 1];
      float s2 = g[gi + i + 2];
      float s3 = g[gi + i + 3];
      for (int j = 0; j < n; j++) {
        float x = before[bi + j];
        s0 = Math.fma(p[p0 + j], x, s0);
        s1 = Math.fma(p[p1 + j], x, s1);
        s2 = Math.fma(p[p2 + j], x, s2);
        s3 = Math.fma(p[p3 + j], x, s3);
      }
      h[hi + i] = s0;
      h[hi + i + 1] = s1;
      h[hi + i + 2] = s2;
      h[hi + i + 3] = s3;
    }
    for (; i < n; i++) {
      int pr = pi + i * n;
      float s = g[gi + i];
      for (int j = 0; j < n; j++) {
        s = Math.fma(p[pr + j], before[bi + j], s);
      }
      h[hi + i] = s;
    }
  }

  @Override
  public void multiply(int n, float[] p, int pAt, float[] maps, int from, int to) {
    int stride = DenseKernel.mapStride(n);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        float s = 0;
        for (int j = 0; j < n; j++) {
          s = Math.fma(p[pAt + i * n + j], maps[from + j * stride + k], s);
        }
        maps[to + i * stride + k] = s;
      }
    }
  }
}
