package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.FloatComplexAffine;
import dev.carrylane.engine.internal.FloatComplexAffineKernel;
import dev.carrylane.engine.internal.FloatComplexOperand;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/** The diagonal affine recurrence with complex elements, real and imaginary parts by turns everywhere. */
final class FloatComplexAffineRecurrence extends Recurrence {
  private final FloatComplexAffineKernel kernel;
  private final FloatComplexAffine on = new FloatComplexAffine();
  private int pOffset;
  private int gOffset;
  private int hOffset;
  private float[] states = {};
  private double[] products = {};
  private float[] sums = {};

  FloatComplexAffineRecurrence(Backend backend) {
    super(2);
    kernel = Kernels.of(backend).others().floatComplexAffine();
  }

  /** Gives the operands; {@link #at} describes them already. */
  void operands(float[] p, int pOffset, float[] g, int gOffset, float[] h, int hOffset) {
    this.pOffset = pOffset;
    this.gOffset = gOffset;
    this.hOffset = hOffset;
    set(on.p, p, Operand.PROPAGATE);
    set(on.g, g, Operand.GENERATE);
    set(on.h, h, Operand.STATE);
  }

  private void set(FloatComplexOperand operand, float[] array, Operand as) {
    operand.set(array, at.timeStride(as, 2), at.channelStride(as, 2));
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

  private int pAt(int sequence, int step, int channel) {
    return pOffset + at.place(Operand.PROPAGATE, 2, sequence, step, channel);
  }

  private int gAt(int sequence, int step, int channel) {
    return gOffset + at.place(Operand.GENERATE, 2, sequence, step, channel);
  }

  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int hAt = hOffset + at.place(Operand.STATE, 2, sequence, first, from);
    int pAt = pAt(sequence, first, from);
    int gAt = gAt(sequence, first, from);
    kernel.scan(on, steps, to - from, pAt, gAt, hAt, states, state);
  }

  @Override
  boolean canReduce() {
    return true;
  }

  @Override
  int stepBytes() {
    return 4 * Float.BYTES;
  }

  @Override
  void reserveMaps(int blocks) {
    int length = Math.multiplyExact(2 * blocks, at.channels);
    if (sums.length < length) {
      sums = new float[length];
      products = new double[length];
    }
  }

  @Override
  void reduce(int block, int sequence, int first, int steps) {
    int pAt = pAt(sequence, first, 0);
    int gAt = gAt(sequence, first, 0);
    kernel.reduce(on, steps, at.channels, pAt, gAt, products, sums, state(block, 0));
  }

  @Override
  void carry(int block, int sequence, int first, int steps, int before, int after) {
    for (int c = 0; c < at.channels; c++) {
      int from = before + 2 * c;
      int to = after + 2 * c;
      int map = state(block, c);
      float re = states[from];
      float im = states[from + 1];
      double u = products[map];
      double v = products[map + 1];
      float nextRe = (float) Math.fma(u, re, Math.fma(-v, im, sums[map]));
      float nextIm = (float) Math.fma(u, im, Math.fma(v, re, sums[map + 1]));
      if (Float.isFinite(nextRe) && Float.isFinite(nextIm)) {
        states[to] = nextRe;
        states[to + 1] = nextIm;
      } else {
        replay(sequence, first, steps, c, re, im, to);
      }
    }
  }

  /**
   * The state behind a block by the recurrence itself, for one channel. Taken where the map gives no
   * finite state: there the recurrence has overflowed or met a non-finite input, or only the map has
   * (0 · ∞, ∞ − ∞).
   */
  private void replay(
      int sequence, int first, int steps, int channel, float re, float im, int after) {
    int pAt = pAt(sequence, first, channel);
    int gAt = gAt(sequence, first, channel);
    for (int t = 0; t < steps && !(Float.isNaN(re) && Float.isNaN(im)); t++) {
      float u = on.p.array[pAt];
      float v = on.p.array[pAt + 1];
      float next = Math.fma(u, re, Math.fma(-v, im, on.g.array[gAt]));
      im = Math.fma(u, im, Math.fma(v, re, on.g.array[gAt + 1]));
      re = next;
      pAt += on.p.step;
      gAt += on.g.step;
    }
    states[after] = re;
    states[after + 1] = im;
  }
}
