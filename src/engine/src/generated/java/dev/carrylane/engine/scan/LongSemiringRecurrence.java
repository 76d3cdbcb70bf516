package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.internal.LongAffine;
import dev.carrylane.engine.internal.LongSemiringKernel;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/** As {@link FloatSemiringRecurrence}, whose comments hold here; generated. */
final class LongSemiringRecurrence extends Recurrence {
  private static final int MIN_SHARED_STEPS = 1 << 17;
  private final Semiring semiring;
  private final LongSemiringKernel kernel;
  private final int threads;
  private final LongAffine on = new LongAffine();
  private final LongAffine maps = new LongAffine();
  private int pOffset;
  private int gOffset;
  private int hOffset;
  private long[] states = {};
  private long[] products = {};
  private long[] sums = {};

  LongSemiringRecurrence(Engine engine, Semiring semiring) {
    super(1);
    this.semiring = semiring;
    kernel = Kernels.of(engine.backend()).others().longSemiring();
    threads = engine.threads();
    maps.pChannel = 1;
    maps.gChannel = 1;
  }

  void operands(long[] p, int pOffset, long[] g, int gOffset, long[] h, int hOffset) {
    Operand propagate = semiring.hasPropagate() ? Operand.PROPAGATE : Operand.GENERATE;
    this.pOffset = pOffset;
    this.gOffset = gOffset;
    this.hOffset = hOffset;
    on.p = p;
    on.g = g;
    on.h = h;
    on.pStep = at.timeStride(propagate, 1);
    on.gStep = at.timeStride(Operand.GENERATE, 1);
    on.hStep = at.timeStride(Operand.STATE, 1);
    on.pChannel = at.channelStride(propagate, 1);
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
      states = new long[length];
    }
    return states;
  }

  @Override
  void zero(int offset, int length) {
    Arrays.fill(states, offset, offset + length, LongSemiringKernel.zero(semiring));
  }

  @Override
  ScanSchedule scheduleFor(int steps) {
    boolean others = (long) at.count * at.channels >= threads;
    return threads > 1 && !others && steps >= MIN_SHARED_STEPS && canReduce()
        ? ScanSchedule.BLOCKED_TIME
        : ScanSchedule.SERIAL_TIME;
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
    int hAt = hOffset + at.place(Operand.STATE, 1, sequence, first, from);
    kernel.scan(
        semiring,
        on,
        steps,
        to - from,
        propagateAt(sequence, first, from),
        generateAt(sequence, first, from),
        hAt,
        states,
        state);
  }

  private int propagateAt(int sequence, int step, int channel) {
    return semiring.hasPropagate()
        ? pOffset + at.place(Operand.PROPAGATE, 1, sequence, step, channel)
        : 0;
  }

  private int generateAt(int sequence, int step, int channel) {
    return gOffset + at.place(Operand.GENERATE, 1, sequence, step, channel);
  }

  @Override
  boolean canReduce() {
    return LongSemiringKernel.isExact(semiring);
  }

  @Override
  int stepBytes() {
    return (semiring.hasPropagate() ? 2 : 1) * Float.BYTES;
  }

  @Override
  void reserveMaps(int blocks) {
    int length = blocks * at.channels;
    if (sums.length < length) {
      sums = new long[length];
      products = new long[length];
    }
  }

  @Override
  void reduce(int block, int sequence, int first, int steps) {
    int pAt = propagateAt(sequence, first, 0);
    int gAt = generateAt(sequence, first, 0);
    kernel.reduce(semiring, on, steps, at.channels, pAt, gAt, products, sums, block * at.channels);
  }

  @Override
  void carry(int block, int sequence, int first, int steps, int before, int after) {
    int map = block * at.channels;
    System.arraycopy(states, before, states, after, at.channels);
    maps.p = products;
    maps.g = sums;
    kernel.advance(semiring, maps, 1, at.channels, map, map, states, after);
    for (int c = 0; c < at.channels; c++) {
      long h = states[before + c];
      if (!LongSemiringKernel.holds(semiring, products[map + c], h)) {
        int pAt = propagateAt(sequence, first, c);
        int gAt = generateAt(sequence, first, c);
        states[after + c] = h;
        kernel.advance(semiring, on, steps, 1, pAt, gAt, states, after + c);
      }
    }
  }
}
