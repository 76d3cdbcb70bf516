package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.Checks;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Objects;

/**
 * The linear recurrence of order k, h<sub>t</sub> = a<sub>t,1</sub> h<sub>t−1</sub> + … + a<sub>t,k</sub>
 * h<sub>t−k</sub> + g<sub>t</sub>, each channel for itself: autoregressive models, recursive filters,
 * Fibonacci numbers.
 *
 * <p>With its companion matrix, whose first row is a<sub>t,1</sub>, …, a<sub>t,k</sub> and whose other rows
 * move a state one place on, this is the affine recurrence of the vectors (h<sub>t</sub>, …,
 * h<sub>t−k+1</sub>). Such a vector is what an initial or final state is here, the latest result first. The
 * matrix itself is never made, and nothing is multiplied by its zeros: a step costs k multiply-adds for each
 * channel, not k².
 *
 * <p>Coefficients stand where {@link Sequences} speaks of p. A row of them is k times as long as a row of g:
 * time-major {@code [k][channels]}, channel-major {@code [k][steps]}, a<sub>t,1</sub> first. A stride of 0
 * for time-major coefficients means that one row serves every step of every sequence.
 *
 * {@snippet :
 * // y_t = 1.6 y_{t−1} − 0.8 y_{t−2} + x_t, one channel, the same coefficients in every step.
 * CompanionScan filter = CompanionScan.on(engine, 2);
 * float[] a = {1.6f, -0.8f};
 * filter.run(Sequences.timeMajor(steps, 1).strides(0, 1, 1), a, x, y);
 * }
 *
 * <h2>What it computes</h2>
 *
 * <p>The definition is serial in {@code float}: h<sub>t</sub> is the chain s = {@code
 * Math.fma(}a<sub>t,i</sub>{@code , }h<sub>t−i</sub>{@code , }s{@code )} for i = k, …, 2, 1, from s =
 * g<sub>t</sub>: the oldest result first, so that a step waits for the one before it in a single
 * multiply-add. The result has its bits (of a NaN, that it is one), whatever the threads, the backend and the
 * vector width: time is serial, channels are on lanes, and threads share sequences and channels. Every schedule is
 * {@link ScanSchedule#SERIAL_TIME}: a block of time reduced to one map would be a matrix of k × k, whose k columns
 * cost as much as k scans.
 *
 * <p>A single long sequence of few channels, of order 8 at most, is cut into parts that threads begin from zero states.
 * Each is then scanned again from the state before it until its bits are those that it has already, as in {@link
 * AffineScan}: soon where poles are well inside the unit circle, and never where the recurrence does not forget. With
 * poles of absolute value 0.9, two threads scanned one channel of 524,288 steps 1.4 (order 2) to 1.9 times (order 8)
 * as fast as one. Where h replaces g no step could be repeated, and one thread scans; so it does in exclusive scans.
 *
 * <p><b>Error.</b> With u = 2<sup>−24</sup>, exact results h and B<sub>t</sub> = Σ<sub>i</sub>
 * |a<sub>t,i</sub>| B<sub>t−i</sub> + |g<sub>t</sub>| + {@link Float#MIN_NORMAL}, from the absolute values of
 * the initial state, |ĥ<sub>t</sub> − h<sub>t</sub>| ≤ ((1 + u)<sup>N</sup> − 1) · B<sub>t</sub> with N = k
 * (t + 1), as long as nothing overflows: in one step g passes through k roundings and h<sub>t−i</sub> through
 * i.
 *
 * <p>An instance has one user thread at a time; it owns scratch memory that grows to the largest number of
 * channels seen (2 k elements for each and thread, or 16 k where parts of time are shared, and 5 k), after which
 * {@code run} allocates nothing. It keeps no reference to the caller's arrays.
 * An interrupt does not end a {@code run}, and stays set; for an executor that fails see {@link
 * Engine#withExecutor}.
 */
public final class CompanionScan {
  private static final int MOST = 64;

  private final FloatCompanionRecurrence recurrence;
  private final ScanLoop loop;
  private final int order;

  private CompanionScan(Engine engine, int order, ScanSchedule schedule) {
    this.order = checkOrder(order);
    recurrence = new FloatCompanionRecurrence(engine.backend(), order);
    loop = new ScanLoop(engine, recurrence, schedule);
  }

  private static int checkOrder(int order) {
    if (order < 1 || order > MOST) {
      throw new IllegalArgumentException("order is %d; it may be 1 to %d".formatted(order, MOST));
    }
    return order;
  }

  /**
   * A scan whose schedule follows from the shape.
   *
   * @param engine where it runs
   * @param order the results before a step that it depends on, k, 1 to 64
   * @return a new scan
   * @throws IllegalArgumentException if the order is not in that range
   */
  public static CompanionScan on(Engine engine, int order) {
    return new CompanionScan(Objects.requireNonNull(engine, "engine"), order, null);
  }

