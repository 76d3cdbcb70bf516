package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.FloatAffine;
import dev.carrylane.engine.internal.LogAffineFunctions;
import dev.carrylane.engine.internal.LogAffineKernel;

/**
 * Scans of logarithms in plain Java. A step is a chain of about fifty operations, so channels take turns at
 * each step: the processor then works on several of them at once.
 */
public final class ScalarLogAffineKernel implements LogAffineKernel {
  /** Channels that take turns where each lies in lines of its own: their lines stay in cache. */
  private static final int SPREAD_CHANNELS = 8;

  @Override
  public int workLength(int channels) {
    return 0;
  }

  @Override
  public void scan(
      FloatAffine on,
      boolean stored,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      float[] low,
      int stateAt,
      float[] work,
      int workAt) {
    int most = on.channelsTouch() ? channels : SPREAD_CHANNELS;
    for (int c = 0; c < channels; c += most) {
      group(
          on,
          stored,
          steps,
          Math.min(most, channels - c),
          pAt + c * on.pChannel,
          gAt + c * on.gChannel,
          hAt + c * on.hChannel,
          state,
          low,
          stateAt + c);
    }
    LogAffineKernel.settle(state, low, stateAt, channels);
  }

  private static void group(
      FloatAffine on,
      boolean stored,
      int steps,
      int channels,
      int pi,
      int gi,
      int hi,
      float[] state,
      float[] low,
      int si) {
    float[] p = on.p;
    float[] g = on.g;
    float[] h = on.h;
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        LogAffineFunctions.step(
            p[pi + c * on.pChannel], g[gi + c * on.gChannel], state, si + c, low, si + c);
        if (stored) {
          h[hi + c * on.hChannel] = state[si + c];
        }
      }
      pi += on.pStep;
      gi += on.gStep;
      hi += on.hStep;
    }
  }
}
