package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.FloatCompanion;
import dev.carrylane.engine.internal.FloatCompanionKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/** The linear recurrence of higher order. A channel's state is its last results, the latest first. */
final class FloatCompanionRecurrence extends Recurrence {
  private final FloatCompanionKernel kernel;
  private final int order;
  private final FloatCompanion on = new FloatCompanion();
  private int aOffset;
  private int gOffset;
  private int hOffset;
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
}
