package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.check.Checks;
import java.util.Objects;

/**
 * The diagonal affine recurrence h<sub>t</sub> = p<sub>t</sub> · h<sub>t−1</sub> + g<sub>t</sub> of complex
 * numbers, each channel for itself, as in linear recurrent units and diagonal state space models.
 *
 * <p>A complex number is two neighbouring elements, real part first, so that a time-major row has 2 · channels
 * elements; offsets and strides count elements. A stride of 0 for time-major p means that one row serves every step of
 * every sequence.
 *
 * {@snippet :
 * ComplexAffineScan scan = ComplexAffineScan.on(engine);
 * Sequences one = Sequences.timeMajor(steps, channels);
 * scan.run(one, p, g, h); // from a zero state
 *
 * // The same p in every step, from and to a state, without a description to make.
 * scan.run(steps, 8, lambda, 0, 0, g, 0, 16, state, 0, h, 0, 16, state, 0);
 * }
 *
 * <h2>What it computes</h2>
 *
 * <p>The definition is the serial recurrence with two fused multiply-adds for each part,
 *
 * <pre>
 * re h_t = fma(re p_t, re h_{t−1}, fma(−im p_t, im h_{t−1}, re g_t))
 * im h_t = fma(re p_t, im h_{t−1}, fma( im p_t, re h_{t−1}, im g_t))
 * </pre>
 *
 * <p>{@link ScanSchedule#SERIAL_TIME} gives its bits (of a NaN, that it is one) and runs unless another
 * schedule is asked for by name, for one channel, too: there a step takes the eight cycles of its two
 * operations. {@link ScanSchedule#BLOCKED_TIME} rounds differently. Neither depends on the number of threads,
 * on the backend or on the vector width.
 *
 * <p><b>Error.</b> With |·| the absolute value of a complex number, u = 2<sup>−24</sup>, the exact states h, and B<sub>t</sub> =
 * |p<sub>t</sub>|·B<sub>t−1</sub> + |g<sub>t</sub>| + ε from B<sub>−1</sub> = |h<sub>−1</sub>|, both
 * schedules keep, as long as nothing overflows,
 *
 * <blockquote>
 *
 * |ĥ<sub>t</sub> − h<sub>t</sub>| ≤ ((1 + u)<sup>2n</sup> − 1) · B<sub>t</sub> with n = t + 1
 *
 * </blockquote>
 *
 * <p>For a schedule of {@linkplain ScanSchedule#depth depth} less than t + 1, n is that depth. It follows by induction: the inner operations of a step, which err by at most u in each part,
 * together err by at most u·(|p|·|ĥ| + |g|), because |im p · (−im h, re h)| ≤ |p|·|h|; the outer ones add as
 * much of what they are handed; so a step, like a rounding in the real recurrence, costs a
 * factor, here (1 + u)<sup>2</sup>. A block's carry is P·h + G with P in {@code double}, which counts as one
 * more step for the incoming carry. ε is {@code 2 · MIN_NORMAL}, for results that round in the subnormal range
 * and for products P below 2<sup>−300</sup> in both parts, which count as zero.
 *
 * <p><b>Overflow and non-finite values.</b> In {@link ScanSchedule#BLOCKED_TIME}, a block whose map does
 * not give a finite carry passes on the carry that the recurrence itself gives from the carry into it; its
 * steps then count towards n, up to t + 1. So a product that overflowed never shows where the recurrence stays
 * finite, and from a non-finite input on, each channel gets what the recurrence gives. One thing differs: where
 * the recurrence overflows inside a block although the exact state is back in range by the end of that block,
 * the overflow shows in that block alone.
 *
 * <p><b>Ownership, memory and interrupts</b> are as in {@link AffineScan}.
 */
public final class ComplexAffineScan {
  private final ComplexAffineRecurrence recurrence;
  private final ScanLoop loop;

  private ComplexAffineScan(Engine engine, ScanSchedule schedule) {
    recurrence = new ComplexAffineRecurrence(engine.backend());
    loop = new ScanLoop(engine, recurrence, "ComplexAffineScan", schedule);
  }

  /**
   * {@return a scan whose schedule follows from the shape}
   *
   * @param engine where it runs
   */
  public static ComplexAffineScan on(Engine engine) {
    return new ComplexAffineScan(Objects.requireNonNull(engine, "engine"), null);
  }

  /**
   * {@return a scan with a schedule of the caller's choice for all shapes}
   *
   * @param engine where it runs
   * @param schedule the order of computation
   * @throws IllegalArgumentException if the scan has not that schedule
   */
  public static ComplexAffineScan on(Engine engine, ScanSchedule schedule) {
    return new ComplexAffineScan(
        Objects.requireNonNull(engine, "engine"), ScanSchedule.named(schedule));
  }

  /**
   * Scans one time-major sequence: the longest form, without a description to make.
   *
   * @param steps time steps, 0 or more; with 0 the final state is the initial one
   * @param channels channels, 0 or more
   * @param p propagate
   * @param pOffset its first element
   * @param pStride elements from row to row, at least 2 · channels; or 0 for one row that serves every step
   * @param g generate
   * @param gOffset its first element
   * @param gStride elements from row to row, at least 2 · channels
   * @param initial the state before the first step; null for zeros
   * @param initialOffset its first element
   * @param h receives the state after every step
   * @param hOffset its first element
   * @param hStride elements from row to row, at least 2 · channels
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
   * Scans sequences, as {@link AffineScan} does, with the same places in common.
   *
   * @param sequences the sequences and how they lie in the arrays; strides count elements, two to a number, and p's may be 0
   * @param resets as {@link AffineScan}
   * @param resetsOffset the first flag
   * @param p propagate
   * @param pOffset its first element
   * @param g generate
   * @param gOffset its first element
   * @param initial the state before the first step of each sequence, {@code [count][channels][2]}; null for zeros
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