  /**
   * A scan with a schedule of the caller's choice for all shapes.
   *
   * @param engine where it runs
   * @param order the results before a step that it depends on, k, 1 to 64
   * @param schedule the order of computation
   * @return a new scan
   * @throws IllegalArgumentException if the order is not in that range
   */
  public static CompanionScan on(Engine engine, int order, ScanSchedule schedule) {
    return new CompanionScan(
        Objects.requireNonNull(engine, "engine"),
        order,
        Objects.requireNonNull(schedule, "schedule"));
  }

  /**
   * Scans sequences from zero states. As the longest form with offsets 0 and no states.
   *
   * @param sequences the sequences and how they lie in the arrays
   * @param a coefficients
   * @param g what is added
   * @param h receives the results; may be {@code g}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(Sequences sequences, float[] a, float[] g, float[] h) {
    run(sequences, null, 0, a, 0, g, 0, null, 0, h, 0, null, 0);
  }

  /**
   * Scans sequences. Everything is checked before anything is written.
   *
   * <p>{@code h} may be the same elements as {@code g} (same array, offset and stride), and may share an
   * array with {@code a} and {@code g} if no element is common. {@code initial} and {@code finalState} may be
   * the same elements; {@code finalState} must not lie in {@code h}, nor may {@code initial}, except that of
   * a single sequence.
   *
   * @param sequences the sequences and how they lie in the arrays
   * @param resets whether a new sequence begins at a step, from a zero state, as {@link AffineScan} has it;
   *     null for none
   * @param resetsOffset the first flag; ignored without {@code resets}
   * @param a coefficients, k for each channel and step
   * @param aOffset its first element
   * @param g what is added
   * @param gOffset its first element
   * @param initial the results before the first step of each sequence, {@code [count][channels][k]}, the
   *     latest first; null for zeros
   * @param initialOffset its first element; ignored without {@code initial}
   * @param h receives the result of every step, in an exclusive scan that of the step before
   * @param hOffset its first element
   * @param finalState receives the last k results of each sequence, {@code [count][channels][k]}, the latest
   *     first; null if not wanted
   * @param finalOffset its first element; ignored without {@code finalState}
   * @throws IllegalArgumentException if a stride is less than a row, an array is too short, or {@code h}
   *     overlaps an operand in another way than allowed
   */
  public void run(
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      float[] a,
      int aOffset,
      float[] g,
      int gOffset,
      float[] initial,
      int initialOffset,
      float[] h,
      int hOffset,
      float[] finalState,
      int finalOffset) {
    Placement at = recurrence.at;
    Objects.requireNonNull(sequences, "sequences").describeTo(at);
    if (at.isConstant(Operand.PROPAGATE)) {
      Checks.rows("a", a, aOffset, Math.min(1, at.rows()), at.columns(order), 0);
    } else {
      at.check(Operand.PROPAGATE, order, "a", a, aOffset);
    }
    at.check(Operand.GENERATE, 1, "g", g, gOffset);
    at.check(Operand.STATE, 1, "h", h, hOffset);
    at.checkDisjoint(Operand.PROPAGATE, order, "a", a, aOffset, Operand.STATE, 1, "h", h, hOffset);
    at.checkInPlace(Operand.GENERATE, 1, "g", g, gOffset, h, hOffset);
    at.checkFlags(resets, resetsOffset);
    checkStates(initial, initialOffset, h, hOffset, finalState, finalOffset);
    try {
      recurrence.bind(initial, initialOffset, h, hOffset, finalState, finalOffset);
      recurrence.operands(a, aOffset, g, gOffset, h, hOffset);
      loop.run(resets, resetsOffset);
    } finally {
      recurrence.release();
    }
  }

  private void checkStates(
      float[] initial,
      int initialOffset,
      float[] h,
      int hOffset,
      float[] finalState,
      int finalOffset) {
    Placement at = recurrence.at;
    int length = Math.multiplyExact(at.channels, order);
    if (initial != null) {
      Checks.rows("initial", initial, initialOffset, at.count, length, length);
      if (at.count > 1) {
        at.checkStatesApart("initial", initial, initialOffset, order, h, hOffset, 1);
        Checks.sameOrDisjoint(
            "initial",
            initial,
            initialOffset,
            length,
            "finalState",
            finalState,
            finalOffset,
            length,
            at.count,
            length);
      }
    }
    if (finalState != null) {
      Checks.rows("finalState", finalState, finalOffset, at.count, length, length);
      at.checkStatesApart("finalState", finalState, finalOffset, order, h, hOffset, 1);
    }
  }
}
