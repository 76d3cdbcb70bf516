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
  final FloatComplexArrays p = new FloatComplexArrays("p");
  final FloatComplexArrays h = new FloatComplexArrays("h");
  final FloatComplexArrays initial = new FloatComplexArrays("initial");
  final FloatComplexArrays dh = new FloatComplexArrays("dh");
  final FloatComplexArrays dFinal = new FloatComplexArrays("dFinal");
  final FloatComplexArrays dp = new FloatComplexArrays("dp");
  final FloatComplexArrays dg = new FloatComplexArrays("dg");
  final FloatComplexArrays dInitial = new FloatComplexArrays("dInitial");
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
  private float[] states = {};

  FloatComplexGradientRecurrence(Backend backend) {
    super(2);
    at.adjoint = true;
    kernel = Kernels.of(backend).floatComplexGradient();
  }

  /**
   * Takes the operands that have been given; {@link #at} describes the way back already.
   *
   * @param exclusive whether the scan gave out the states before its steps
   */
  void bind(boolean exclusive, boolean[] resets, int resetsOffset) {
    this.exclusive = exclusive;
    this.resets = resets;
    this.resetsOffset = resetsOffset;
    for (int part = 0; part < p.parts(); part++) {
      bindPart(
          part,
          dFinal.array(part),
          dFinal.offset(part),
          dg.array(part),
          dg.offset(part),
          dInitial.array(part),
          dInitial.offset(part));
    }
    p.describeTo(on.p, at, Operand.PROPAGATE);
    h.describeTo(on.before, at, Operand.STATE);
    dh.describeTo(exclusive ? on.ahead : on.after, at, Operand.STATE);
    dp.describeTo(on.dp, at, Operand.PROPAGATE);
    dg.describeTo(on.dg, at, Operand.GENERATE);
    on.stateChannel = p.width();
    on.stateImaginary = p.parts() == 1 ? 1 : at.channels;
    if (negativeZeros.length < 2 * at.channels) {
      negativeZeros = new float[2 * at.channels];
      Arrays.fill(negativeZeros, -0f);
    }
    FloatComplexOperand nothing = exclusive ? on.after : on.ahead;
    nothing.re = negativeZeros;
    nothing.im = negativeZeros;
    nothing.imaginary = on.stateImaginary;
    nothing.step = 0;
    nothing.channel = on.stateChannel;
    if (initial.isGiven()) {
      onInitial.setAllButStates(on);
      initial.describeStatesTo(onInitial.before);
    }
    onNothing.setAllButStates(on);
    onNothing.before.set(on.p);
  }

  @Override
  void release() {
    super.release();
    on.clear();
    onInitial.clear();
    onNothing.clear();
    resets = null;
    p.clear();
    h.clear();
    initial.clear();
    dh.clear();
    dFinal.clear();
    dp.clear();
    dg.clear();
    dInitial.clear();
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
    boolean fromZero = cut || last + 1 < at.steps(sequence) || !initial.isGiven();
    if (exclusive) {
      int beforeAt = h.place(at, Operand.STATE, sequence, first, from);
      scan(on, beforeAt, sequence, first, steps, from, to, state);
    } else {
      if (steps > 1) {
        int beforeAt = h.place(at, Operand.STATE, sequence, first + 1, from);
        scan(on, beforeAt, sequence, first, steps - 1, from, to, state);
      }
      if (fromZero) {
        int beforeAt = p.place(at, Operand.PROPAGATE, sequence, last, from);
        scan(onNothing, beforeAt, sequence, last, 1, from, to, state);
      } else {
        int beforeAt = initial.statePlace(at, sequence, from);
        scan(onInitial, beforeAt, sequence, last, 1, from, to, state);
      }
    }
    if (fromZero) {
      clearPropagate(sequence, last, from, to);
    }
    if (cut) {
      int length = (to - from) * on.stateChannel;
      zero(state, length);
      if (on.stateChannel == 1) {
        zero(state + on.stateImaginary, length);
      }
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
    int place = dp.place(at, Operand.PROPAGATE, sequence, step, from);
    for (int c = from; c < to; c++) {
      on.dp.re[place] = 0;
      on.dp.im[place + on.dp.imaginary] = 0;
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
    int dhAt = dh.place(at, Operand.STATE, sequence, first, from);
    int nothingAt = from * on.stateChannel;
    kernel.scan(
        operands,
        steps,
        to - from,
        p.place(at, Operand.PROPAGATE, sequence, first, from),
        beforeAt,
        exclusive ? nothingAt : dhAt,
        exclusive ? dhAt : nothingAt,
        dp.place(at, Operand.PROPAGATE, sequence, first, from),
        dg.place(at, Operand.GENERATE, sequence, first, from),
        states,
        state);
  }
}
