package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.check.Checks;
import java.util.Objects;

/**
 * The diagonal affine recurrence h<sub>t</sub> = p<sub>t</sub> · h<sub>t−1</sub> + g<sub>t</sub>, each
 * channel for itself: the carry of a carry-lookahead network, where p says how much of the carry a
 * time step propagates and g what it generates.
 *
 * {@snippet :
 * AffineScan scan = AffineScan.on(engine);
 * scan.run(steps, channels, p, g, h); // [T, C], from a zero state
 *
 * // In place, continuing from where the last call stopped, with a gate and an input side by side:
 * scan.run(steps, 64, pg, 0, 128, pg, 64, 128, state, 0, pg, 64, 128, state, 0);
 *
 * // Batches, other layouts, backwards, without a step's own g, from Sequences:
 * scan.run(Sequences.packed(offsets, 64).reversed().exclusive(), p, g, h);
 * }
 *
 * <h2>What it computes</h2>
 *
 * <p>The definition is the serial recurrence, h<sub>t</sub> = {@code
 * Math.fma(}p<sub>t</sub>{@code , }h<sub>t−1</sub>{@code , }g<sub>t</sub>{@code )}. {@link
 * ScanSchedule#SERIAL_TIME} gives its bits (of a NaN, that it is one). The others round differently. A
 * sequence of 1, 2, 4 or (in single precision) 8 channels, and every channel of a channel-major one, is scanned by
 * {@link ScanSchedule#KOGGE_STONE} from 64 steps on, all others in serial time, unless a schedule is asked for by
 * name. So the schedule depends on the shape alone; the number of threads, the backend and the vector width
 * never change a bit. An application that goes step by step and needs the bits of the whole sequence asks for
 * serial time.
 *
 * <p>Sequences of a batch, packed sequences, and the pieces between resets have the bits that each of them
 * would have alone.
 *
 * <p><b>Error.</b> With the unit roundoff u, the exact states h, and B<sub>t</sub> =
 * |p<sub>t</sub>|·B<sub>t−1</sub> + |g<sub>t</sub>| + μ from B<sub>−1</sub> = |h<sub>−1</sub>|, every schedule
 * keeps, as long as nothing overflows,
 *
 * <blockquote>
 *
 * |ĥ<sub>t</sub> − h<sub>t</sub>| ≤ ((1 + u)<sup>n</sup> − 1) · B<sub>t</sub> ≤ c·u·n·B<sub>t</sub>
 * with n = 4 + min(t + 1, {@link ScanSchedule#depth depth})
 *
 * </blockquote>
 *
 * <p>where u = 2<sup>−24</sup> and μ = {@link Float#MIN_NORMAL} in single precision, u = 2<sup>−53</sup>
 * and μ = 2<sup>−800</sup> in double; c ≤ 1.01 for u·n up to 0.02 and c ≤ 1.4 for u·n up to 0.6.
 * It follows by induction: one fma adds at most u·max(|result|, μ) ≤
 * (1 + u)<sup>n</sup>·u·B<sub>t</sub> to what it was handed, so n roundings in a chain cost a factor (1 +
 * u)<sup>n</sup>. In {@link ScanSchedule#KOGGE_STONE}, what a step d steps back contributes has been through
 * at most d roundings of products and fma's and at most three more, one for each doubling of a window. In {@link
 * ScanSchedule#BLOCKED_TIME}, a block's carry is P·h + G with P in {@code double}, which counts as one more
 * rounding for the incoming carry, and G carries as many roundings as the block has steps, on the part
 * of B<sub>t</sub> that arises inside the block. (In double precision the roundings in P count as those of the
 * block's steps: n is 4 + t + 1.) The term μ stands for results that
 * round in the subnormal range, and for products P so small that they count as zero.
 *
 * <p><b>Overflow and non-finite values.</b> In {@link ScanSchedule#KOGGE_STONE}, a piece whose states do not stay
 * finite is computed serially. In {@link ScanSchedule#BLOCKED_TIME}, a block whose map does not give a finite carry
 * passes on the one that the recurrence itself gives; its steps then count towards n, up to t + 1. So 0 · ∞ from a
 * product that overflowed never shows where the recurrence stays finite, and from a non-finite input on, each channel
 * gets what the recurrence gives. One thing differs: where the recurrence overflows inside a block although the exact
 * state is back in range by its end, the overflow shows in that block alone.
 *
 * <p><b>Subnormal states</b> are computed as IEEE 754 wants it, which is slow on many processors. Input that is zero for
 * long, with gates below 1, leads there; a gate that is exactly 0 does not. Products of gates do not linger there.
 *
 * <p><b>Threads</b> share the sequences of a batch, or the channels, where there are enough of them. A long sequence of
 * few channels, or of many that comes from memory, is scanned from both ends of time, unless in place or exclusive:
 * helpers begin in the middle, from zero, and what they found is corrected until it agrees with the true state to the
 * bit, after which it is right. That helps where states forget (p below 1); where they do not, one thread scans
 * everything in the end. {@link ScanSchedule#BLOCKED_TIME} helps whatever p is, from three threads on.
 *
 * <p>An instance has one user thread at a time; it owns scratch memory that grows to the largest shape
 * seen, after which {@code run} allocates nothing. It keeps no reference to the caller's arrays.
 * An interrupt does not end a {@code run}, and stays set; for an executor that fails see {@link
 * Engine#withExecutor}.
 */
