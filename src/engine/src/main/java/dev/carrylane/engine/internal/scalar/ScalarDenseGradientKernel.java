package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.DenseGradientKernel;
import java.util.Arrays;

/** Gradients of square blocks in plain Java; the columns of a row are chains of their own. */
public final class ScalarDenseGradientKernel implements DenseGradientKernel {
  @Override
  public void run(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int upstreamAt,
      int dpAt,
      int dgAt,
      float[] past,
      int pastAt,
      int pastStep,
      int pastChannel,
      float[] carry,
      int carryAt,
      float[] scratch,
      int scratchAt) {
    int n = on.n;
    if (n == 2 && past != null) {
      for (int t = 0; t < steps; t++) {
        for (int c = 0; c < channels; c++) {
          int block = t * on.pStep + c * on.pChannel;
          int ui = upstreamAt + t * on.upstreamStep + c * on.upstreamChannel;
          int di = dgAt + t * on.dgStep + c * on.dgChannel;
          int before = pastAt + t * pastStep + c * pastChannel;
          two(on, pAt + block, ui, dpAt + block, di, past, before, carry, carryAt + 2 * c);
        }
      }
      return;
    }
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        int block = t * on.pStep + c * on.pChannel;
        int ui = upstreamAt + t * on.upstreamStep + c * on.upstreamChannel;
        int bi = carryAt + c * n;
        begin(on, ui, dgAt + t * on.dgStep + c * on.dgChannel, carry, bi, scratch, scratchAt);
        if (past == null) {
          Arrays.fill(on.dp, dpAt + block, dpAt + block + n * n, 0);
        } else {
          int before = pastAt + t * pastStep + c * pastChannel;
          multiply(n, on.dp, dpAt + block, past, before, scratch, scratchAt);
        }
        handOn(n, on.p, pAt + block, carry, bi, scratch, scratchAt);
      }
    }
  }

  private static void two(
      Operands on, int pi, int ui, int dpi, int dgi, float[] past, int hi, float[] carry, int bi) {
    float u0 = on.upstream[ui];
    float u1 = on.upstream[ui + 1];
    float b0 = carry[bi];
    float b1 = carry[bi + 1];
    float a0 = on.exclusive ? b0 : u0 + b0;
    float a1 = on.exclusive ? b1 : u1 + b1;
    float[] p = on.p;
    carry[bi] = Math.fma(p[pi + 2], a1, Math.fma(p[pi], a0, on.exclusive ? u0 : 0));
    carry[bi + 1] = Math.fma(p[pi + 3], a1, Math.fma(p[pi + 1], a0, on.exclusive ? u1 : 0));
    on.dg[dgi] = a0;
    on.dg[dgi + 1] = a1;
    float h0 = past[hi];
    float h1 = past[hi + 1];
    float[] dp = on.dp;
    dp[dpi] = a0 * h0;
    dp[dpi + 1] = a0 * h1;
    dp[dpi + 2] = a1 * h0;
    dp[dpi + 3] = a1 * h1;
  }

  /** Puts a into scratch and dg, and where the chains of b begin into b. */
  private static void begin(
      Operands on, int ui, int di, float[] carry, int bi, float[] scratch, int xi) {
    float[] upstream = on.upstream;
    for (int j = 0; j < on.n; j++) {
      float u = upstream[ui + j];
      float b = carry[bi + j];
      float a = on.exclusive ? b : u + b;
      carry[bi + j] = on.exclusive ? u : 0;
      scratch[xi + j] = a;
      on.dg[di + j] = a;
    }
  }

  private static void multiply(
      int n, float[] dp, int di, float[] past, int hi, float[] scratch, int xi) {
    for (int i = 0; i < n; i++) {
      float a = scratch[xi + i];
      for (int j = 0; j < n; j++) {
        dp[di + i * n + j] = a * past[hi + j];
      }
    }
  }

  private static void handOn(
      int n, float[] p, int pi, float[] carry, int bi, float[] scratch, int xi) {
    for (int i = 0; i < n; i++) {
      float a = scratch[xi + i];
      for (int j = 0; j < n; j++) {
        carry[bi + j] = Math.fma(p[pi + i * n + j], a, carry[bi + j]);
      }
    }
  }
}
