package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.check.Checks;
import java.util.Objects;

/**
 * The gradient of {@link DenseAffineScan}: from the gradient of a loss with respect to every result, those
 * with respect to the blocks, to what is added and to the initial states. One pass against the direction of
 * the scan, which needs no more of it than its results.
 *
 * {@snippet :
 * Sequences sequences = Sequences.timeMajor(steps, channels);
 * DenseAffineScan.on(engine, n).run(sequences, p, g, h);
 * // dh: the gradient of the loss with respect to h
 * DenseAffineScanGradient.on(engine, n).run(sequences, p, h, dh, dp, dg);
 * }
 *
 * <h2>What it computes</h2>
 *
 * <p>With b, the gradient of the state between a step and the next one that the next step hands back (that of
 * the final state before the first), the definition is in {@code float}
 *
 * <ul>
 *   <li>dg<sub>t</sub> = dh<sub>t</sub> + b, in an exclusive scan b;
 *   <li>dP<sub>t</sub>[i][j] = dg<sub>t</sub>[i] · h<sub>t−1</sub>[j], with the state before the step for
 *       h<sub>t−1</sub>; zero where that is a zero state because the sequence begins anew or was given no
 *       initial state;
 *   <li>b[j] becomes the chain s = {@code Math.fma(}P<sub>t</sub>[i][j]{@code , }dg<sub>t</sub>[i]{@code ,
 *       }s{@code )} for i = 0, 1, …, n − 1, from s = 0, in an exclusive scan from dh<sub>t</sub>[j]; zero
 *       where the sequence begins anew.
 * </ul>
 *
 * <p>The last b is the gradient of the initial state. The result has these bits (of a NaN, that it is one),
 * whatever the threads, the backend and the vector width. Threads share sequences and channels; time is
 * serial.
 *
 * <p><b>Error.</b> As that of {@link DenseAffineScan}, with P<sub>t</sub> transposed and one more rounding
 * for each step: N = (n + 1)(t + 1), t counted from the last step, and one more for dP.
 *
 * <p><b>Ownership, memory and interrupts</b> are as in {@link AffineScan}; scratch is 2 n elements for each channel and thread, and
 * 2 n for each thread.
 */
public final class DenseAffineScanGradient {
  private final DenseGradientRecurrence recurrence;
  private final ScanLoop loop;

  private DenseAffineScanGradient(Engine engine, int n) {
    recurrence = new DenseGradientRecurrence(engine.backend(), DenseAffineScan.checkSize(n));
    loop = new ScanLoop(engine, recurrence, "DenseAffineScanGradient", null);
  }

  /**
   * {@return the gradient of scans of blocks of one size}
   *
   * @param engine where it runs
   * @param n rows and columns of a block, 1 to 64
   * @throws IllegalArgumentException if n is not in that range
   */
  public static DenseAffineScanGradient on(Engine engine, int n) {
    return new DenseAffineScanGradient(Objects.requireNonNull(engine, "engine"), n);
  }

