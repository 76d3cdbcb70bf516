package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.FloatCompanion;
import dev.carrylane.engine.internal.FloatCompanionKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/** The linear recurrence of higher order. A channel's state is its last results, the latest first. */
final class FloatCompanionRecurrence extends Recurrence {
  /**
   * The highest order with which states from different beginnings come to the same bits. Constant coefficients whose
   * largest pole has the absolute value 0.9 took 200 steps for order 2, 190 to 2,100 for 4, 400 to 23,000 for 8, and
   * for 16 a hundred thousand and more.
   */
  private static final int MOST_TO_MEET = 8;

  private final FloatCompanionKernel kernel;
  private final int order;
  private final FloatCompanion on = new FloatCompanion();
  private int aOffset;
  private int gOffset;
  private int hOffset;
  private boolean inPlace;
  private float[] states = {};

  FloatCompanionRecurrence(Backend backend, int order) {
    super(order, 1);
    this.order = order;
    kernel = Kernels.of(backend).floatCompanion();
    on.order = order;
  }

  /** Gives the operands; {@link #at} describes them already. */
  void operands(float[] a, int aOffset, float[] g, int gOffset, float[] h, int hOffset) {
    this.aOffset = aOffset;
    this.gOffset = gOffset;
    this.hOffset = hOffset;
    inPlace = g == h && gOffset == hOffset;
    on.a = a;
    on.g = g;
    on.h = h;
    on.aStep = at.timeStride(Operand.PROPAGATE, order, 1);
    on.gStep = at.timeStride(Operand.GENERATE, 1);
    on.hStep = at.timeStride(Operand.STATE, 1);
    on.aChannel = at.channelStride(Operand.PROPAGATE, order, 1);
    on.gChannel = at.channelStride(Operand.GENERATE, 1);
    on.hChannel = at.channelStride(Operand.STATE, 1);
    on.aTap = at.columns(1);
  }

  @Override
  void release() {
    super.release();
    on.clear();
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

  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int aAt = aOffset + at.place(Operand.PROPAGATE, order, 1, sequence, first, from);
    int gAt = gOffset + at.place(Operand.GENERATE, 1, sequence, first, from);
    int hAt = hOffset + at.place(Operand.STATE, 1, sequence, first, from);
    kernel.scan(on, steps, to - from, aAt, gAt, hAt, states, state);
  }

  @Override
  boolean keepsOperands() {
    return !inPlace;
  }

  /** A state is read from the results of its last steps, so that it is compared no more often than they are new. */
  @Override
  boolean meets() {
    return order <= MOST_TO_MEET && order <= SpeculativeTime.COMPARED / (at.channels * work());
  }

  @Override
  boolean same(int state, int other, int length) {
    return Arrays.equals(states, state, state + length, states, other, other + length);
  }

  @Override
  void loadResult(int slot, int sequence, int step) {
    for (int c = 0; c < at.channels; c++) {
      int target = state(slot, c);
      for (int i = 0; i < order; i++) {
        int place = at.place(Operand.STATE, 1, sequence, step - i, c);
        states[target + i] = on.h[hOffset + place];
      }
    }
  }
}
