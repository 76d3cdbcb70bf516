package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.check.Checks;
import java.util.Objects;

/**
 * The affine recurrence h<sub>t</sub> = P<sub>t</sub> h<sub>t−1</sub> + g<sub>t</sub> of square blocks: a channel's
 * state is a vector of n elements, and every time step has an n × n matrix for each channel. One channel is a dense
 * recurrence, many small ones a block-diagonal one.
 *
 * <p>Where {@link Sequences} speaks of an element of p, there are the n² elements of a block, stored by rows;
 * where it speaks of one of g or h, there are n. So time-major rows of p have channels · n² elements, those of
 * g and h channels · n, and strides count single elements. A stride of 0 for time-major p means that one row of
 * blocks serves every step of every sequence.
 *
 * {@snippet :
 * DenseAffineScan scan = DenseAffineScan.on(engine, 16);
 * scan.run(Sequences.timeMajor(steps, 1), p, g, h); // [steps][16][16], [steps][16], [steps][16]
 *
 * // The same matrix in every step: h_t = A h_{t−1} + g_t.
 * scan.run(Sequences.timeMajor(steps, 1).strides(0, 16, 16), a, g, h);
 *
 * // The same from and to a state, without a description to make.
 * scan.run(steps, 1, a, 0, 0, g, 0, 16, state, 0, h, 0, 16, state, 0);
 * }
 *
 * <h2>What it computes</h2>
 *
 * <p>The definition is serial in {@code float}: element i of a state is the chain s = {@code
 * Math.fma(}P[i][j]{@code , }h<sub>t−1</sub>[j]{@code , }s{@code )} for j = 0, 1, …, n − 1, from s = g[i]. {@link
 * ScanSchedule#SERIAL_TIME}, which every shape gets unless another is asked for, has its bits (of a NaN, that it is
 * one), whatever the threads, the backend and the vector width.
 *
 * <p><b>Threads.</b> Sequences are shared among threads where there are enough, else channels. A single long
 * sequence of few channels is cut into parts that begin from zero states, each of which is then scanned again
 * from the state before it until its bits are those that it has already. Blocks of up to 8 rows that contract
 * come to that soon; larger ones do not, and one thread scans them (and all blocks where h replaces g, because
 * there no step could be repeated).
 *
 * <p>Asked for by name, {@link ScanSchedule#BLOCKED_TIME} uses threads for larger blocks, too, and rounds
 * differently, the same for every number of threads. It multiplies the blocks themselves. That is n³
 * multiply-adds in each step, where the step has n²: for n = 16 it takes five threads to break even. A product ends early where it has
 * become too small to matter. For n = 2 it costs as much as 2 steps.
 *
 * <p><b>Error.</b> With u = 2<sup>−24</sup>, exact states h and B<sub>t</sub> = |P<sub>t</sub>| B<sub>t−1</sub> +
 * |g<sub>t</sub>| + {@link Float#MIN_NORMAL} element by element, from B<sub>−1</sub> = |h<sub>−1</sub>|, the serial
 * recurrence keeps, as long as nothing overflows,
 *
 * <blockquote>
 *
 * |ĥ<sub>t</sub> − h<sub>t</sub>| ≤ ((1 + u)<sup>N</sup> − 1) · B<sub>t</sub> with N = n (t + 1)
 *
 * </blockquote>
 *
 * <p>because no input passes through more than n roundings in a step. {@link ScanSchedule#BLOCKED_TIME} keeps
 * it with N = (n + 1)(t + 1) and max(1, H) · {@code MIN_NORMAL} in B<sub>t</sub>, where H is the largest sum of
 * absolute values of a state: a product of blocks rounds n times in each step, too, applying it n times and
 * adding what it gives to the block's own sum twice more, and what rounds or is dropped in the subnormal range
 * is multiplied by a state. Where a product or a state is not finite, the steps themselves are run from the
 * state that arrived.
 *
 * <p><b>Ownership, memory and interrupts</b> are as in {@link AffineScan}. Scratch is up to 35 states for each channel, and 16 for each
 * thread, where time is cut; in blocked time 2 n² + 17 n elements for each channel and block.
 */
public final class DenseAffineScan {
  private static final int MOST = 64;

  private final DenseRecurrence recurrence;
  private final ScanLoop loop;

  private DenseAffineScan(Engine engine, int n, ScanSchedule schedule) {
    recurrence = new DenseRecurrence(engine.backend(), checkSize(n));
    loop = new ScanLoop(engine, recurrence, "DenseAffineScan", schedule);
  }

