package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.FloatCompanion;
import dev.carrylane.engine.internal.FloatCompanionKernel;

/** Recurrences of higher order in plain Java. */
public final class FloatScalarCompanionKernel implements FloatCompanionKernel {
  @Override
  public void scan(
      FloatCompanion on,
      int steps,
      int channels,
      int aAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt) {
    int order = on.order;
    if (on.channelsTouch()) {
      for (int t = 0; t < steps; t++) {
        for (int c = 0; c < channels; c++) {
          int ai = aAt + t * on.aStep + c;
          int gi = gAt + t * on.gStep + c;
          step(on, t, ai, gi, hAt + t * on.hStep + c, state, stateAt + c * order);
        }
      }
    } else {
      for (int c = 0; c < channels; c++) {
        int ai = aAt + c * on.aChannel;
        int gi = gAt + c * on.gChannel;
        int hi = hAt + c * on.hChannel;
        for (int t = 0; t < steps; t++) {
          step(on, t, ai, gi, hi, state, stateAt + c * order);
          ai += on.aStep;
          gi += on.gStep;
          hi += on.hStep;
        }
      }
    }
    for (int c = 0; c < channels; c++) {
      keepLast(on, steps, hAt + c * on.hChannel, state, stateAt + c * order);
    }
  }

  /** Step t since the state was given: what is older than it comes from there. */
  private static void step(
      FloatCompanion on, int t, int ai, int gi, int hi, float[] state, int si) {
    float[] a = on.a;
    float[] h = on.h;
    int tap = on.aTap;
    int hStep = on.hStep;
    float s = on.g[gi];
    int i = on.order;
    for (; i > t; i--) {
      s = Math.fma(a[ai + (i - 1) * tap], state[si + i - 1 - t], s);
    }
    for (; i > 0; i--) {
      s = Math.fma(a[ai + (i - 1) * tap], h[hi - i * hStep], s);
    }
    h[hi] = s;
  }

  private static void keepLast(FloatCompanion on, int steps, int hi, float[] state, int si) {
    int fresh = Math.min(steps, on.order);
    System.arraycopy(state, si, state, si + fresh, on.order - fresh);
    for (int i = 0; i < fresh; i++) {
      state[si + i] = on.h[hi + (steps - 1 - i) * on.hStep];
    }
  }
}
