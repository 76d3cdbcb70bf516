package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.LongAffine;
import dev.carrylane.engine.internal.LongSemiringKernel;
import dev.carrylane.engine.scan.Semiring;

/**
 * Scans of semirings in plain Java, channel after channel. Generated: a pair of loops for each.
 */
public final class LongScalarSemiringKernel implements LongSemiringKernel {
  /** Elements of one operand that a pass over its channels covers before the next rows are begun. */
  private static final int TILE_ELEMENTS = 2048;

  private static final int MIN_TILE_ROWS = 16;

  @Override
  public void scan(
      Semiring semiring,
      LongAffine on,
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
        int si = stateAt + c;
        switch (semiring) {
          case SUM -> sum(on, rows, pi, gi, hi, state, si);
          case PRODUCT -> product(on, rows, pi, gi, hi, state, si);
          case MAX -> max(on, rows, pi, gi, hi, state, si);
          case MIN -> min(on, rows, pi, gi, hi, state, si);
          case OR_AND -> orAnd(on, rows, pi, gi, hi, state, si);
          case PLUS_TIMES -> plusTimes(on, rows, pi, gi, hi, state, si);
          case MAX_PLUS -> maxPlus(on, rows, pi, gi, hi, state, si);
          case MIN_PLUS -> minPlus(on, rows, pi, gi, hi, state, si);
        }
      }
      t += rows;
    }
  }

  @Override
  public void advance(
      Semiring semiring,
      LongAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      long[] state,
      int stateAt) {
    for (int c = 0; c < channels; c++) {
      int pi = pAt + c * on.pChannel;
      int gi = gAt + c * on.gChannel;
      int si = stateAt + c;
      switch (semiring) {
        case SUM -> sumOnward(on, steps, pi, gi, state, si);
        case PRODUCT -> productOnward(on, steps, pi, gi, state, si);
        case MAX -> maxOnward(on, steps, pi, gi, state, si);
        case MIN -> minOnward(on, steps, pi, gi, state, si);
        case OR_AND -> orAndOnward(on, steps, pi, gi, state, si);
        case PLUS_TIMES -> plusTimesOnward(on, steps, pi, gi, state, si);
        case MAX_PLUS -> maxPlusOnward(on, steps, pi, gi, state, si);
        case MIN_PLUS -> minPlusOnward(on, steps, pi, gi, state, si);
      }
    }
  }

  @Override
  public void multiply(
      Semiring semiring, LongAffine on, int steps, int channels, int pAt, long[] product, int at) {
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

  private static void sum(LongAffine on, int steps, int pi, int gi, int hi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    long[] h = on.h;
    int hStep = on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 + g[gi];
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void sumOnward(LongAffine on, int steps, int pi, int gi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 + g[gi];
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void product(
      LongAffine on, int steps, int pi, int gi, int hi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    long[] h = on.h;
    int hStep = on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 * g[gi];
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void productOnward(
      LongAffine on, int steps, int pi, int gi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 * g[gi];
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void max(LongAffine on, int steps, int pi, int gi, int hi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    long[] h = on.h;
    int hStep = on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void maxOnward(LongAffine on, int steps, int pi, int gi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(h0, g[gi]);
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void min(LongAffine on, int steps, int pi, int gi, int hi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    long[] h = on.h;
    int hStep = on.hStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void minOnward(LongAffine on, int steps, int pi, int gi, long[] state, int si) {
    long[] g = on.g;
    int gStep = on.gStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(h0, g[gi]);
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void orAnd(
      LongAffine on, int steps, int pi, int gi, int hi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    long[] h = on.h;
    int hStep = on.hStep;
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

  private static void orAndOnward(LongAffine on, int steps, int pi, int gi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = p[pi] & h0 | g[gi];
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void plusTimes(
      LongAffine on, int steps, int pi, int gi, int hi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    long[] h = on.h;
    int hStep = on.hStep;
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

  private static void plusTimesOnward(
      LongAffine on, int steps, int pi, int gi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = p[pi] * h0 + g[gi];
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void maxPlus(
      LongAffine on, int steps, int pi, int gi, int hi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    long[] h = on.h;
    int hStep = on.hStep;
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

  private static void maxPlusOnward(
      LongAffine on, int steps, int pi, int gi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(LongSemiringKernel.plus(p[pi], h0, Long.MIN_VALUE), g[gi]);
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void minPlus(
      LongAffine on, int steps, int pi, int gi, int hi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    long[] h = on.h;
    int hStep = on.hStep;
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

  private static void minPlusOnward(
      LongAffine on, int steps, int pi, int gi, long[] state, int si) {
    long[] p = on.p;
    int pStep = on.pStep;
    long[] g = on.g;
    int gStep = on.gStep;
    long h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(LongSemiringKernel.plus(p[pi], h0, Long.MAX_VALUE), g[gi]);
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }
}
