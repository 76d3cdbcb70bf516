package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.DenseKernel;
import java.util.Arrays;

/** The affine recurrence of square blocks. */
final class DenseRecurrence extends ForwardRecurrence<float[]> implements Reducible, Correctable {
  /** Steps of a block of time whose states are on their way at once while it is reduced. */
  private static final int REDUCED_AT_ONCE = 16;

  /** A map whose elements are all smaller than this is scaled up, so that its products are not subnormal. */
  private static final float SMALL = 0x1p-40f;

  /**
   * A map below 2 to this power counts as zero: no state is so large that the product of the two is not less than
   * what the smallest number rounds by.
   */
  private static final int NEGLIGIBLE = 2 * Float.MIN_EXPONENT - 64;

  /** In place of a scale: the map is zero. */
  private static final int ZERO = Integer.MIN_VALUE;

  /** In place of a scale: the map holds an infinity or a NaN. */
  private static final int BROKEN = Integer.MAX_VALUE;

  private final Backend backend;

  /** Of this call. */
  private DenseKernel kernel;

  private final int n;
  private final DenseKernel.Operands on = new DenseKernel.Operands();

  /** As {@link #on}, but for states that nobody wants. */
  private final DenseKernel.Operands aside = new DenseKernel.Operands();

  private float[] scratch = {};
  private float[] rows = {};
  private float[] maps = {};
  private float[] sums = {};
  private int[] scales = {};

  DenseRecurrence(Backend backend, int n) {
    super(abilities(n), new float[0], n * n);
    this.n = n;
    this.backend = backend;
  }

  private static ScanAbilities abilities(int n) {
    ScanAbilities able =
        ScanAbilities.serial(n, n * n).withReduction((n * n + n) * Float.BYTES, false);
    return n <= ScanTuning.MOST_TO_MEET ? able.withCorrection() : able;
  }

  /** One row of p may serve all steps. */
  @Override
  void checkPropagate() {
    p.checkConstant();
  }

  @Override
  void checkPlaceOfPropagate() {
    h.checkApart(p);
  }

  @Override
  void bind() {
    kernel = Kernels.of(backend).scans().dense(n);
    bind(on);
    on.h = h.array;
    on.hStep = h.timeStride();
    on.hChannel = h.channelStride();
    bind(aside);
    aside.h = rows;
    aside.hStep = at.channels * n;
    aside.hChannel = n;
  }

  private void bind(DenseKernel.Operands operands) {
    operands.n = n;
    operands.p = p.array;
    operands.g = g.array;
    operands.pStep = p.timeStride();
    operands.gStep = g.timeStride();
    operands.pChannel = p.channelStride();
    operands.gChannel = g.channelStride();
  }

  @Override
  void release() {
    super.release();
    on.clear();
    aside.clear();
  }

  @Override
  void reserveScratch(int slots) {
    int wanted = Math.multiplyExact(slots, DenseKernel.SCRATCH);
    if (scratch.length < wanted) {
      scratch = new float[wanted];
    }
  }

  @Override
  boolean keepsOperands() {
    return !g.isSame(h);
  }

