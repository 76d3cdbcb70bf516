package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.FloatAffine;
import dev.carrylane.engine.internal.FloatAffineKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/** The diagonal affine recurrence with real elements. */
final class FloatAffineRecurrence extends Recurrence {
  private final FloatAffineKernel kernel;
  private final FloatAffine on = new FloatAffine();
  private int pOffset;
  private int gOffset;
  private int hOffset;
  private float[] states = {};
  private double[] products = {};
  private float[] sums = {};

  FloatAffineRecurrence(Backend backend) {
    super(1);
    kernel = Kernels.of(backend).floatAffine();
  }

  /** Gives the operands; {@link #at} describes them already. */
  void operands(float[] p, int pOffset, float[] g, int gOffset, float[] h, int hOffset) {
    this.pOffset = pOffset;
    this.gOffset = gOffset;
    this.hOffset = hOffset;
    on.p = p;
    on.g = g;
    on.h = h;
    on.pStep = at.timeStride(Operand.PROPAGATE, 1);
    on.gStep = at.timeStride(Operand.GENERATE, 1);
    on.hStep = at.timeStride(Operand.STATE, 1);
    on.pChannel = at.channelStride(Operand.PROPAGATE, 1);
    on.gChannel = at.channelStride(Operand.GENERATE, 1);
    on.hChannel = at.channelStride(Operand.STATE, 1);
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
    int pAt = pOffset + at.place(Operand.PROPAGATE, 1, sequence, first, from);
    int gAt = gOffset + at.place(Operand.GENERATE, 1, sequence, first, from);
    int hAt = hOffset + at.place(Operand.STATE, 1, sequence, first, from);
    kernel.scan(on, steps, to - from, pAt, gAt, hAt, states, state);
  }

  @Override
  boolean canReduce() {
    return true;
  }

  @Override
  void reserveMaps(int blocks) {
    int length = blocks * at.channels;
    if (sums.length < length) {
      sums = new float[length];
      products = new double[length];
    }
  }

  @Override
  void reduce(int block, int sequence, int first, int steps) {
    int pAt = pOffset + at.place(Operand.PROPAGATE, 1, sequence, first, 0);
    int gAt = gOffset + at.place(Operand.GENERATE, 1, sequence, first, 0);
    int channels = at.channels;
    kernel.reduce(on, steps, channels, pAt, gAt, products, sums, block * channels);
  }

  @Override
  void carry(int block, int sequence, int first, int steps, int before, int after) {
    for (int c = 0; c < at.channels; c++) {
      int map = block * at.channels + c;
      float carry = states[before + c];
      double carried = carry;
      double sum = sums[map];
      // #float
      float next = (float) Math.fma(products[map], carried, sum);
      boolean mapped = Float.isFinite(next) || Float.isNaN(carry);
      // #end
      // #double double next = Math.fma(products[map], carried, sum);
      // #double // A product that counts as zero may have been as large as 2^−900.
      // #double boolean zero = products[map] == 0 && Math.abs(carry) > 1;
      // #double boolean mapped = Double.isFinite(next) && !zero || Double.isNaN(carry);
      states[after + c] = mapped ? next : replay(sequence, first, steps, c, carry);
    }
  }

  /**
   * The state behind a block by the recurrence itself, for one channel. Taken where the map gives no
   * finite state: there the recurrence has overflowed or met a non-finite input, or only the map has
   * (0 · ∞, ∞ − ∞).
   */
  private float replay(int sequence, int first, int steps, int channel, float before) {
    int pi = pOffset + at.place(Operand.PROPAGATE, 1, sequence, first, channel);
    int gi = gOffset + at.place(Operand.GENERATE, 1, sequence, first, channel);
    float state = before;
    for (int t = 0; t < steps && !Float.isNaN(state); t++) {
      state = Math.fma(on.p[pi], state, on.g[gi]);
      pi += on.pStep;
      gi += on.gStep;
    }
    return state;
  }
}
