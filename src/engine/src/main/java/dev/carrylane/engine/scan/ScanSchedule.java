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
   * The time steps of one or few channels side by side on SIMD lanes, after Kogge and Stone ("A parallel algorithm
   * for the efficient solution of a general class of recurrence equations", IEEE Transactions on Computers
   * C-22, 1973): 256 bits at a time on every backend, which are 8 steps of one channel in single precision, 4 in
   * double, and for as many channels as have 256 bits 2 steps. It rounds differently from the serial recurrence.
   * Blocks of 4096 elements (2048 in double precision) begin anew from a state. One is unfit in which the product of
   * so many successive p of a channel leaves [2<sup>−63</sup>, 2) (or [2<sup>−511</sup>, 2)), in which some |p| is 2 or
   * more, or whose states do not stay finite. It is taken in pieces of 512 elements, of which those that are still
   * unfit are scanned serially, and so are the last steps that do not fill 1024 bits.
   *
   * <p>For sequences of 1, 2, 4 or (in single precision) 8 channels, and for the channels of channel-major ones, each
   * for itself; others are scanned as in {@link #SERIAL_TIME}.
   */
  KOGGE_STONE,

  /**
   * Time cut into blocks that threads work on at once, after Blelloch ("Prefix sums and their
   * applications", CMU-CS-90-190, 1990, section 1.2): every block but the first and the last is
   * reduced to one map of its carry, while the first is scanned directly; a scan over these maps gives the
   * carry into every block; every block is then scanned from its carry. {@link #BLOCKS} blocks are one
   * wave, which ends before the next begins: its elements are still in cache when they are scanned. The
   * scan over the maps of a wave is a serial walk of 14 steps, less than one meeting of two threads takes.
   *
   * <p>A scan that cannot be reduced, or a sequence of one block, is scanned as a block is.
   */
  BLOCKED_TIME,

  /**
   * Time cut into blocks for recurrences that forget, such as {@link DenseAffineScan} with matrices that
   * contract: a thread that scans a block begins a quarter of a block earlier, with a zero state, and writes
   * nothing until it is where the block begins. If the state that it has there agrees with that in which the
   * block before ends, within a few roundings, it stands; otherwise the block is scanned from the latter. It
   * costs a quarter more than serial time, and no products of matrices.
   *
   * <p>Blocks have 1024 steps, or a sixteenth of longer sequences. Scans that do not offer it take {@link
   * #SERIAL_TIME} instead.
   */
  OVERLAPPED_TIME;

  /** Blocks of a wave: as many as the threads that one wave can keep busy. */
  static final int BLOCKS = 16;

  private static final int MIN_BLOCK_STEPS = 512;

  /** 256 KB of p and g: a wave's share of a thread's second-level cache. */
  private static final int MAX_BLOCK_STEPS = 32768;

  /**
   * The most roundings that lie one after the other between an input and a state, the {@code depth} in
   * the error bound of {@link AffineScan}.
   *
   * @param steps time steps, 0 or more
   * @return {@code steps} for {@link #SERIAL_TIME} and {@link #KOGGE_STONE}; for {@link #BLOCKED_TIME} one
   *     block's steps and two for each other block, once for each wave and once more, if that is less
   */
  public int depth(int steps) {
    int block = blockSteps(steps);
    if (this != BLOCKED_TIME || steps <= block) {
      return steps;
    }
    long waves = Math.ceilDiv(blocks(steps), BLOCKS);
    return (int) Math.min(steps, waves * (block + 2 * BLOCKS) + block);
  }

  /**
   * Steps in every block of a sequence of this length except the last one, which may be shorter: an odd
   * multiple of 16, so that the blocks do not compete for the same cache lines.
   */
  static int blockSteps(int steps) {
    int even = Math.clamp(Math.ceilDiv(steps, BLOCKS), MIN_BLOCK_STEPS, MAX_BLOCK_STEPS);
    return (Math.ceilDiv(even, 16) | 1) * 16;
  }

  /** The number of blocks of a sequence of this length. */
  static int blocks(int steps) {
    return Math.ceilDiv(steps, blockSteps(steps));
  }
}