  /**
   * The gradient of a scan from zero states whose final states were not used: the longest form with offsets 0.
   *
   * @param sequences the sequences of the scan
   * @param p the blocks
   * @param h what the scan gave
   * @param dh derivative by h
   * @param dp receives the derivative by p
   * @param dg receives the derivative by g; may be {@code dh}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(Sequences sequences, float[] p, float[] h, float[] dh, float[] dp, float[] dg) {
    run(sequences, null, 0, p, 0, h, 0, null, 0, dh, 0, null, 0, dp, 0, dg, 0, null, 0);
  }

  /**
   * The gradient of a scan of one time-major sequence whose final state was not used, and by whose initial state it is not
   * wanted: the longest form, without a description to make.
   *
   * @param steps time steps, 0 or more
   * @param channels channels, 0 or more
   * @param p the blocks
   * @param pOffset its first element
   * @param pStride elements from row to row of p and dp, at least channels · n²
   * @param h what the scan gave: the state after every step
   * @param hOffset its first element
   * @param hStride elements from row to row of h and dh, at least channels · n
   * @param initial the state before the first step; null for zeros
   * @param initialOffset its first element
   * @param dh derivative by h
   * @param dhOffset its first element
   * @param dp receives the derivative by p
   * @param dpOffset its first element
   * @param dg receives the derivative by g; may be {@code dh}
   * @param dgOffset its first element
   * @param dgStride elements from row to row, at least channels · n
   * @throws IllegalArgumentException as the longest form
   */
  public void run(
      int steps,
      int channels,
      float[] p,
      int pOffset,
      int pStride,
      float[] h,
      int hOffset,
      int hStride,
      float[] initial,
      int initialOffset,
      float[] dh,
      int dhOffset,
      float[] dp,
      int dpOffset,
      float[] dg,
      int dgOffset,
      int dgStride) {
    Checks.count("steps", steps);
    Checks.count("channels", channels);
    Checks.count("pStride", pStride);
    Checks.count("hStride", hStride);
    Checks.count("dgStride", dgStride);
    recurrence.describe(steps, channels, pStride, dgStride, hStride);
    recurrence.p.give(p, pOffset);
    recurrence.h.give(h, hOffset);
    recurrence.before.give(initial, initialOffset);
    recurrence.dh.give(dh, dhOffset);
    recurrence.initial.give(null, 0);
    recurrence.dp.give(dp, dpOffset);
    recurrence.dg.give(dg, dgOffset);
    recurrence.last.give(null, 0);
    loop.run(null, 0);
  }

  /**
   * The gradient of a scan. Everything is checked before anything is written; the offset of what is null is ignored.
   * The rows of {@code dp} lie as those of p in the scan, with the stride of p; those of {@code dg} as those of g; those
   * of {@code dh} as those of h.
   *
   * <p>{@code dg} may be the same elements as {@code dh} (same array, offset and stride), {@code dInitial} the same as
   * {@code dFinal}. Otherwise no result may have an element in common with anything else; rows of operands may lie
   * between each other's in one array.
   *
   * @param sequences the sequences of the scan and how they lie in the arrays
   * @param resets the flags of the scan; null if it had none
   * @param resetsOffset the first flag
   * @param p the blocks
   * @param pOffset its first element
   * @param h what the scan gave: the state after every step, or before it in an exclusive scan
   * @param hOffset its first element
   * @param initial the initial states of the scan; null if it had none
   * @param initialOffset its first element
   * @param dh derivative by h
   * @param dhOffset its first element
   * @param dFinal derivative by the final states, which lie as {@code initial}; null for zeros
   * @param dFinalOffset its first element
   * @param dp receives the derivative by p
   * @param dpOffset its first element
   * @param dg receives the derivative by g
   * @param dgOffset its first element
   * @param dInitial receives the derivative by the initial states, as they lie; null if not wanted
   * @param dInitialOffset its first element
   * @throws IllegalArgumentException if a stride is less than a row, an array is too short, or a result overlaps
   *     something in another way than allowed
   */
  public void run(
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      float[] p,
      int pOffset,
      float[] h,
      int hOffset,
      float[] initial,
      int initialOffset,
      float[] dh,
      int dhOffset,
      float[] dFinal,
      int dFinalOffset,
      float[] dp,
      int dpOffset,
      float[] dg,
      int dgOffset,
      float[] dInitial,
      int dInitialOffset) {
    recurrence.describe(sequences, resets, resetsOffset);
    recurrence.p.give(p, pOffset);
    recurrence.h.give(h, hOffset);
    recurrence.before.give(initial, initialOffset);
    recurrence.dh.give(dh, dhOffset);
    recurrence.initial.give(dFinal, dFinalOffset);
    recurrence.dp.give(dp, dpOffset);
    recurrence.dg.give(dg, dgOffset);
    recurrence.last.give(dInitial, dInitialOffset);
    loop.run(resets, resetsOffset);
  }
}
