package dev.carrylane.engine.scan;

/**
 * The order in which a scan is computed. It decides the rounding, so it follows from the shape or is
 * asked for by name; it never depends on the number of threads or on the vector width.
 */
public enum ScanSchedule {
  /**
   * Time step after time step, channels side by side on SIMD lanes and on threads. The result has the
   * bits of the serial recurrence, so a sequence may be cut anywhere and continued from its final
   * state.
   */
  SERIAL_TIME,

  /**
   * Time cut into blocks that threads work on at once, after Blelloch ("Prefix sums and their
   * applications", CMU-CS-90-190, 1990, section 1.2): every block but the first and the last is
   * reduced to one affine map per channel, h ↦ P·h + G, while the first is scanned directly; a scan
   * over these maps gives the carry into every block; every block is then scanned from its carry. The
   * scan over the maps is a serial walk: there are at most 256, which takes 1.5 µs for a channel, less
   * than the up-sweep and down-sweep of a tree over threads would spend on meeting at each level.
   *
   * <p>A sequence of T steps is cut into blocks of max(512, ⌈T/256⌉) steps, rounded up to an odd
   * multiple of 16, so that the blocks of one channel do not compete for the same cache lines. A
   * sequence of one block is scanned as in {@link #SERIAL_TIME}.
   */
  BLOCKED_TIME;

  private static final int MIN_BLOCK_STEPS = 512;
  private static final int MAX_BLOCKS = 256;

  /**
   * One channel in serial time is bound by the latency of its only chain: 1.0 G elements/s on one core
   * or many, in cache. Blocked time runs three blocks side by side, but reads everything twice; on one
   * thread that costs 5 % at 2^16 steps and 25 % at 10^7, which come from memory. From two channels on,
   * serial time has more than one chain of its own (1.2 G elements/s with two channels, 1.9 with four),
   * and one thread would lose half.
   */
  private static final int BLOCKED_MAX_CHANNELS = 1;

  /**
   * Below this, waking the helpers costs what they bring: two threads run at 1.2 times the speed of
   * serial time at 2^16 steps, 1.3 at 2^17, 1.4 at 2^18, 1.6 at 10^6 and 10^7.
   */
  private static final int BLOCKED_MIN_STEPS = 1 << 17;

  /**
   * The schedule that a scan uses unless it was given one by name: {@link #BLOCKED_TIME} for a single
   * channel of at least 131,072 steps, {@link #SERIAL_TIME} for every other shape.
   *
   * @param steps time steps, 0 or more
   * @param channels channels, 0 or more
   * @return the schedule for this shape
   */
  public static ScanSchedule forShape(int steps, int channels) {
    return channels <= BLOCKED_MAX_CHANNELS && steps >= BLOCKED_MIN_STEPS
        ? BLOCKED_TIME
        : SERIAL_TIME;
  }

  /**
   * The most roundings that lie one after the other between an input and a state, the {@code depth} in
   * the error bound of {@link AffineScan}.
   *
   * @param steps time steps, 0 or more
   * @return {@code steps} for {@link #SERIAL_TIME}; for {@link #BLOCKED_TIME} two blocks' steps and
   *     twice the number of blocks, if that is less
   */
  public int depth(int steps) {
    int block = blockSteps(steps);
    if (this == SERIAL_TIME || steps <= block) {
      return steps;
    }
    return Math.min(steps, 2 * block + 2 * blocks(steps));
  }

  /** Steps in every block of a sequence of this length except the last one, which may be shorter. */
  static int blockSteps(int steps) {
    int least = Math.max(MIN_BLOCK_STEPS, Math.ceilDiv(steps, MAX_BLOCKS));
    return (Math.ceilDiv(least, 16) | 1) * 16;
  }

  /** The number of blocks of a sequence of this length. */
  static int blocks(int steps) {
    return Math.ceilDiv(steps, blockSteps(steps));
  }
}
