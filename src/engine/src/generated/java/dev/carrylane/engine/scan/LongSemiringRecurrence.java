package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.LongSemiringKernel;
import java.util.Arrays;

/** As {@link FloatSemiringRecurrence}, whose comments hold here; generated. */
final class LongSemiringRecurrence extends ForwardRecurrence<long[]> implements Reducible {
  private final Semiring semiring;
  private final Backend backend;
  private LongSemiringKernel kernel;
  private final LongSemiringKernel.Operands on = new LongSemiringKernel.Operands();
  private final LongSemiringKernel.Operands maps = new LongSemiringKernel.Operands();
  private long[] products = {};
  private long[] sums = {};

  LongSemiringRecurrence(Backend backend, Semiring semiring) {
    super(abilities(semiring), new long[0], 1);
    this.semiring = semiring;
    this.backend = backend;
    maps.pChannel = 1;
    maps.gChannel = 1;
  }

  private static ScanAbilities abilities(Semiring semiring) {
    ScanAbilities serial = ScanAbilities.serial(1, 1);
    int bytes = (semiring.hasPropagate() ? 2 : 1) * Float.BYTES;
    return LongSemiringKernel.isExact(semiring) ? serial.withReduction(bytes, true) : serial;
  }

  @Override
  void checkPropagate() {
    if (semiring.hasPropagate() != p.isGiven()) {
      throw ScanRefusals.propagate(semiring);
    }
    if (p.isGiven()) {
      super.checkPropagate();
    }
  }

  @Override
  void bind() {
    kernel = Kernels.of(backend).scans().longSemiring(semiring);
    Region<long[]> propagate = semiring.hasPropagate() ? p : g;
    on.p = p.array;
    on.g = g.array;
    on.h = h.array;
    on.pStep = propagate.timeStride();
    on.gStep = g.timeStride();
    on.hStep = h.timeStride();
    on.pChannel = propagate.channelStride();
    on.gChannel = g.channelStride();
    on.hChannel = h.channelStride();
  }

  @Override
  void release() {
    super.release();
    on.clear();
  }

  @Override
  void zero(long[] states, int offset, int length) {
    Arrays.fill(states, offset, offset + length, LongSemiringKernel.zero(semiring));
  }

  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int pAt = propagateAt(sequence, first, from);
    int gAt = g.index(sequence, first, from);
    int hAt = h.index(sequence, first, from);
    kernel.scan(semiring, on, steps, to - from, pAt, gAt, hAt, states, state);
  }

  private int propagateAt(int sequence, int step, int channel) {
    return semiring.hasPropagate() ? p.index(sequence, step, channel) : 0;
  }

  @Override
  public void reserveMaps(int blocks) {
    int length = blocks * at.channels;
    if (sums.length < length) {
      sums = new long[length];
      products = new long[length];
    }
  }

  @Override
  public void reduce(int block, int sequence, int first, int steps) {
    int pAt = propagateAt(sequence, first, 0);
    int gAt = g.index(sequence, first, 0);
    kernel.reduce(semiring, on, steps, at.channels, pAt, gAt, products, sums, block * at.channels);
  }

  @Override
  public void carry(int block, int sequence, int first, int steps, int before, int after) {
    int map = block * at.channels;
    System.arraycopy(states, before, states, after, at.channels);
    maps.p = products;
    maps.g = sums;
    kernel.advance(semiring, maps, 1, at.channels, map, map, states, after);
    for (int c = 0; c < at.channels; c++) {
      long carry = states[before + c];
      if (!LongSemiringKernel.holds(semiring, products[map + c], carry)) {
        int pAt = propagateAt(sequence, first, c);
        int gAt = g.index(sequence, first, c);
        states[after + c] = carry;
        kernel.advance(semiring, on, steps, 1, pAt, gAt, states, after + c);
      }
    }
  }
}
