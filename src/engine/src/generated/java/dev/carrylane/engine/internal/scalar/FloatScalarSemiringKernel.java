package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.FloatSemiringKernel;
import dev.carrylane.engine.scan.Semiring;

/** As {@link LongScalarSemiringKernel}, whose comments hold here; generated. */
public final class FloatScalarSemiringKernel implements FloatSemiringKernel {
  private static final int TILE_ELEMENTS = 2048;
  private static final int MIN_TILE_ROWS = 16;

  @Override
  public void scan(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt) {
    int tile = on.channelsTouch() ? Math.max(MIN_TILE_ROWS, TILE_ELEMENTS / channels) : steps;
    for (int t = 0; t < steps; ) {
      int rows = Math.min(tile, steps - t);
      for (int c = 0; c < channels; c++) {
        int pi = pAt + t * on.pStep + c * on.pChannel;
        int gi = gAt + t * on.gStep + c * on.gChannel;
        int hi = hAt + t * on.hStep + c * on.hChannel;
        step(semiring, on, rows, pi, gi, on.h, hi, state, stateAt + c);
      }
      t += rows;
    }
  }

  @Override
  public void advance(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      float[] state,
      int stateAt) {
    for (int c = 0; c < channels; c++) {
      int pi = pAt + c * on.pChannel;
      int gi = gAt + c * on.gChannel;
      step(semiring, on, steps, pi, gi, state, stateAt + c, state, stateAt + c);
    }
  }

  private static void step(
      Semiring semiring,
      Operands on,
      int steps,
      int pi,
      int gi,
      float[] h,
      int hi,
      float[] state,
      int si) {
    switch (semiring) {
      case SUM -> sum(on, steps, pi, gi, h, hi, state, si);
      case PRODUCT -> product(on, steps, pi, gi, h, hi, state, si);
      case MAX -> max(on, steps, pi, gi, h, hi, state, si);
      case MIN -> min(on, steps, pi, gi, h, hi, state, si);
      case MAX_PLUS -> maxPlus(on, steps, pi, gi, h, hi, state, si);
      case MIN_PLUS -> minPlus(on, steps, pi, gi, h, hi, state, si);
      default -> throw new IllegalArgumentException(semiring.toString());
    }
  }

  private static void sum(
      Operands on, int steps, int pi, int gi, float[] h, int hi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 + g[gi];
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void product(
      Operands on, int steps, int pi, int gi, float[] h, int hi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 * g[gi];
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void max(
      Operands on, int steps, int pi, int gi, float[] h, int hi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void min(
      Operands on, int steps, int pi, int gi, float[] h, int hi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void maxPlus(
      Operands on, int steps, int pi, int gi, float[] h, int hi, float[] state, int si) {
    float[] p = on.p;
    int pStep = on.pStep;
    float[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(p[pi] + h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void minPlus(
      Operands on, int steps, int pi, int gi, float[] h, int hi, float[] state, int si) {
    float[] p = on.p;
    int pStep = on.pStep;
    float[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(p[pi] + h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }
}
