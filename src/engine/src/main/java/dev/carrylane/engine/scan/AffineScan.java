package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.Checks;
import dev.carrylane.engine.internal.Kernels;
import dev.carrylane.engine.internal.ParallelLoop;
import dev.carrylane.engine.internal.ScanKernel;
import java.util.Arrays;
import java.util.Objects;

/**
 * The diagonal affine recurrence h<sub>t</sub> = p<sub>t</sub> · h<sub>t−1</sub> + g<sub>t</sub>, each
 * channel for itself: the carry of a carry-lookahead network, where p says how much of the carry a
 * time step propagates and g what it generates.
 *
 * <p>Sequences are time-major: {@code p}, {@code g} and {@code h} have {@code steps} rows of {@code
 * channels} values, row t beginning at {@code offset + t * stride}. Elements between the rows are
 * neither read nor written.
 *
 * {@snippet :
 * AffineScan scan = AffineScan.on(engine);
 * scan.run(steps, channels, p, g, h); // from a zero state
 *
 * // In place, continuing from where the last call stopped, with a gate and an input side by side:
 * scan.run(steps, 64, pg, 0, 128, pg, 64, 128, state, 0, pg, 64, 128, state, 0);
 * }
 *
 * <h2>What it computes</h2>
 *
 * <p>The definition is the serial recurrence in {@code float}, h<sub>t</sub> = {@code
 * Math.fma(}p<sub>t</sub>{@code , }h<sub>t−1</sub>{@code , }g<sub>t</sub>{@code )}. {@link
 * ScanSchedule#SERIAL_TIME} gives its bits (of a NaN, that it is one). {@link
 * ScanSchedule#BLOCKED_TIME} rounds differently. Which of the two runs depends on the shape alone,
 * unless one is asked for by name, and neither depends on the number of threads, on the backend or on
 * the vector width: those never change a bit.
 *
 * <p><b>Error.</b> With u = 2<sup>−24</sup>, the exact states h, and B<sub>t</sub> =
 * |p<sub>t</sub>|·B<sub>t−1</sub> + |g<sub>t</sub>| + {@link Float#MIN_NORMAL} from B<sub>−1</sub> =
 * |h<sub>−1</sub>|, both schedules keep, as long as nothing overflows,
 *
 * <blockquote>
 *
 * |ĥ<sub>t</sub> − h<sub>t</sub>| ≤ ((1 + u)<sup>n</sup> − 1) · B<sub>t</sub> ≤ c·u·n·B<sub>t</sub>
 * with n = min(t + 1, {@link ScanSchedule#depth depth})
 *
 * </blockquote>
 *
 * <p>where c ≤ 1.01 for n up to 300,000 and c ≤ 1.4 for n up to 10<sup>7</sup>. It follows by induction:
 * one fma adds at most u·max(|result|, {@code MIN_NORMAL}) ≤ (1 + u)<sup>n</sup>·u·B<sub>t</sub> to
 * what it was handed, so n roundings in a chain cost a factor (1 + u)<sup>n</sup>. Cutting time does not
 * lengthen the chain: a block's carry is P·h + G with P in {@code double}, which counts as one more
 * rounding for the incoming carry, and G carries as many roundings as the block has steps, on the part
 * of B<sub>t</sub> that arises inside the block. The term {@code MIN_NORMAL} stands for results that
 * round in the subnormal range, and for products P below 2<sup>−300</sup>, which count as zero: whatever
 * carry they multiply, the recurrence itself would have rounded it away.
 *
 * <p><b>Overflow and non-finite values.</b> In {@link ScanSchedule#BLOCKED_TIME}, a block whose map does
 * not give a finite carry (because P or G overflowed, or the block holds ∞ or NaN, or the carry into it
 * is infinite) passes on the carry that the recurrence itself gives from the carry into it; its steps
 * then count towards n, up to t + 1. So 0 · ∞ from
 * a product that overflowed never shows where the recurrence stays finite, and from a non-finite input
 * on, each channel gets what the recurrence gives. One thing differs: where the recurrence overflows
 * inside a block although the exact state is back in range by the end of that block, the overflow shows
 * in that block alone, and the blocks after it go on from the exact carry.
 *
 * <p><b>Speed of subnormal values.</b> States that decay into the subnormal range (below 1.2·10<sup>−38</sup>)
 * are computed as IEEE 754 wants it, for which many processors take about a hundred cycles: 33 ns instead
 * of 1 ns for a step of one channel, 175 ns instead of 26 ns for one of 64. Input that is zero for long,
 * with gates below 1, leads there; a gate that is exactly 0 does not. The products of blocked time do not
 * linger in that range.
 *
 * <p>An instance has one user thread at a time; it owns scratch memory that grows to the largest shape
 * seen (16 bytes per channel and block for blocked time, 4 bytes per channel otherwise), after which
 * {@code run} allocates nothing. It keeps no reference to the caller's arrays.
 */
public final class AffineScan {
  private final ScanSchedule schedule;
  private final Operands operands = new Operands();
  private final SerialTime serialTime;
  private final BlockedTime blockedTime;
  private float[] state = new float[0];

