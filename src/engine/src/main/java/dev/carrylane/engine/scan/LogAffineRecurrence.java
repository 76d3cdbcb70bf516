package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.FloatAffine;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.internal.LogAffineFunctions;
import dev.carrylane.engine.internal.LogAffineKernel;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Arrays;

/**
 * The diagonal affine recurrence of positive elements on their logarithms. What the states lack of the exact
 * ones lies in an array of its own, in the places that the states have in theirs.
 */
final class LogAffineRecurrence extends Recurrence {
  private final LogAffineKernel kernel;
  private final FloatAffine on = new FloatAffine();
  private int pOffset;
  private int gOffset;
  private int hOffset;
  private float[] initial;
  private int initialOffset;
  private float[] last;
  private int lastOffset;

  private float[] states = {};
  private float[] lows = {};
  private double[] products = {};
  private float[] sums = {};
  private float[] sumLows = {};

  /** Memory for the kernel: a part for each slot, so for each thread at work. */
  private float[] work = {};

  private int workLength;

  LogAffineRecurrence(Backend backend) {
    super(1);
    kernel = Kernels.of(backend).logAffine();
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

  /** Gives the places of what the initial states lack, and of where that of the final ones goes. */
  void remainders(float[] initial, int initialOffset, float[] last, int lastOffset) {
    this.initial = initial;
    this.initialOffset = initialOffset;
    this.last = last;
    this.lastOffset = lastOffset;
  }

  @Override
  void release() {
    super.release();
    on.clear();
    initial = null;
    last = null;
  }

  @Override
  Object reserveStates(int length) {
    if (states.length < length) {
      states = new float[length];
      lows = new float[length];
    }
    workLength = kernel.workLength(at.channels);
    int worked = Math.multiplyExact(length / at.channels / 2, workLength);
    if (work.length < worked) {
      work = new float[worked];
    }
    if (at.count == 1 && initial != null) {
      // May lie where results go.
      System.arraycopy(initial, initialOffset, lows, length - at.channels, at.channels);
      initial = lows;
      initialOffset = length - at.channels;
    }
    return states;
  }

  @Override
  void zero(int offset, int length) {
    Arrays.fill(states, offset, offset + length, Float.NEGATIVE_INFINITY);
    Arrays.fill(lows, offset, offset + length, 0);
  }

  @Override
  void begin(int slot, int sequence, int from, int to) {
    super.begin(slot, sequence, from, to);
    if (initial != null) {
      int source = initialOffset + sequence * at.channels + from;
      System.arraycopy(initial, source, lows, state(slot, from), to - from);
    }
  }

  @Override
  void copy(int slot, int target, int from, int to) {
    super.copy(slot, target, from, to);
    System.arraycopy(lows, state(slot, from), lows, state(target, from), to - from);
  }

  @Override
  void end(int slot, int sequence, int from, int to) {
    super.end(slot, sequence, from, to);
    if (last != null) {
      int target = lastOffset + sequence * at.channels + from;
      System.arraycopy(lows, state(slot, from), last, target, to - from);
    }
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
    int workAt = state / at.channels * workLength;
    kernel.scan(on, true, steps, to - from, pAt, gAt, hAt, states, lows, state, work, workAt);
  }

  @Override
  boolean canReduce() {
    return true;
  }

  @Override
  int stepBytes() {
    return 2 * Float.BYTES;
  }

  @Override
  void reserveMaps(int blocks) {
    int length = blocks * at.channels;
    if (sums.length < length) {
      sums = new float[length];
      sumLows = new float[length];
      products = new double[length];
    }
  }

  @Override
  void reduce(int block, int sequence, int first, int steps) {
    int pAt = pOffset + at.place(Operand.PROPAGATE, 1, sequence, first, 0);
    int gAt = gOffset + at.place(Operand.GENERATE, 1, sequence, first, 0);
    int channels = at.channels;
    int map = block * channels;
    addUp(steps, channels, pAt, map);
    Arrays.fill(sums, map, map + channels, Float.NEGATIVE_INFINITY);
    Arrays.fill(sumLows, map, map + channels, 0);
    // The slot that this block is scanned from later is idle, and with it that slot's working
    // memory.
    int workAt = (block + 1) * workLength;
    kernel.scan(on, false, steps, channels, pAt, gAt, 0, sums, sumLows, map, work, workAt);
  }

  /** The logarithm of the product of all p. */
  private void addUp(int steps, int channels, int pAt, int map) {
    float[] p = on.p;
    if (on.pChannel == 1) {
      Arrays.fill(products, map, map + channels, 0);
      for (int t = 0; t < steps; t++) {
        int pi = pAt + t * on.pStep;
        for (int c = 0; c < channels; c++) {
          products[map + c] += p[pi + c];
        }
      }
      return;
    }
    for (int c = 0; c < channels; c++) {
      int pi = pAt + c * on.pChannel;
      double sum = 0;
      for (int t = 0; t < steps; t++) {
        sum += p[pi];
        pi += on.pStep;
      }
      products[map + c] = sum;
    }
  }

  /**
   * {@code StrictMath} gives the same bits everywhere. A NaN from a map may be one of the map alone (∞ − ∞),
   * so that the steps themselves decide; so they do for +∞, which the state may have left again.
   */
  @Override
  void carry(int block, int sequence, int first, int steps, int before, int after) {
    for (int c = 0; c < at.channels; c++) {
      int map = block * at.channels + c;
      float state = states[before + c];
      double carried = products[map] + state + lows[before + c];
      double generated = (double) sums[map] + sumLows[map];
      double greater = Math.max(carried, generated);
      double less = Math.min(carried, generated);
      double next =
          less == Double.NEGATIVE_INFINITY
              ? greater
              : greater + StrictMath.log1p(StrictMath.exp(less - greater));
      if (next < Double.POSITIVE_INFINITY || Float.isNaN(state)) {
        float high = (float) next;
        states[after + c] = high;
        lows[after + c] = Float.isFinite(high) ? (float) (next - high) : 0;
      } else {
        replay(sequence, first, steps, c, before + c, after + c);
      }
    }
  }

  private void replay(int sequence, int first, int steps, int channel, int before, int after) {
    int pi = pOffset + at.place(Operand.PROPAGATE, 1, sequence, first, channel);
    int gi = gOffset + at.place(Operand.GENERATE, 1, sequence, first, channel);
    states[after] = states[before];
    lows[after] = lows[before];
    for (int t = 0; t < steps && !Float.isNaN(states[after]); t++) {
      LogAffineFunctions.step(on.p[pi], on.g[gi], states, after, lows, after);
      pi += on.pStep;
      gi += on.gStep;
    }
    LogAffineKernel.settle(states, lows, after, 1);
  }
}
