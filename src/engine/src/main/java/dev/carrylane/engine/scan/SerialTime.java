package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.ParallelLoop;
import dev.carrylane.engine.internal.ScanKernel;

/** {@link ScanSchedule#SERIAL_TIME}: threads take ranges of channels. */
final class SerialTime implements ParallelLoop.Body {
  /** Ranges begin at multiples of this, so that two threads rarely write to one cache line. */
  private static final int RANGE = 16;

  /** A thread is worth calling for this many elements: about 15 µs of work in cache. */
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
    int useful = (int) Math.min(elements / MIN_ELEMENTS, on.channels / RANGE);
    parts = Math.max(1, Math.min(loop.threads(), useful));
    loop.run(this, parts);
  }

  @Override
  public void part(int index) {
    int ranges = on.channels / RANGE;
    int from = (int) ((long) ranges * index / parts) * RANGE;
    int to = index == parts - 1 ? on.channels : (int) ((long) ranges * (index + 1) / parts) * RANGE;
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
