package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.check.Checks;
import java.util.Objects;

/**
 * The gradient of {@link DoubleAffineScan}: from the derivatives of a scalar by every result of the scan, those by
 * p, g and the initial states. It goes back through the steps once and needs nothing of the scan but its
 * result h.
 *
 * {@snippet :
 * DoubleAffineScan scan = DoubleAffineScan.on(engine);
 * DoubleAffineScanGradient gradient = DoubleAffineScanGradient.on(engine);
 * Sequences sequences = Sequences.timeMajor(steps, channels);
 * scan.run(sequences, p, g, h);
 * // … dh from h …
 * gradient.run(sequences, p, h, dh, dp, dh); // dg in place of dh
 * }
 *
 * <h2>What it computes</h2>
 *
 * <p>Steps are counted in the direction of the scan. The adjoint of the recurrence, a<sub>t</sub>, is the
 * derivative by the state behind step t:
 *
 * <blockquote>
 *
 * a<sub>t</sub> = {@code Math.fma(}p<sub>t+1</sub>{@code , }a<sub>t+1</sub>{@code , }dh<sub>t</sub>{@code
 * )}, and dFinal + dh<sub>t</sub> in the last step of a sequence<br>
 * dg<sub>t</sub> = a<sub>t</sub><br>
 * dp<sub>t</sub> = a<sub>t</sub> · h<sub>t−1</sub>, and a<sub>0</sub> · initial in the first step<br>
 * dInitial = p<sub>0</sub> · a<sub>0</sub>; dFinal where there are no steps
 *
 * </blockquote>
 *
 * <p>Each line is rounded once. In an exclusive scan, whose result of step t is the state before it,
 * dh<sub>t+1</sub> takes the place of dh<sub>t</sub>, nothing is added to dFinal, h<sub>t</sub> takes the
 * place of h<sub>t−1</sub>, and dInitial is {@code Math.fma(}p<sub>0</sub>{@code , }a<sub>0</sub>{@code ,
 * }dh<sub>0</sub>{@code )}.
 *
 * <p>States that are not given count as zeros. Where a flag begins a new sequence at a step, the one
 * before it is a last step whose dFinal is 0. Where a sequence begins at zero, because of a flag or because no
 * initial states are given, dp of its first step is 0, whatever a is; if because of a flag, dInitial is, too.
 *
 * <p>This definition gives every bit (of a NaN, that it is one); the number of threads, the backend and
 * the vector width change none. Time is not cut: threads share channels and sequences. The formulas are those
 * of back-propagation through time (Werbos, "Backpropagation through time: what it does and how to do it",
 * Proceedings of the IEEE 78, 1990), whose recurrence is again an affine one in the other direction, as
 * Martin and Cundy, "Parallelizing Linear Recurrent Neural Nets Over Sequence Length" (ICLR 2018), point out.
 *
 * <p><b>Ownership, memory and interrupts</b> are as in {@link DoubleAffineScan}; 4 bytes of scratch per channel, and 8 per channel and thread.
 */
public final class DoubleAffineScanGradient {
  private final DoubleAffineGradientRecurrence recurrence;
  private final ScanLoop loop;

  private DoubleAffineScanGradient(Engine engine) {
    recurrence = new DoubleAffineGradientRecurrence(engine.backend());
    loop = new ScanLoop(engine, recurrence, "DoubleAffineScanGradient", null);
  }

  /**
   * {@return the gradient of scans of any schedule}
   *
   * @param engine where it runs
   */
  public static DoubleAffineScanGradient on(Engine engine) {
    return new DoubleAffineScanGradient(Objects.requireNonNull(engine, "engine"));
  }

  /**
   * The gradient of a scan from zero states whose final states were not used: the longest form with offsets 0.
   *
   * @param sequences the sequences of the scan
   * @param p propagate
   * @param h what the scan gave
   * @param dh derivative by h
   * @param dp receives the derivative by p
   * @param dg receives the derivative by g; may be {@code dh}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(
      Sequences sequences, double[] p, double[] h, double[] dh, double[] dp, double[] dg) {
    run(sequences, null, 0, p, 0, h, 0, null, 0, dh, 0, null, 0, dp, 0, dg, 0, null, 0);
  }

  /**
   * The gradient of a scan of one time-major sequence whose final state was not used, and by whose initial state it is not
   * wanted: the longest form, without a description to make.
   *
   * @param steps time steps, 0 or more
   * @param channels channels, 0 or more
   * @param p propagate
   * @param pOffset its first element
   * @param pStride elements from row to row of p and dp, at least {@code channels}
   * @param h what the scan gave: the state after every step
   * @param hOffset its first element
   * @param hStride elements from row to row of h and dh, at least {@code channels}
   * @param initial the state before the first step; null for zeros
   * @param initialOffset its first element
   * @param dh derivative by h
   * @param dhOffset its first element
   * @param dp receives the derivative by p
   * @param dpOffset its first element
   * @param dg receives the derivative by g; may be {@code dh}
   * @param dgOffset its first element
   * @param dgStride elements from row to row, at least {@code channels}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(
      int steps,
      int channels,
      double[] p,
      int pOffset,
      int pStride,
      double[] h,
      int hOffset,
      int hStride,
      double[] initial,
      int initialOffset,
      double[] dh,
      int dhOffset,
      double[] dp,
      int dpOffset,
      double[] dg,
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
   * <p>Either of {@code dp} and {@code dg} may be the same elements as {@code p}, {@code h} or {@code dh} (same array,
   * offset and stride), and may share an array with them or with the other if no element is common. What is only read
   * may overlap in any way. {@code dInitial} may be the same elements as {@code initial} or {@code dFinal}, and else
   * must not lie in the span of any operand, nor may {@code initial} and {@code dFinal} lie in that of {@code dp} or
   * {@code dg}.
   *
   * @param sequences the sequences of the scan and how they lie in the arrays
   * @param resets the flags of the scan; null if it had none
   * @param resetsOffset the first flag
   * @param p propagate
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
      double[] p,
      int pOffset,
      double[] h,
      int hOffset,
      double[] initial,
      int initialOffset,
      double[] dh,
      int dhOffset,
      double[] dFinal,
      int dFinalOffset,
      double[] dp,
      int dpOffset,
      double[] dg,
      int dgOffset,
      double[] dInitial,
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
