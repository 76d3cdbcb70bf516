package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.FloatAffine;
import dev.carrylane.engine.internal.FloatSemiringKernel;
import dev.carrylane.engine.scan.Semiring;

/**
 * Scans of semirings in plain Java, channel after channel. Generated: a pair of loops for each.
 */
public final class FloatScalarSemiringKernel implements FloatSemiringKernel {
  /** Elements of one operand that a pass over its channels covers before the next rows are begun. */
  private static final int TILE_ELEMENTS = 2048;

  private static final int MIN_TILE_ROWS = 16;

  @Override
  public void scan(
      Semiring semiring,
      FloatAffine on,
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
        int si = stateAt + c;
        switch (semiring) {
          case SUM -> sum(on, rows, pi, gi, hi, state, si);
          case PRODUCT -> product(on, rows, pi, gi, hi, state, si);
          case MAX -> max(on, rows, pi, gi, hi, state, si);
          case MIN -> min(on, rows, pi, gi, hi, state, si);
          case MAX_PLUS -> maxPlus(on, rows, pi, gi, hi, state, si);
          case MIN_PLUS -> minPlus(on, rows, pi, gi, hi, state, si);
          default -> throw new IllegalArgumentException(semiring.toString());
        }
      }
      t += rows;
    }
  }

  @Override
  public void advance(
      Semiring semiring,
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      float[] state,
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
        case MAX_PLUS -> maxPlusOnward(on, steps, pi, gi, state, si);
        case MIN_PLUS -> minPlusOnward(on, steps, pi, gi, state, si);
        default -> throw new IllegalArgumentException(semiring.toString());
      }
    }
  }

  private static void sum(
      FloatAffine on, int steps, int pi, int gi, int hi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    float[] h = on.h;
    int hStep = on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 + g[gi];
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void sumOnward(FloatAffine on, int steps, int pi, int gi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 + g[gi];
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void product(
      FloatAffine on, int steps, int pi, int gi, int hi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    float[] h = on.h;
    int hStep = on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 * g[gi];
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void productOnward(
      FloatAffine on, int steps, int pi, int gi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = h0 * g[gi];
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void max(
      FloatAffine on, int steps, int pi, int gi, int hi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    float[] h = on.h;
    int hStep = on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void maxOnward(FloatAffine on, int steps, int pi, int gi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(h0, g[gi]);
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void min(
      FloatAffine on, int steps, int pi, int gi, int hi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    float[] h = on.h;
    int hStep = on.hStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(h0, g[gi]);
      h[hi] = h0;
      hi += hStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void minOnward(FloatAffine on, int steps, int pi, int gi, float[] state, int si) {
    float[] g = on.g;
    int gStep = on.gStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(h0, g[gi]);
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void maxPlus(
      FloatAffine on, int steps, int pi, int gi, int hi, float[] state, int si) {
    float[] p = on.p;
    int pStep = on.pStep;
    float[] g = on.g;
    int gStep = on.gStep;
    float[] h = on.h;
    int hStep = on.hStep;
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

  private static void maxPlusOnward(
      FloatAffine on, int steps, int pi, int gi, float[] state, int si) {
    float[] p = on.p;
    int pStep = on.pStep;
    float[] g = on.g;
    int gStep = on.gStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.max(p[pi] + h0, g[gi]);
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }

  private static void minPlus(
      FloatAffine on, int steps, int pi, int gi, int hi, float[] state, int si) {
    float[] p = on.p;
    int pStep = on.pStep;
    float[] g = on.g;
    int gStep = on.gStep;
    float[] h = on.h;
    int hStep = on.hStep;
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

  private static void minPlusOnward(
      FloatAffine on, int steps, int pi, int gi, float[] state, int si) {
    float[] p = on.p;
    int pStep = on.pStep;
    float[] g = on.g;
    int gStep = on.gStep;
    float h0 = state[si];
    for (int t = 0; t < steps; t++) {
      h0 = Math.min(p[pi] + h0, g[gi]);
      pi += pStep;
      gi += gStep;
    }
    state[si] = h0;
  }
}