public final class AffineScan {
  private final FloatAffineRecurrence recurrence;
  private final ScanLoop loop;

  private AffineScan(Engine engine, ScanSchedule schedule, int minElements) {
    recurrence = new FloatAffineRecurrence(engine.backend());
    loop = new ScanLoop(engine, recurrence, "AffineScan", schedule, minElements);
  }

  /**
   * {@return a scan whose schedule follows from the shape}
   *
   * @param engine where it runs
   */
  public static AffineScan on(Engine engine) {
    Objects.requireNonNull(engine, "engine");
    return new AffineScan(engine, null, ScanTuning.MIN_ELEMENTS);
  }

  /**
   * {@return a scan with a schedule of the caller's choice for all shapes}
   *
   * @param engine where it runs
   * @param schedule the order of computation
   * @throws IllegalArgumentException if the scan has not that schedule
   */
  public static AffineScan on(Engine engine, ScanSchedule schedule) {
    return on(engine, schedule, ScanTuning.MIN_ELEMENTS);
  }

  /** For tests: threads share a sequence from so many elements for each of two on. */
  static AffineScan on(Engine engine, ScanSchedule schedule, int minElements) {
    Objects.requireNonNull(engine, "engine");
    ScanSchedule.named(schedule);
    return new AffineScan(engine, schedule, minElements);
  }

  /**
   * Scans one contiguous time-major sequence from a zero state: the longest form with offsets 0 and no states.
   *
   * @param steps time steps, 0 or more
   * @param channels channels, 0 or more
   * @param p propagate, {@code [steps][channels]}
   * @param g generate, {@code [steps][channels]}
   * @param h receives the states, {@code [steps][channels]}; may be {@code g} or {@code p}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(int steps, int channels, float[] p, float[] g, float[] h) {
    run(steps, channels, p, 0, channels, g, 0, channels, null, 0, h, 0, channels, null, 0);
  }

  /**
   * Scans one time-major sequence: the longest form, without a description to make.
   *
   * @param steps time steps, 0 or more; with 0 the final state is the initial one
   * @param channels channels, 0 or more
   * @param p propagate
   * @param pOffset its first element
   * @param pStride elements from row to row, at least {@code channels}, as the other strides
   * @param g generate
   * @param gOffset its first element
   * @param gStride elements from row to row
   * @param initial the state before the first step; null for zeros
   * @param initialOffset its first element
   * @param h receives the state after every step
   * @param hOffset its first element
   * @param hStride elements from row to row
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
   * @param p propagate
   * @param g generate
   * @param h receives the states; may be {@code g} or {@code p}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(Sequences sequences, float[] p, float[] g, float[] h) {
    run(sequences, null, 0, p, 0, g, 0, null, 0, h, 0, null, 0);
  }

  /**
   * Scans sequences. Everything is checked before anything is written; the offset of what is null is ignored.
   *
   * <p>{@code h} may be the same elements as {@code g} or {@code p} (same array, offset and stride), and may share an
   * array with them if no element is common; {@code p} and {@code g} may overlap in any way. {@code initial} and {@code
   * finalState} may be the same elements; {@code finalState} has none in common with {@code h}, {@code p} or {@code g},
   * nor {@code initial} with {@code h}, except that of a single sequence.
   *
   * @param sequences the sequences and how they lie in the arrays
   * @param resets whether a new sequence begins at a step, from a zero state: a flag for each step of all sequences,
   *     {@code [count][steps]} or one for each packed row; null for none. In a reversed scan, too, a flag belongs to the
   *     first step of a sequence in time: the state is zero again before the step before it
   * @param resetsOffset the first flag
   * @param p propagate
   * @param pOffset its first element
   * @param g generate
   * @param gOffset its first element
   * @param initial the state before the first step of each sequence, {@code [count][channels]}; null for zeros
   * @param initialOffset its first element
   * @param h receives the state after every step, or before it in an exclusive scan
   * @param hOffset its first element
   * @param finalState receives the state after the last step, as {@code initial}; null if not wanted
   * @param finalOffset its first element
   * @throws IllegalArgumentException if a stride is less than a row, an array is too short, or a result overlaps
   *     something in another way than allowed
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
