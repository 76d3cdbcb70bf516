package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.FloatComplexAffine;
import dev.carrylane.engine.internal.FloatComplexAffineKernel;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/**
 * The diagonal affine recurrence with complex elements. States, maps and sums lie as the operands do: by
 * turns, or all real parts of a slot before its imaginary ones.
 */
final class FloatComplexAffineRecurrence extends Recurrence {
  final FloatComplexArrays p = new FloatComplexArrays("p");
  final FloatComplexArrays g = new FloatComplexArrays("g");
  final FloatComplexArrays initial = new FloatComplexArrays("initial");
  final FloatComplexArrays h = new FloatComplexArrays("h");
  final FloatComplexArrays last = new FloatComplexArrays("finalState");
  private final FloatComplexAffineKernel kernel;
  private final FloatComplexAffine on = new FloatComplexAffine();
  private float[] states = {};
  private double[] products = {};
  private float[] sums = {};

  FloatComplexAffineRecurrence(Backend backend) {
    super(2);
    kernel = Kernels.of(backend).floatComplexAffine();
  }

  /** Takes the operands that have been given; {@link #at} describes them already. */
  void bind() {
    for (int part = 0; part < h.parts(); part++) {
      bindPart(
          part,
          initial.array(part),
          initial.offset(part),
          h.array(part),
          h.offset(part),
          last.array(part),
          last.offset(part));
    }
    p.describeTo(on.p, at, Operand.PROPAGATE);
    g.describeTo(on.g, at, Operand.GENERATE);
    h.describeTo(on.h, at, Operand.STATE);
    on.stateChannel = h.width();
    on.stateImaginary = h.parts() == 1 ? 1 : at.channels;
  }

  @Override
  void release() {
    super.release();
    on.clear();
    p.clear();
    g.clear();
    initial.clear();
    h.clear();
    last.clear();
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
    int pAt = p.place(at, Operand.PROPAGATE, sequence, first, from);
    int gAt = g.place(at, Operand.GENERATE, sequence, first, from);
    int hAt = h.place(at, Operand.STATE, sequence, first, from);
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
    int pAt = p.place(at, Operand.PROPAGATE, sequence, first, 0);
    int gAt = g.place(at, Operand.GENERATE, sequence, first, 0);
    kernel.reduce(on, steps, at.channels, pAt, gAt, products, sums, state(block, 0));
  }

  @Override
  void carry(int block, int sequence, int first, int steps, int before, int after) {
    int imaginary = on.stateImaginary;
    for (int c = 0; c < at.channels; c++) {
      int shift = c * on.stateChannel;
      int map = state(block, c);
      float re = states[before + shift];
      float im = states[before + shift + imaginary];
      double x = re;
      double y = im;
      double u = products[map];
      double v = products[map + imaginary];
      double sumRe = sums[map];
      double sumIm = sums[map + imaginary];
      // #float
      float nextRe = (float) Math.fma(u, x, Math.fma(-v, y, sumRe));
      float nextIm = (float) Math.fma(u, y, Math.fma(v, x, sumIm));
      boolean mapped = Float.isFinite(nextRe) && Float.isFinite(nextIm);
      // #end
      // #double double nextRe = Math.fma(u, x, Math.fma(-v, y, sumRe));
      // #double double nextIm = Math.fma(u, y, Math.fma(v, x, sumIm));
      // #double // A product that counts as zero may have been as large as 2^−900.
      // #double boolean zero = u == 0 && v == 0 && Math.max(Math.abs(x), Math.abs(y)) > 1;
      // #double boolean mapped = Double.isFinite(nextRe) && Double.isFinite(nextIm) && !zero;
      if (mapped) {
        states[after + shift] = nextRe;
        states[after + shift + imaginary] = nextIm;
      } else {
        replay(sequence, first, steps, c, re, im, after + shift);
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
    int pAt = p.place(at, Operand.PROPAGATE, sequence, first, channel);
    int gAt = g.place(at, Operand.GENERATE, sequence, first, channel);
    for (int t = 0; t < steps && !(Float.isNaN(re) && Float.isNaN(im)); t++) {
      float u = on.p.re[pAt];
      float v = on.p.im[pAt + on.p.imaginary];
      float next = Math.fma(u, re, Math.fma(-v, im, on.g.re[gAt]));
      im = Math.fma(u, im, Math.fma(v, re, on.g.im[gAt + on.g.imaginary]));
      re = next;
      pAt += on.p.step;
      gAt += on.g.step;
    }
    states[after] = re;
    states[after + on.stateImaginary] = im;
  }
}
