package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.check.Checks;
import java.util.Objects;

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
   * double; 512 bits where a step has more than 64. It rounds differently from the serial recurrence.
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
   * carry into every block; every block is then scanned from its carry. 16 blocks are one wave, which
   * ends before the next begins: its elements are still in cache when they are scanned. The scan over the maps of
   * a wave is a serial walk of 14 steps, less than one meeting of two threads takes. A block has a sixteenth of the
   * steps, if that is at least 512 and not more than 256 KB of operands, or else one of these numbers; but at least
   * 32 steps, however many channels there are.
   *
   * <p>A sequence of one block is scanned as a block is.
   */
  BLOCKED_TIME;

  /**
   * The most roundings that lie one after the other between an input and a state, the {@code depth} in
   * the error bounds of {@link AffineScan} and {@link ComplexAffineScan}. It depends on the size of blocks, and so on
   * what a step reads.
   *
   * @param steps time steps, 0 or more
   * @param stepBytes bytes of p and g in a step of all channels: 8 for each channel of {@link AffineScan}, 16 for
   *     {@link ComplexAffineScan}
   * @return {@code steps} for {@link #SERIAL_TIME} and {@link #KOGGE_STONE}; for {@link #BLOCKED_TIME} the steps of two blocks, the first of a wave and the last, and two for each map between them,
   *     once for each wave, if that is less
   * @throws IllegalArgumentException if an argument is negative
   */
  public int depth(int steps, long stepBytes) {
    Checks.count("steps", steps);
    if (stepBytes < 0) {
      throw new IllegalArgumentException("stepBytes is " + stepBytes + "; it must not be negative");
    }
    int block = blockSteps(steps, stepBytes);
    if (this != BLOCKED_TIME || steps <= block) {
      return steps;
    }
    long waves = Math.ceilDiv(blocks(steps, stepBytes), ScanTuning.BLOCKS);
    return (int) Math.min(steps, waves * (2 * block + 2 * (ScanTuning.BLOCKS - 2)));
  }

  /** Checks that a schedule is named. */
  static ScanSchedule named(ScanSchedule schedule) {
    return Objects.requireNonNull(schedule, "schedule");
  }

  /**
   * Steps in every block of a sequence of this shape except the last one, which may be shorter: an odd
   * multiple of 16, unless it is the least number of steps, so that the blocks do not compete for the same cache lines.
   *
   * @param stepBytes bytes of the operands that a step of all channels reads
   */
  static int blockSteps(int steps, long stepBytes) {
    int even = Math.max(Math.ceilDiv(steps, ScanTuning.BLOCKS), ScanTuning.MIN_BLOCK_STEPS);
    int block = (Math.ceilDiv(even, 16) | 1) * 16;
    int most = ((int) (ScanTuning.BLOCK_BYTES / Math.max(1, stepBytes)) / 16 - 1 | 1) * 16;
    return Math.min(block, Math.max(most, ScanTuning.LEAST_BLOCK_STEPS));
  }

  /** The number of blocks of a sequence of this shape. */
  static int blocks(int steps, long stepBytes) {
    return Math.ceilDiv(steps, blockSteps(steps, stepBytes));
  }
}
