package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.FloatDenseGradient;
import dev.carrylane.engine.internal.FloatDenseGradientKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/**
 * The gradient of the affine recurrence of square blocks: a recurrence in the other direction, whose state is the
 * gradient of the state between two steps. Resets are looked up here, not by {@link ScanLoop}, because a flag means
 * the same boundary for both directions, but another end of a sequence has none.
 */
final class FloatDenseGradientRecurrence extends Recurrence {
  /** The scan whose gradient this is. */
  private final Placement scan = new Placement();

  private final FloatDenseGradientKernel kernel;
  private final int n;
  private final FloatDenseGradient on = new FloatDenseGradient();
  private boolean[] resets;
  private int resetsOffset;
  private int pOffset;
  private float[] h;
  private int hOffset;
  private float[] before;
  private int beforeOffset;
  private int upstreamOffset;
  private int dpOffset;
  private int dgOffset;
  private float[] states = {};
  private float[] scratch = {};

  FloatDenseGradientRecurrence(Backend backend, int n) {
    super(n);
    this.n = n;
    kernel = Kernels.of(backend).others().floatDenseGradient();
    on.n = n;
  }

  /** Describes the scan. */
  void describe(Sequences sequences) {
    sequences.describeTo(scan);
    sequences.describeTo(at);
    at.reversed = !scan.reversed;
    at.exclusive = false;
  }

  /** Gives what the scan had; {@link #at} is set. */
  void scanned(
      boolean[] resets,
      int resetsOffset,
      float[] p,
      int pOffset,
      float[] h,
      int hOffset,
      float[] before,
      int beforeOffset) {
    this.resets = resets;
    this.resetsOffset = resetsOffset;
    this.pOffset = pOffset;
    this.h = h;
    this.hOffset = hOffset;
    this.before = before;
    this.beforeOffset = beforeOffset;
    on.exclusive = scan.exclusive;
    on.p = p;
    on.pStep = at.timeStride(Operand.PROPAGATE, n * n);
    on.pChannel = at.channelStride(Operand.PROPAGATE, n * n);
  }

  /** Gives the gradients; {@link #at} is set. */
  void gradients(
      float[] upstream, int upstreamOffset, float[] dp, int dpOffset, float[] dg, int dgOffset) {
    this.upstreamOffset = upstreamOffset;
    this.dpOffset = dpOffset;
    this.dgOffset = dgOffset;
    on.upstream = upstream;
    on.upstreamStep = at.timeStride(Operand.STATE, n);
    on.upstreamChannel = at.channelStride(Operand.STATE, n);
    on.dp = dp;
    on.dg = dg;
    on.dgStep = at.timeStride(Operand.GENERATE, n);
    on.dgChannel = at.channelStride(Operand.GENERATE, n);
  }

  @Override
  void release() {
    super.release();
    on.clear();
    resets = null;
    h = null;
    before = null;
  }

  @Override
  Object reserveStates(int length) {
    if (states.length < length) {
      states = new float[length];
    }
    int wanted = slots() * 2 * n;
    if (scratch.length < wanted) {
      scratch = new float[wanted];
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

  /** The blocks are read, and as many gradients written. */
  @Override
  int work() {
    return 2 * n * n;
  }

  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int end = first + steps;
    for (int step = first; step < end; ) {
      if (beginsAnew(sequence, step)) {
        run(sequence, step, 1, from, to, state, null, 0, 0, 0);
        zero(state, (to - from) * n);
        step++;
      } else if (step == scan.steps(sequence) - 1) {
        int place = beforeOffset + (sequence * scan.channels + from) * n;
        run(sequence, step, 1, from, to, state, before, place, 0, n);
        step++;
      } else {
        int last = Math.min(end, scan.steps(sequence) - 1);
        int count = 1;
        while (step + count < last && !beginsAnew(sequence, step + count)) {
          count++;
        }
        // The result of the step before this one in the scan, or in an exclusive one its own.
        int row = scan.exclusive ? step : step + 1;
        int place = hOffset + at.place(Operand.STATE, n, sequence, row, from);
        int hStep = at.timeStride(Operand.STATE, n);
        int hChannel = at.channelStride(Operand.STATE, n);
        run(sequence, step, count, from, to, state, h, place, hStep, hChannel);
        step += count;
      }
    }
  }

  /** Whether the scan had a zero state before the step that is this one here. */
  private boolean beginsAnew(int sequence, int step) {
    if (resets == null) {
      return false;
    }
    int flag = scan.flag(sequence, scan.steps(sequence) - 1 - step);
    return flag >= 0 && resets[resetsOffset + flag];
  }

  private void run(
      int sequence,
      int step,
      int steps,
      int from,
      int to,
      int state,
      float[] past,
      int pastAt,
      int pastStep,
      int pastChannel) {
    int block = at.place(Operand.PROPAGATE, n * n, sequence, step, from);
    kernel.run(
        on,
        steps,
        to - from,
        pOffset + block,
        upstreamOffset + at.place(Operand.STATE, n, sequence, step, from),
        dpOffset + block,
        dgOffset + at.place(Operand.GENERATE, n, sequence, step, from),
        past,
        pastAt,
        pastStep,
        pastChannel,
        states,
        state,
        scratch,
        slotOf(state) * 2 * n);
  }
}
