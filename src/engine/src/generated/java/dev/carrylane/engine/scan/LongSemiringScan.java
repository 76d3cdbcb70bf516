package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.kernel.LongSemiringKernel;
import java.util.Objects;

/**
 * The recurrence h<sub>t</sub> = (p<sub>t</sub> ⊗ h<sub>t−1</sub>) ⊕ g<sub>t</sub> of a {@link Semiring}
 * over {@code long}, each channel for itself, and the plain prefixes h<sub>t</sub> = h<sub>t−1</sub> ⊕
 * g<sub>t</sub>.
 *
 * {@snippet :
 * LongSemiringScan best = LongSemiringScan.on(engine, Semiring.MAX_PLUS);
 * best.run(Sequences.timeMajor(steps, channels), gain, start, h);
 *
 * LongSemiringScan peak = LongSemiringScan.on(engine, Semiring.MAX);
 * peak.run(Sequences.channelMajor(1, steps), x, x); // running maximum, in place
 * }
 *
 * <h2>What it computes</h2>
 *
 * <p>The definition is the serial recurrence, one operation after the other. Every schedule, backend, vector
 * width and number of threads gives its bits (of a NaN, that it is one). Where results do not depend on how
 * the steps are grouped (every semiring of {@code long}, {@link Semiring#MAX} and {@link Semiring#MIN}
 * of {@code long}, too), steps side by side in memory are scanned in the register, and a long
 * sequence of few channels is shared among threads in blocks of time. Where elements round, time stays
 * serial, and {@link ScanSchedule#BLOCKED_TIME} is refused.
 *
 * <p><b>Ownership, memory and interrupts</b> are as in {@link AffineScan}.
 */
public final class LongSemiringScan {
  private final LongSemiringRecurrence recurrence;
  private final ScanLoop loop;

  private LongSemiringScan(Engine engine, Semiring semiring, ScanSchedule schedule) {
    recurrence = new LongSemiringRecurrence(engine.backend(), semiring);
    loop = new ScanLoop(engine, recurrence, "LongSemiringScan of " + semiring, schedule);
  }

  private static LongSemiringScan of(Engine engine, Semiring semiring, ScanSchedule schedule) {
    Objects.requireNonNull(engine, "engine");
    if (!LongSemiringKernel.has(Objects.requireNonNull(semiring, "semiring"))) {
      throw new IllegalArgumentException(
          "%s has no scan of longs; use %s"
              .formatted(
                  semiring, semiring == Semiring.OR_AND ? "LongSemiringScan" : "AffineScan"));
    }
    return new LongSemiringScan(engine, semiring, schedule);
  }

  /**
   * {@return a scan whose schedule follows from the shape}
   *
   * @param engine where it runs
   * @param semiring the operations
   * @throws IllegalArgumentException if the semiring is not one of this element type
   */
  public static LongSemiringScan on(Engine engine, Semiring semiring) {
    return of(engine, semiring, null);
  }

  /**
   * {@return a scan with a schedule of the caller's choice for all shapes}
   *
   * @param engine where it runs
   * @param semiring the operations
   * @param schedule the order of computation
   * @throws IllegalArgumentException if the semiring is not one of this element type, or has not that schedule
   */
  public static LongSemiringScan on(Engine engine, Semiring semiring, ScanSchedule schedule) {
    return of(engine, semiring, ScanSchedule.named(schedule));
  }

  /**
   * A plain prefix of each sequence: the longest form with offsets 0 and no p.
   *
   * @param sequences the sequences and how they lie in the arrays
   * @param g generate
   * @param h receives the states; may be {@code g}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(Sequences sequences, long[] g, long[] h) {
    run(sequences, null, 0, null, 0, g, 0, null, 0, h, 0, null, 0);
  }

  /**
   * Scans sequences from where they start without an initial state: the longest form with offsets 0 and no states.
   *
   * @param sequences the sequences and how they lie in the arrays
   * @param p propagate; null for a plain prefix
   * @param g generate
   * @param h receives the states; may be {@code g} or {@code p}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(Sequences sequences, long[] p, long[] g, long[] h) {
    run(sequences, null, 0, p, 0, g, 0, null, 0, h, 0, null, 0);
  }

  /**
   * Scans sequences, as {@link AffineScan} does, with the same places in common.
   *
   * @param sequences the sequences and how they lie in the arrays
   * @param resets as {@link AffineScan} has them
   * @param resetsOffset the first flag
   * @param p propagate; null for a plain prefix
   * @param pOffset its first element
   * @param g generate
   * @param gOffset its first element
   * @param initial the state before the first step of each sequence, {@code [count][channels]}; null
   *     for the one that the semiring starts from
   * @param initialOffset its first element
   * @param h receives the state after every step, or before it in an exclusive scan
   * @param hOffset its first element
   * @param finalState receives the state after the last step, as {@code initial}; null if not wanted
   * @param finalOffset its first element
   * @throws IllegalArgumentException as {@link AffineScan}, or if {@code p} is there and not needed or the other way round
   */
  public void run(
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      long[] p,
      int pOffset,
      long[] g,
      int gOffset,
      long[] initial,
      int initialOffset,
      long[] h,
      int hOffset,
      long[] finalState,
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
