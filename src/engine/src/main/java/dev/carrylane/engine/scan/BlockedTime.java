package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.ParallelLoop;
import dev.carrylane.engine.internal.ScanKernel;

/** {@link ScanSchedule#BLOCKED_TIME}: threads take blocks of time. Owns the blocks' carries and maps. */
final class BlockedTime {
  /** Blocks in a part, as many as the scalar kernel takes side by side. */
  private static final int TOGETHER = 3;

  private final ScanKernel kernel;
  private final ParallelLoop loop;
  private final Operands on;
  private final ParallelLoop.Body reduce = this::reducePart;
  private final ParallelLoop.Body rescan = this::rescanPart;

  /** {@code [blocks][channels]}: the state before each block; after a block is scanned, behind it. */
  private float[] carry = new float[0];

  private double[] product = new double[0];
  private float[] sum = new float[0];
  private int blockSteps;
  private int blocks;

  BlockedTime(ScanKernel kernel, ParallelLoop loop, Operands on) {
    this.kernel = kernel;
    this.loop = loop;
    this.on = on;
  }

  /** Scans from {@code state}, which then holds the state after the last step. */
  void run(float[] state) {
    int channels = on.channels;
    blockSteps = ScanSchedule.blockSteps(on.steps);
    blocks = ScanSchedule.blocks(on.steps);
    if (blocks <= 1) {
      scan(0, 1, on.steps, state, 0);
      return;
    }
    reserve(blocks * channels);
    System.arraycopy(state, 0, carry, 0, channels);
    loop.run(reduce, 1 + Math.ceilDiv(blocks - 2, TOGETHER));
    walk();
    loop.run(rescan, Math.ceilDiv(blocks - 1, TOGETHER));
    System.arraycopy(carry, (blocks - 1) * channels, state, 0, channels);
  }

  private void reserve(int length) {
    if (carry.length < length) {
      carry = new float[length];
      product = new double[length];
      sum = new float[length];
    }
  }

  /** The first part scans the first block, the others reduce. */
  private void reducePart(int index, int worker) {
    if (index == 0) {
      scan(0, 1, blockSteps, carry, 0);
      return;
    }
    int first = 1 + (index - 1) * TOGETHER;
    int count = Math.min(TOGETHER, blocks - 1 - first);
    int row = first * blockSteps;
    kernel.reduce(
        count,
        blockSteps,
        on.channels,
        on.p,
        on.pOffset + row * on.pStride,
        on.pStride,
        on.g,
        on.gOffset + row * on.gStride,
        on.gStride,
        product,
        sum,
        first * on.channels);
  }

  /** Carries the state behind the first block through the maps of the others. */
  private void walk() {
    int channels = on.channels;
    System.arraycopy(carry, 0, carry, channels, channels);
    for (int block = 1; block < blocks - 1; block++) {
      for (int c = 0; c < channels; c++) {
        int i = block * channels + c;
        float before = carry[i];
        float after = (float) Math.fma(product[i], before, (double) sum[i]);
        if (!Float.isFinite(after) && !Float.isNaN(before)) {
          after = replay(block, c, before);
        }
        carry[i + channels] = after;
      }
    }
  }

  /**
   * The state behind a block by the recurrence itself, for one channel. Taken where the map gives no
   * finite state: there the recurrence has overflowed or met a non-finite input, or only the map has
   * (0 · ∞, ∞ − ∞).
   */
  private float replay(int block, int channel, float before) {
    int row = block * blockSteps;
    int pi = on.pOffset + row * on.pStride + channel;
    int gi = on.gOffset + row * on.gStride + channel;
    float state = before;
    for (int t = 0; t < blockSteps && !Float.isNaN(state); t++) {
      state = Math.fma(on.p[pi], state, on.g[gi]);
      pi += on.pStride;
      gi += on.gStride;
    }
    return state;
  }

  private void rescanPart(int index, int worker) {
    int first = 1 + index * TOGETHER;
    int end = Math.min(first + TOGETHER, blocks);
    // The last block of the sequence may be shorter than the others.
    int last = on.steps - (blocks - 1) * blockSteps;
    int whole = end == blocks && last < blockSteps ? end - 1 : end;
    scan(first, whole - first, blockSteps, carry, first * on.channels);
    if (whole < end) {
      scan(whole, 1, last, carry, whole * on.channels);
    }
  }

  private void scan(int first, int count, int steps, float[] state, int stateOffset) {
    int row = first * blockSteps;
    kernel.scan(
        count,
        steps,
        on.channels,
        on.p,
        on.pOffset + row * on.pStride,
        on.pStride,
        on.g,
        on.gOffset + row * on.gStride,
        on.gStride,
        on.h,
        on.hOffset + row * on.hStride,
        on.hStride,
        state,
        stateOffset);
  }
}
