package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.FloatComplexGradient;
import dev.carrylane.engine.internal.FloatComplexGradientKernel;
import dev.carrylane.engine.internal.FloatComplexOperand;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/**
 * The way back through a complex scan. Its state is the gradient that a step hands to the one before it, so
 * that it begins with that of the final state and ends with that of the initial one.
 */
final class FloatComplexGradientRecurrence extends Recurrence {
  private final FloatComplexGradientKernel kernel;

  /** States before a step from h. */
  private final FloatComplexGradient on = new FloatComplexGradient();

  /** Those before the first step of a sequence from the initial states. */
  private final FloatComplexGradient onInitial = new FloatComplexGradient();

  /** Those before a step that begins at zero: anything, p here, because dp is not what it gives. */
  private final FloatComplexGradient onNothing = new FloatComplexGradient();

  private float[] negativeZeros = {};
  private boolean exclusive;
  private boolean[] resets;
  private int resetsOffset;
  private float[] initial;
  private int pOffset;
  private int hOffset;
  private int initialOffset;
  private int dhOffset;
  private int dpOffset;
  private int dgOffset;
  private float[] states = {};

  FloatComplexGradientRecurrence(Backend backend) {
    super(2);
    at.adjoint = true;
    kernel = Kernels.of(backend).others().floatComplexGradient();
  }

  /** Describes the way back through sequences. */
  void describe(Sequences sequences) {
    sequences.describeTo(at);
    exclusive = at.exclusive;
    at.exclusive = false;
    at.reversed = !at.reversed;
  }

  /** Gives what is read; {@link #at} describes it already. */
  void operands(
      boolean[] resets,
      int resetsOffset,
      float[] p,
      int pOffset,
      float[] h,
      int hOffset,
      float[] initial,
      int initialOffset,
      float[] dh,
      int dhOffset) {
    this.resets = resets;
    this.resetsOffset = resetsOffset;
    this.pOffset = pOffset;
    this.hOffset = hOffset;
    this.initial = initial;
    this.initialOffset = initialOffset;
    this.dhOffset = dhOffset;
    set(on.p, p, Operand.PROPAGATE);
    set(on.before, h, Operand.STATE);
    set(exclusive ? on.ahead : on.after, dh, Operand.STATE);
    if (negativeZeros.length < 2 * at.channels) {
      negativeZeros = new float[2 * at.channels];
      Arrays.fill(negativeZeros, -0f);
    }
    (exclusive ? on.after : on.ahead).set(negativeZeros, 0, 2);
  }

  /** Gives what is written, after {@link #operands}. */
  void results(float[] dp, int dpOffset, float[] dg, int dgOffset) {
    this.dpOffset = dpOffset;
    this.dgOffset = dgOffset;
    set(on.dp, dp, Operand.PROPAGATE);
    set(on.dg, dg, Operand.GENERATE);
    onInitial.setAllButStates(on);
    onInitial.before.set(initial, 0, 2);
    onNothing.setAllButStates(on);
    onNothing.before.set(on.p);
  }

  private void set(FloatComplexOperand operand, float[] array, Operand as) {
    operand.set(array, at.timeStride(as, 2), at.channelStride(as, 2));
  }

  @Override
  void release() {
    super.release();
    on.clear();
    onInitial.clear();
    onNothing.clear();
    resets = null;
    initial = null;
  }

  @Override
  Object reserveStates(int length) {
    if (states.length < length) {
      states = new float[length];
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

  /** Scans the steps between two resets, all at once. */
  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int last = first + steps - 1;
    boolean cut = isCut(sequence, last + 1);
    boolean fromZero = cut || last + 1 < at.steps(sequence) || initial == null;
    if (exclusive) {
      int beforeAt = hOffset + at.place(Operand.STATE, 2, sequence, first, from);
      scan(on, beforeAt, sequence, first, steps, from, to, state);
    } else {
      if (steps > 1) {
        int beforeAt = hOffset + at.place(Operand.STATE, 2, sequence, first + 1, from);
        scan(on, beforeAt, sequence, first, steps - 1, from, to, state);
      }
      if (fromZero) {
        int beforeAt = pOffset + at.place(Operand.PROPAGATE, 2, sequence, last, from);
        scan(onNothing, beforeAt, sequence, last, 1, from, to, state);
      } else {
        int beforeAt = initialOffset + (sequence * at.channels + from) * 2;
        scan(onInitial, beforeAt, sequence, last, 1, from, to, state);
      }
    }
    if (fromZero) {
      clearPropagate(sequence, last, from, to);
    }
    if (cut) {
      zero(state, (to - from) * 2);
    }
  }

  /** Whether a flag keeps anything from being handed back behind a step. */
  private boolean isCut(int sequence, int step) {
    if (resets == null) {
      return false;
    }
    int flag = at.flag(sequence, step);
    return flag >= 0 && resets[resetsOffset + flag];
  }

  /** What a state of zero is multiplied by does not matter, not even if it is infinite. */
  private void clearPropagate(int sequence, int step, int from, int to) {
    int place = dpOffset + at.place(Operand.PROPAGATE, 2, sequence, step, from);
    for (int c = from; c < to; c++) {
      on.dp.array[place] = 0;
      on.dp.array[place + 1] = 0;
      place += on.dp.channel;
    }
  }

  private void scan(
      FloatComplexGradient operands,
      int beforeAt,
      int sequence,
      int first,
      int steps,
      int from,
      int to,
      int state) {
    int pAt = at.place(Operand.PROPAGATE, 2, sequence, first, from);
    int dgAt = dgOffset + at.place(Operand.GENERATE, 2, sequence, first, from);
    int dhAt = dhOffset + at.place(Operand.STATE, 2, sequence, first, from);
    int nothingAt = from * 2;
    kernel.scan(
        operands,
        steps,
        to - from,
        pOffset + pAt,
        beforeAt,
        exclusive ? nothingAt : dhAt,
        exclusive ? dhAt : nothingAt,
        dpOffset + pAt,
        dgAt,
        states,
        state);
  }
}