  static int checkSize(int n) {
    if (n < 1 || n > MOST) {
      throw new IllegalArgumentException(
          "blocks of %d rows; they may have 1 to %d".formatted(n, MOST));
    }
    return n;
  }

  /**
   * {@return a scan whose schedule follows from the shape}
   *
   * @param engine where it runs
   * @param n rows and columns of a block, 1 to 64
   * @throws IllegalArgumentException if n is not in that range
   */
  public static DenseAffineScan on(Engine engine, int n) {
    return new DenseAffineScan(Objects.requireNonNull(engine, "engine"), n, null);
  }

  /**
   * {@return a scan with a schedule of the caller's choice for all shapes}
   *
   * @param engine where it runs
   * @param n rows and columns of a block, 1 to 64
   * @param schedule the order of computation
   * @throws IllegalArgumentException if n is not in that range, or the scan has not that schedule
   */
  public static DenseAffineScan on(Engine engine, int n, ScanSchedule schedule) {
    return new DenseAffineScan(
        Objects.requireNonNull(engine, "engine"), n, ScanSchedule.named(schedule));
  }

  /**
   * Scans one time-major sequence: the longest form, without a description to make.
   *
   * @param steps time steps, 0 or more; with 0 the final state is the initial one
   * @param channels channels, 0 or more
   * @param p the blocks
   * @param pOffset its first element
   * @param pStride elements from row to row, at least channels · n²; or 0 for one row that serves every step
   * @param g what is added
   * @param gOffset its first element
   * @param gStride elements from row to row, at least channels · n
   * @param initial the state before the first step; null for zeros
   * @param initialOffset its first element
   * @param h receives the state after every step
   * @param hOffset its first element
   * @param hStride elements from row to row, at least channels · n
   * @param finalState receives the state after the last step; null if not wanted
   * @param finalOffset its first element
   * @throws IllegalArgumentException as the longest form
   */
  public void run(
      int steps,
      int channels,
      float[] p,
      int pOffset,
      int pStride,
      float[] g,
      int gOffset,
      int gStride,
      float[] initial,
      int initialOffset,
      float[] h,
      int hOffset,
      int hStride,
      float[] finalState,
      int finalOffset) {
    Checks.count("steps", steps);
    Checks.count("channels", channels);
    Checks.count("pStride", pStride);
    Checks.count("gStride", gStride);
    Checks.count("hStride", hStride);
    recurrence.at.timeMajor(steps, channels, pStride, gStride, hStride);
    recurrence.p.give(p, pOffset);
    recurrence.g.give(g, gOffset);
    recurrence.initial.give(initial, initialOffset);
    recurrence.h.give(h, hOffset);
    recurrence.last.give(finalState, finalOffset);
    loop.run(null, 0);
  }

  /**
   * Scans sequences from zero states: the longest form with offsets 0 and no states.
   *
   * @param sequences the sequences and how they lie in the arrays
   * @param p the blocks
   * @param g what is added
   * @param h receives the states; may be {@code g}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(Sequences sequences, float[] p, float[] g, float[] h) {
    run(sequences, null, 0, p, 0, g, 0, null, 0, h, 0, null, 0);
  }

  /**
   * Scans sequences, as {@link AffineScan} does, except that {@code h} has no element in common with {@code p}.
   *
   * @param sequences the sequences and how they lie in the arrays, of which a stride of 0 may be p's
   * @param resets as {@link AffineScan}
   * @param resetsOffset the first flag
   * @param p the blocks
   * @param pOffset its first element
   * @param g what is added
   * @param gOffset its first element
   * @param initial the state before the first step of each sequence, {@code [count][channels][n]}; null for zeros
   * @param initialOffset its first element
   * @param h receives the state after every step, or before it in an exclusive scan
   * @param hOffset its first element
   * @param finalState receives the state after the last step, as {@code initial}; null if not wanted
   * @param finalOffset its first element
   * @throws IllegalArgumentException as {@link AffineScan}
   */
  public void run(
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      float[] p,
      int pOffset,
      float[] g,
      int gOffset,
      float[] initial,
      int initialOffset,
      float[] h,
      int hOffset,
      float[] finalState,
      int finalOffset) {
    recurrence.at.describe(sequences);
    recurrence.p.give(p, pOffset);
    recurrence.g.give(g, gOffset);
    recurrence.initial.give(initial, initialOffset);
    recurrence.h.give(h, hOffset);
    recurrence.last.give(finalState, finalOffset);
    loop.run(resets, resetsOffset);
  }
}
