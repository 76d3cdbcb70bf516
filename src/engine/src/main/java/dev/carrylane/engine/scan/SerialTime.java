package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.ParallelLoop;
import dev.carrylane.engine.internal.ScanKernel;

/** {@link ScanSchedule#SERIAL_TIME}: threads take ranges of channels. */
final class SerialTime implements ParallelLoop.Body {
  /** Ranges begin at multiples of this, a vector of 512 bits and about a cache line. */
  private static final int UNIT = 16;

  /**
   * The fewest channels that a thread takes. Threads that work on the same rows fetch each other's
   * lines along with their own, and share one at the edge of every row: with data that comes from the
   * third-level cache, two threads run at 0.7 times the speed of one with 32 or 64 channels each, 1.1
   * with 128, 1.4 with 256, 1.8 with 512 and 2 with 2048.
   */
  private static final int MIN_CHANNELS = 128;

  /** The fewest elements that a thread takes: about 15 µs of work in cache, what waking it costs. */
  private static final int MIN_ELEMENTS = 1 << 17;

  private final ScanKernel kernel;
  private final ParallelLoop loop;
  private final Operands on;
  private float[] state;
  private int parts;

  SerialTime(ScanKernel kernel, ParallelLoop loop, Operands on) {
    this.kernel = kernel;
    this.loop = loop;
    this.on = on;
  }

  /** Scans from {@code state}, which then holds the state after the last step. */
  void run(float[] state) {
    this.state = state;
    long elements = (long) on.steps * on.channels;
    int useful = (int) Math.min(elements / MIN_ELEMENTS, on.channels / MIN_CHANNELS);
    parts = Math.max(1, Math.min(loop.threads(), useful));
    loop.run(this, parts);
  }

  @Override
  public void part(int index, int worker) {
    int units = on.channels / UNIT;
    int from = (int) ((long) units * index / parts) * UNIT;
    int to = index == parts - 1 ? on.channels : (int) ((long) units * (index + 1) / parts) * UNIT;
    kernel.scan(
        1,
        on.steps,
        to - from,
        on.p,
        on.pOffset + from,
        on.pStride,
        on.g,
        on.gOffset + from,
        on.gStride,
        on.h,
        on.hOffset + from,
        on.hStride,
        state,
        from);
  }
}
