package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.check.Checks;
import java.util.Objects;

/**
 * The gradient of a {@link ComplexAffineScan}: from the gradient of its results to those of p, g and the
 * initial states, in one pass from the last step to the first that keeps nothing but what the scan gave out.
 *
 * <p>The gradient of a real loss L by a complex number z is ∂L/∂re z + i·∂L/∂im z. With a<sub>t</sub> that
 * of the state after step t, by all that came of it,
 *
 * <pre>
 * a_t = dh_t + conj(p_{t+1}) · a_{t+1}
 * dg_t = a_t
 * dp_t = a_t · conj(h_{t−1})
 * dInitial = conj(p_0) · a_0
 * </pre>
 *
 * <p>where dFinal takes the place of conj(p)·a after the last step. In an exclusive scan, which gives out the
 * state before a step, dh<sub>t</sub> belongs to that one. States that are not given count as zeros. Where a
 * step begins a new sequence because of a flag, it hands nothing back, and dInitial is 0 if it is the first.
 * Where a sequence begins at zero because of a flag or because it has no initial state, dp of its first step is
 * 0, whatever a is. Without steps dInitial is dFinal.
 *
 * {@snippet :
 * Sequences one = Sequences.timeMajor(steps, channels);
 * ComplexAffineScan.on(engine).run(one, p, g, h);
 * ComplexAffineScanGradient.on(engine).run(one, p, h, dh, dp, dg);
 * }
 *
 * <p><b>Definition.</b> A step adds, a = c + dh, and multiplies with one fused multiply-add for each part,
 *
 * <pre>
 * re dp = fma(re a, re h, im a · im h)     re c = fma(re a, re p, im a · im p)
 * im dp = fma(im a, re h, −(re a · im h))  im c = fma(im a, re p, −(re a · im p))
 * </pre>
 *
 * <p>where c is what it hands back; an exclusive one adds dh to c at its end. These are the bits on every
 * backend, for every vector width and number of threads.
 *
 * <p><b>Error.</b> With B<sub>t</sub> = |p<sub>t+1</sub>|·B<sub>t+1</sub> + |dh<sub>t</sub>| + ε, ε = 4 ·
 * {@code MIN_NORMAL}, from B after the last step = |dFinal|, and n the number of steps from t to the last, the
 * computed a errs by at most ((1 + u)<sup>3n</sup> − 1) · B<sub>t</sub> as long as nothing overflows: a sum
 * costs a factor 1 + u, a product of complex numbers (1 + u)<sup>2</sup>.
 *
 * <p><b>Ownership, memory and interrupts</b> are as in {@link AffineScan}.
 */
public final class ComplexAffineScanGradient {
  private final ComplexGradientRecurrence recurrence;
  private final ScanLoop loop;

  private ComplexAffineScanGradient(Engine engine) {
    recurrence = new ComplexGradientRecurrence(engine.backend());
    loop = new ScanLoop(engine, recurrence, "ComplexAffineScanGradient", null);
  }

  /**
   * {@return the gradient of scans of any schedule}
   *
   * @param engine where it runs
   */
  public static ComplexAffineScanGradient on(Engine engine) {
    return new ComplexAffineScanGradient(Objects.requireNonNull(engine, "engine"));
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
  public void run(Sequences sequences, float[] p, float[] h, float[] dh, float[] dp, float[] dg) {
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
   * @param pStride elements from row to row of p and dp, at least 2 · channels
   * @param h what the scan gave: the state after every step
   * @param hOffset its first element
   * @param hStride elements from row to row of h and dh, at least 2 · channels
   * @param initial the state before the first step; null for zeros
   * @param initialOffset its first element
   * @param dh derivative by h
   * @param dhOffset its first element
   * @param dp receives the derivative by p
   * @param dpOffset its first element
   * @param dg receives the derivative by g; may be {@code dh}
   * @param dgOffset its first element
   * @param dgStride elements from row to row, at least 2 · channels
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
   * <p>What may have elements in common is as in {@link AffineScanGradient}.
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
