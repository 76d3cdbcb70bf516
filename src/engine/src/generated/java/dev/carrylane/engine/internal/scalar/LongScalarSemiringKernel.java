package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.LongSemiringKernel;
import dev.carrylane.engine.scan.Semiring;

/**
 * Scans of semirings in plain Java, channel after channel. Generated: a loop for each.
 */
public final class LongScalarSemiringKernel implements LongSemiringKernel {
  /** Elements of one operand that a pass over its channels covers before the next rows are begun. */
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
      long[] state,
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
      long[] state,
      int stateAt) {
    for (int c = 0; c < channels; c++) {
      int pi = pAt + c * on.pChannel;
      int gi = gAt + c * on.gChannel;
      step(semiring, on, steps, pi, gi, state, stateAt + c, state, stateAt + c);
    }
  }

  /** One channel. Where h is the state, that takes what nobody keeps. */
  private static void step(
      Semiring semiring,
      Operands on,
      int steps,
      int pi,
      int gi,
      long[] h,
      int hi,
      long[] state,
      int si) {
    switch (semiring) {
      case SUM -> sum(on, steps, pi, gi, h, hi, state, si);
      case PRODUCT -> product(on, steps, pi, gi, h, hi, state, si);
      case MAX -> max(on, steps, pi, gi, h, hi, state, si);
      case MIN -> min(on, steps, pi, gi, h, hi, state, si);
      case OR_AND -> orAnd(on, steps, pi, gi, h, hi, state, si);
      case PLUS_TIMES -> plusTimes(on, steps, pi, gi, h, hi, state, si);
      case MAX_PLUS -> maxPlus(on, steps, pi, gi, h, hi, state, si);
      case MIN_PLUS -> minPlus(on, steps, pi, gi, h, hi, state, si);
    }
  }

  @Override
  public void multiply(
      Semiring semiring, Operands on, int steps, int channels, int pAt, long[] product, int at) {
    long[] p = on.p;
    int step = on.pChannel;
    long nothing = LongSemiringKernel.zero(semiring);
    for (int t = 0; t < steps; t++) {
      int pi = pAt + t * on.pStep;
      switch (semiring) {
        case OR_AND -> {
          for (int c = 0; c < channels; c++) {
            product[at + c] &= p[pi + c * step];
          }
        }
        case PLUS_TIMES -> {
          for (int c = 0; c < channels; c++) {
            product[at + c] *= p[pi + c * step];
          }
        }
        default -> {
          for (int c = 0; c < channels; c++) {
            product[at + c] =
                LongSemiringKernel.compose(product[at + c], p[pi + c * step], nothing);
          }
        }
      }
    }
  }

  private static void sum(
      Operands on, int steps, int pi, int gi, long[] h, int hi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 + g[gi];
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void product(
      Operands on, int steps, int pi, int gi, long[] h, int hi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 * g[gi];
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void max(
      Operands on, int steps, int pi, int gi, long[] h, int hi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void min(
      Operands on, int steps, int pi, int gi, long[] h, int hi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void orAnd(
      Operands on, int steps, int pi, int gi, long[] h, int hi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = p[pi] & h0 | g[gi];
      h[hi] = h0;
      hi += hStep;
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void plusTimes(
      Operands on, int steps, int pi, int gi, long[] h, int hi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = p[pi] * h0 + g[gi];
      h[hi] = h0;
      hi += hStep;
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void maxPlus(
      Operands on, int steps, int pi, int gi, long[] h, int hi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(LongSemiringKernel.plus(p[pi], h0, Long.MIN_VALUE), g[gi]);
      h[hi] = h0;
      hi += hStep;
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void minPlus(
      Operands on, int steps, int pi, int gi, long[] h, int hi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    int hStep = h == state ? 0 : on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(LongSemiringKernel.plus(p[pi], h0, Long.MAX_VALUE), g[gi]);
      h[hi] = h0;
      hi += hStep;
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }
}