  @Override
  public boolean same(int state, int other, int length) {
    return Arrays.equals(states, state, state + length, states, other, other + length);
  }

  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    kernel.scan(
        on,
        steps,
        to - from,
        p.index(sequence, first, from),
        g.index(sequence, first, from),
        h.index(sequence, first, from),
        states,
        state,
        scratch,
        slotOf(state) * DenseKernel.SCRATCH);
  }

  /** Runs the recurrence with the room of one block and its slot, and leaves no more than the state after it. */
  private void scanAside(
      int block, int sequence, int first, int steps, int from, int to, float[] state, int si) {
    for (int done = 0; done < steps; done += REDUCED_AT_ONCE) {
      kernel.scan(
          aside,
          Math.min(REDUCED_AT_ONCE, steps - done),
          to - from,
          p.index(sequence, first + done, from),
          g.index(sequence, first + done, from),
          block * REDUCED_AT_ONCE * at.channels * n,
          state,
          si,
          scratch,
          (block + 1) * DenseKernel.SCRATCH);
    }
  }

  @Override
  public void reserveMaps(int blocks) {
    int length = Math.multiplyExact(blocks * at.channels, REDUCED_AT_ONCE * n);
    if (rows.length < length) {
      rows = new float[length];
    }
    aside.h = rows;
    int all = Math.multiplyExact(blocks, at.channels);
    int map = n * DenseKernel.mapStride(n);
    if (scales.length < all) {
      scales = new int[all];
      sums = new float[Math.multiplyExact(all, n)];
      maps = new float[Math.multiplyExact(all, 2 * map)];
    }
  }

  @Override
  public void reduce(int block, int sequence, int first, int steps) {
    int channels = at.channels;
    int sum = block * channels * n;
    Arrays.fill(sums, sum, sum + channels * n, 0);
    scanAside(block, sequence, first, steps, 0, channels, sums, sum);
    for (int c = 0; c < channels; c++) {
      scales[block * channels + c] = multiply(block, sequence, first, steps, c);
    }
  }

  /** The place of a channel's map; while it is computed, it alternates with the one behind it. */
  private int map(int block, int channel) {
    return (block * at.channels + channel) * 2 * n * DenseKernel.mapStride(n);
  }

  /**
   * Multiplies the blocks of some steps, and returns to which power of 2 the product must be taken. It ends
   * where it began, which copies it if the number of products is odd.
   */
  private int multiply(int block, int sequence, int first, int steps, int channel) {
    int stride = DenseKernel.mapStride(n);
    int map = map(block, channel);
    int other = map + n * stride;
    int pi = p.index(sequence, first, channel);
    for (int i = 0; i < n; i++) {
      System.arraycopy(on.p, pi + i * n, maps, map + i * stride, n);
      Arrays.fill(maps, map + i * stride + n, map + (i + 1) * stride, 0);
    }
    int scale = 0;
    for (int t = 1; t < steps; t++) {
      pi += on.pStep;
      kernel.multiply(n, on.p, pi, maps, map, other);
      int swap = map;
      map = other;
      other = swap;
      if (t % REDUCED_AT_ONCE == 0) {
        scale = rescale(map, stride, scale);
        if (scale == ZERO || scale == BROKEN) {
          return scale;
        }
      }
    }
    System.arraycopy(maps, map, maps, map(block, channel), n * stride);
    return scale;
  }

  private int rescale(int map, int stride, int scale) {
    float largest = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        largest = Math.max(largest, Math.abs(maps[map + i * stride + j]));
      }
    }
    if (!Float.isFinite(largest)) {
      return BROKEN;
    }
    int exponent = Math.getExponent(largest);
    if (largest == 0 || scale + exponent < NEGLIGIBLE) {
      return ZERO;
    }
    if (largest >= SMALL) {
      return scale;
    }
    for (int i = 0; i < n * stride; i++) {
      maps[map + i] = Math.scalb(maps[map + i], -exponent);
    }
    return scale + exponent;
  }

  @Override
  public void carry(int block, int sequence, int first, int steps, int before, int after) {
    for (int c = 0; c < at.channels; c++) {
      int from = before + c * n;
      int to = after + c * n;
      if (!carryByMap(block, c, from, to)) {
        // The recurrence has overflowed or met a value that is not finite, or only its map has.
        System.arraycopy(states, from, states, to, n);
        scanAside(block, sequence, first, steps, c, c + 1, states, to);
      }
    }
  }

  /** Whether the state behind the block is finite. */
  private boolean carryByMap(int block, int channel, int from, int to) {
    int scale = scales[block * at.channels + channel];
    if (scale == BROKEN) {
      return false;
    }
    int stride = DenseKernel.mapStride(n);
    int map = map(block, channel);
    int sum = (block * at.channels + channel) * n;
    boolean finite = true;
    for (int i = 0; i < n; i++) {
      float carried = 0;
      for (int j = 0; j < n && scale != ZERO; j++) {
        carried = Math.fma(maps[map + i * stride + j], states[from + j], carried);
      }
      states[to + i] = sums[sum + i] + Math.scalb(carried, scale == ZERO ? 0 : scale);
      finite &= Float.isFinite(states[to + i]) && Float.isFinite(states[from + i]);
    }
    return finite;
  }
}
