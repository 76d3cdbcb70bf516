package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.DoubleAffineGradient;
import dev.carrylane.engine.internal.DoubleAffineGradientKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/** As {@link FloatAffineGradientRecurrence}, whose comments hold here; generated. */
final class DoubleAffineGradientRecurrence extends Recurrence {
  private final DoubleAffineGradientKernel kernel;
  private final DoubleAffineGradient on = new DoubleAffineGradient();
  private boolean exclusive;
  private boolean[] resets;
  private int resetsOffset;
  private double[] initial;
  private int initialOffset;
  private int pOffset;
  private int hOffset;
  private int dhOffset;
  private int dpOffset;
  private int dgOffset;
  private double[] states = {};

  DoubleAffineGradientRecurrence(Backend backend) {
    super(1);
    kernel = Kernels.of(backend).others().doubleAffineGradient();
    at.adjoint = true;
  }

  void describe(Sequences sequences) {
    sequences.describeTo(at);
    exclusive = at.exclusive;
    at.exclusive = false;
    at.reversed = !at.reversed;
  }

  void operands(
      boolean[] resets,
      int resetsOffset,
      double[] p,
      int pOffset,
      double[] h,
      int hOffset,
      double[] initial,
      int initialOffset,
      double[] dh,
      int dhOffset) {
    this.resets = resets;
    this.resetsOffset = resetsOffset;
    this.pOffset = pOffset;
    this.hOffset = hOffset;
    this.initial = initial;
    this.initialOffset = initialOffset;
    this.dhOffset = dhOffset;
    on.p = p;
    on.h = h;
    on.dh = dh;
    on.pStep = at.timeStride(Operand.PROPAGATE, 1);
    on.gStep = at.timeStride(Operand.GENERATE, 1);
    on.hStep = at.timeStride(Operand.STATE, 1);
    on.pChannel = at.channelStride(Operand.PROPAGATE, 1);
    on.gChannel = at.channelStride(Operand.GENERATE, 1);
    on.hChannel = at.channelStride(Operand.STATE, 1);
  }

  void results(double[] dp, int dpOffset, double[] dg, int dgOffset) {
    this.dpOffset = dpOffset;
    this.dgOffset = dgOffset;
    on.dp = dp;
    on.dg = dg;
  }

  @Override
  void release() {
    super.release();
    on.clear();
    resets = null;
    initial = null;
  }

  @Override
  Object reserveStates(int length) {
    if (states.length < length) {
      states = new double[length];
    }
    return states;
  }

  @Override
  void zero(int offset, int length) {
    Arrays.fill(states, offset, offset + length, 0);
  }

  @Override
  ScanSchedule scheduleFor(int steps) {
    return ScanSchedule.SERIAL_TIME;
  }

  @Override
  int unit(ScanSchedule schedule) {
    return 1;
  }

  @Override
  ScanSchedule withinBlocks() {
    return ScanSchedule.SERIAL_TIME;
  }

  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int pAt = at.place(Operand.PROPAGATE, 1, sequence, first, from);
    int gAt = at.place(Operand.GENERATE, 1, sequence, first, from);
    int hAt = at.place(Operand.STATE, 1, sequence, first, from);
    int channels = to - from;
    if (!exclusive) {
      if (first == 0 || isCut(sequence, first)) {
        add(dhOffset + hAt, state, channels);
      }
      hAt += on.hStep;
    }
    int end = first + steps;
    boolean cut = isCut(sequence, end);
    boolean reachesStart = cut || end == at.steps(sequence);
    int inner = reachesStart ? steps - 1 : steps;
    kernel.run(
        on,
        inner,
        channels,
        pOffset + pAt,
        hOffset + hAt,
        dhOffset + hAt,
        dpOffset + pAt,
        dgOffset + gAt,
        states,
        state);
    if (reachesStart) {
      int pi = pAt + inner * on.pStep;
      int dgAt = dgOffset + gAt + inner * on.gStep;
      int dhAt = dhOffset + hAt + inner * on.hStep;
      if (cut || initial == null) {
        start(pi, dgAt, dhAt, state, channels, cut);
      } else {
        int initialAt = initialOffset + sequence * at.channels + from;
        startFrom(initialAt, pi, dgAt, dhAt, state, channels);
      }
    }
  }

  private boolean isCut(int sequence, int step) {
    if (resets == null) {
      return false;
    }
    int flag = at.flag(sequence, step);
    return flag >= 0 && resets[resetsOffset + flag];
  }

  private void add(int dhAt, int state, int channels) {
    for (int c = 0; c < channels; c++) {
      states[state + c] += on.dh[dhAt + c * on.hChannel];
    }
  }

  private void start(int pAt, int dgAt, int dhAt, int state, int channels, boolean cut) {
    for (int c = 0; c < channels; c++) {
      double a = states[state + c];
      states[state + c] = cut ? 0 : before(a, pAt + c * on.pChannel, dhAt + c * on.hChannel);
      on.dp[dpOffset + pAt + c * on.pChannel] = 0;
      on.dg[dgAt + c * on.gChannel] = a;
    }
  }

  private void startFrom(int initialAt, int pAt, int dgAt, int dhAt, int state, int channels) {
    for (int c = 0; c < channels; c++) {
      double a = states[state + c];
      states[state + c] = before(a, pAt + c * on.pChannel, dhAt + c * on.hChannel);
      on.dp[dpOffset + pAt + c * on.pChannel] = a * initial[initialAt + c];
      on.dg[dgAt + c * on.gChannel] = a;
    }
  }

  private double before(double a, int pAt, int dhAt) {
    double p = on.p[pOffset + pAt];
    return exclusive ? Math.fma(p, a, on.dh[dhAt]) : p * a;
  }
}