  private AffineScan(Engine engine, ScanSchedule schedule) {
    this.schedule = schedule;
    ScanKernel kernel = Kernels.of(engine.backend()).scan();
    ParallelLoop loop = ParallelLoop.of(engine);
    serialTime = new SerialTime(kernel, loop, operands);
    blockedTime = new BlockedTime(kernel, loop, operands);
  }

  /**
   * A scan whose schedule follows from the shape.
   *
   * @param engine where it runs
   * @return a new scan
   */
  public static AffineScan on(Engine engine) {
    return new AffineScan(Objects.requireNonNull(engine, "engine"), null);
  }

  /**
   * A scan with a schedule of the caller's choice for all shapes.
   *
   * @param engine where it runs
   * @param schedule the order of computation
   * @return a new scan
   */
  public static AffineScan on(Engine engine, ScanSchedule schedule) {
    return new AffineScan(
        Objects.requireNonNull(engine, "engine"), Objects.requireNonNull(schedule, "schedule"));
  }

  /**
   * Scans contiguous sequences from a zero state. As the longer form with offsets 0, strides {@code
   * channels} and no states.
   *
   * @param steps time steps, 0 or more
   * @param channels channels, 0 or more
   * @param p propagate, {@code [steps][channels]}
   * @param g generate, {@code [steps][channels]}
   * @param h receives the states, {@code [steps][channels]}; may be {@code g} or {@code p}
   * @throws IllegalArgumentException as the longer form
   */
  public void run(int steps, int channels, float[] p, float[] g, float[] h) {
    run(steps, channels, p, 0, channels, g, 0, channels, null, 0, h, 0, channels, null, 0);
  }

  /**
   * Scans a sequence. Everything is checked before anything is written.
   *
   * <p>{@code h} may be the same rows as {@code g} or {@code p} (same array, offset and stride), and
   * may share an array with them if no element is common; {@code p} and {@code g} may overlap in any
   * way. {@code initial} is read before anything is written, and {@code finalState} is written last,
   * so they may be the same; {@code finalState} must not lie in {@code h}.
   *
   * @param steps time steps, 0 or more; with 0 the final state is the initial one
   * @param channels channels, 0 or more
   * @param p propagate
   * @param pOffset its first element
   * @param pStride elements from row to row, at least {@code channels}
   * @param g generate
   * @param gOffset its first element
   * @param gStride elements from row to row, at least {@code channels}
   * @param initial the state before the first step, {@code channels} values; null for zeros
   * @param initialOffset its first element; ignored without {@code initial}
   * @param h receives the state after every step
   * @param hOffset its first element
   * @param hStride elements from row to row, at least {@code channels}
   * @param finalState receives the state after the last step, {@code channels} values; null if not
   *     wanted
   * @param finalOffset its first element; ignored without {@code finalState}
   * @throws IllegalArgumentException if a size is negative, a stride is less than {@code channels}, an
   *     array is too short, or {@code h} overlaps an operand in another way than allowed
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
    Checks.rows("p", p, pOffset, steps, channels, pStride);
    Checks.rows("g", g, gOffset, steps, channels, gStride);
    Checks.rows("h", h, hOffset, steps, channels, hStride);
    Checks.sameOrDisjoint("p", p, pOffset, pStride, "h", h, hOffset, hStride, steps, channels);
    Checks.sameOrDisjoint("g", g, gOffset, gStride, "h", h, hOffset, hStride, steps, channels);
    if (initial != null) {
      Checks.rows("initial", initial, initialOffset, 1, channels, channels);
    }
    if (finalState != null) {
      Checks.rows("finalState", finalState, finalOffset, 1, channels, channels);
      requireApart(finalState, finalOffset, h, hOffset, hStride, steps, channels);
    }
    if (channels == 0) {
      return;
    }

    if (state.length < channels) {
      state = new float[channels];
    }
    if (initial == null) {
      Arrays.fill(state, 0, channels, 0);
    } else {
      System.arraycopy(initial, initialOffset, state, 0, channels);
    }
    if (steps > 0) {
      operands.steps = steps;
      operands.channels = channels;
      operands.p = p;
      operands.pOffset = pOffset;
      operands.pStride = pStride;
      operands.g = g;
      operands.gOffset = gOffset;
      operands.gStride = gStride;
      operands.h = h;
      operands.hOffset = hOffset;
      operands.hStride = hStride;
      try {
        if (scheduleFor(steps, channels) == ScanSchedule.BLOCKED_TIME) {
          blockedTime.run(state);
        } else {
          serialTime.run(state);
        }
      } finally {
        operands.clear();
      }
    }
    if (finalState != null) {
      System.arraycopy(state, 0, finalState, finalOffset, channels);
    }
  }

  /** The final state must not overwrite a state in h. */
  private static void requireApart(
      float[] finalState,
      int finalOffset,
      float[] h,
      int hOffset,
      int hStride,
      int steps,
      int channels) {
    // A single row fits any stride, so it takes that of h.
    if (finalState == h
        && Checks.overlap(finalOffset, hStride, 1, hOffset, hStride, steps, channels)) {
      throw new IllegalArgumentException(
          "finalState (offset %d) lies in h (offset %d, stride %d) and would overwrite states there; give it elements of its own"
              .formatted(finalOffset, hOffset, hStride));
    }
  }

  private ScanSchedule scheduleFor(int steps, int channels) {
    return schedule != null ? schedule : ScanSchedule.forShape(steps, channels);
  }
}
