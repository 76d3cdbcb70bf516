package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.Checks;
import dev.carrylane.engine.scan.Placement.Operand;
import java.util.Objects;

/**
 * The diagonal affine recurrence h<sub>t</sub> = p<sub>t</sub> · h<sub>t−1</sub> + g<sub>t</sub> of numbers
 * that are not negative, given and returned as their natural logarithms, each channel for itself. Products
 * of gates may leave the range of {@code float} by far: Σ log p may be −10<sup>6</sup>, or
 * +10<sup>6</sup>. −∞ is the logarithm of 0.
 *
 * {@snippet :
 * LogAffineScan scan = LogAffineScan.on(engine);
 * scan.run(steps, channels, logP, logG, logH); // from h = 0
 *
 * // A gate σ(x) that keeps, and one that lets in: log σ(x) and log(1 − σ(x)) = log σ(−x).
 * Elementwise.logSigmoid(backend, x, 0, logP, 0, steps * channels);
 * }
 *
 * <h2>The state</h2>
 *
 * <p>The logarithm of a state is carried as two floats: the one nearest to it, which is the result, and what
 * that lacks, its <em>remainder</em>, at most half an ulp. States at the beginning and the end of sequences have
 * the shape {@code [2, count, channels]}: first all logarithms, then all remainders. With remainders of 0,
 * any logarithms will do for an initial state; one handed on from a final state continues as if there
 * had been no end.
 *
 * <h2>What it computes</h2>
 *
 * <p>The definition is the serial recurrence in {@code float}, log h<sub>t</sub> = max + log(1 + e<sup>−d</sup>),
 * where max is the greater of log p<sub>t</sub> + log h<sub>t−1</sub> and log g<sub>t</sub>, and d their
 * distance. Sums and differences keep their rounding errors in the remainder; e<sup>−d</sup> and log(1 + z) are
 * polynomials of this library, and where d is a {@code float}, log(1 + e<sup>−d</sup>) has the bits of {@code
 * Elementwise.softplus(−d)}; from d = 64 on it is 0. {@link ScanSchedule#SERIAL_TIME} gives the bits of this
 * recurrence (of a NaN, that it is one), and is what runs unless {@link ScanSchedule#BLOCKED_TIME} is asked
 * for by name. Neither the number of threads nor the backend nor the vector width ever changes a bit.
 *
 * <p><b>Error.</b> Let u = 2<sup>−24</sup>, w<sub>t</sub> = p<sub>t</sub>·h<sub>t−1</sub>/h<sub>t</sub>, which is the
 * share of h<sub>t</sub> that is carried, y<sub>t</sub> = log(1 + e<sup>−d</sup>), and
 *
 * <blockquote>
 *
 * E<sub>t</sub> = w<sub>t</sub>·(E<sub>t−1</sub> + 16u²·(1 + |log h<sub>t−1</sub>| + |log p<sub>t</sub>|)) +
 * 3u·y<sub>t</sub> + 2u²·(1 + |log h<sub>t</sub>|) from E<sub>−1</sub> = 0
 *
 * </blockquote>
 *
 * <p>for the exact states (where h<sub>t−1</sub> or p<sub>t</sub> is 0, so is w<sub>t</sub> and its term; that h<sub>t</sub> is
 * 0 is exact). As long as nothing overflows, the result of {@link ScanSchedule#SERIAL_TIME} is no
 * further from log h<sub>t</sub> than E<sub>t</sub> + u·|log h<sub>t</sub>|. An error of log h<sub>t−1</sub> reaches log
 * h<sub>t</sub> multiplied by w<sub>t</sub>; the terms with u² are the roundings of remainders; 3u is the relative
 * error of y, of which softplus has at most 2.3u and the remainder of d a quarter of u.
 *
 * <p>Errors do not pile up, because y<sub>t</sub> is at most −log w<sub>t</sub> where the carried part is the
 * greater one, and at most log 2 ≤ −log w<sub>t</sub> where it is not. So the share of 3u·y<sub>i</sub> in E<sub>t</sub>,
 * multiplied by all later w, is at most 3u·e<sup>−F</sup>·min(δ, log 2), where F is the sum of the later
 * −log w and δ that of step i: the area of a step of an upper sum of ∫ e<sup>−x</sup> dx = 1 whose steps are at
 * most log 2 wide, which exceeds the integral by a factor of 2·log 2 at the most. Hence, however many steps,
 *
 * <blockquote>
 *
 * E<sub>t</sub> ≤ 4.2u + 34u²·(t + 1)·(1 + max(|log h|, |log p|))
 *
 * </blockquote>
 *
 * <p>an error below 10<sup>−6</sup> (of log h; relative, of h) for 10<sup>6</sup> steps at |log h| ≤ 4, beside the one
 * rounding of the result to {@code float}.
 *
 * <p>{@link ScanSchedule#BLOCKED_TIME} keeps the same bound with 4.5u for 3u, (16 + n/32)·u² for 16u² where n is
 * the number of steps of a block, and 4u² for 2u². A block's map adds its log p in {@code double}, with an error of at
 * most n·2<sup>−53</sup> of the sum of their absolute values; its G obeys the recurrence from zero, and what
 * a step adds to G has at most 2·log 2 times the effect on h that the same step has in the whole recurrence.
 * Where a map gives NaN or +∞, because it overflowed or holds infinite values, the recurrence itself gives the
 * carry.
 *
 * <p><b>Values that are not finite.</b> NaN gives NaN in its channel from there on. p = 0 and h = ∞ have the
 * product NaN, as 0 · ∞ has. Two infinite numbers have an infinite sum, two zeros have the sum 0, whose
 * logarithm is −∞.
 *
 * <p>The speed does not depend on the values, but for subnormal logarithms.
 *
 * <p>An instance has one user thread at a time; it owns scratch memory that grows to the largest shape
 * seen, after which {@code run} allocates nothing. It keeps no reference to the caller's arrays.
 * An interrupt does not end a {@code run}, and stays set; for an executor that fails see {@link
 * Engine#withExecutor}.
 *
 * <p>The scan of logarithms is that of F. A. Heinsen, "Efficient parallelization of a ubiquitous sequential
 * computation", arXiv 2311.06281, 2023, as used by L. Feng et al., "Were RNNs all we needed?", arXiv
 * 2410.01201, 2024, with a recurrence in place of sums of logarithms, whose cancellation it avoids.
 */
public final class LogAffineScan {
  private final LogAffineRecurrence recurrence;
  private final ScanLoop loop;

  private LogAffineScan(Engine engine, ScanSchedule schedule) {
    recurrence = new LogAffineRecurrence(engine.backend());
    loop = new ScanLoop(engine, recurrence, schedule);
  }

  /**
   * A scan whose schedule follows from the shape.
   *
   * @param engine where it runs
   * @return a new scan
   */
  public static LogAffineScan on(Engine engine) {
    return new LogAffineScan(Objects.requireNonNull(engine, "engine"), null);
  }

  /**
   * A scan with a schedule of the caller's choice for all shapes.
   *
   * @param engine where it runs
   * @param schedule the order of computation
   * @return a new scan
   */
  public static LogAffineScan on(Engine engine, ScanSchedule schedule) {
    return new LogAffineScan(
        Objects.requireNonNull(engine, "engine"), Objects.requireNonNull(schedule, "schedule"));
  }

  /**
   * Scans one contiguous time-major sequence from h = 0. As the longest form with offsets 0 and no
   * states.
   *
   * @param steps time steps, 0 or more
   * @param channels channels, 0 or more
   * @param logP logarithms of what is propagated, {@code [steps][channels]}
   * @param logG logarithms of what is generated, {@code [steps][channels]}
   * @param logH receives the logarithms of the states, {@code [steps][channels]}; may be {@code logG} or
   *     {@code logP}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(int steps, int channels, float[] logP, float[] logG, float[] logH) {
    Checks.count("steps", steps);
    Checks.count("channels", channels);
    recurrence.at.timeMajor(steps, channels, channels, channels, channels);
    scan(null, 0, logP, 0, logG, 0, null, 0, logH, 0, null, 0);
  }

  /**
   * Scans sequences from h = 0. As the longest form with offsets 0 and no states.
   *
   * @param sequences the sequences and how they lie in the arrays
   * @param logP logarithms of what is propagated
   * @param logG logarithms of what is generated
   * @param logH receives the logarithms of the states; may be {@code logG} or {@code logP}
   * @throws IllegalArgumentException as the longest form
   */
  public void run(Sequences sequences, float[] logP, float[] logG, float[] logH) {
    run(sequences, null, 0, logP, 0, logG, 0, null, 0, logH, 0, null, 0);
  }

  /**
   * Scans sequences. Everything is checked before anything is written.
   *
   * <p>{@code logH} may be the same elements as {@code logG} or {@code logP} (same array, offset and stride), and
   * may share an array with them if no element is common; {@code logP} and {@code logG} may overlap in any
   * way. {@code initial} and {@code finalState} may be the same elements; {@code finalState} must not lie in
   * {@code logH}, nor may {@code initial}, except that of a single sequence.
   *
   * @param sequences the sequences and how they lie in the arrays; their strides of p, g and h are those of
   *     {@code logP}, {@code logG} and {@code logH}
   * @param resets whether a new sequence begins at a step, from h = 0: a flag for each step of all
   *     sequences, {@code [count][steps]} or one for each packed row; null for none. In a reversed scan,
   *     too, a flag belongs to the first step of a sequence in time
   * @param resetsOffset the first flag; ignored without {@code resets}
   * @param logP logarithms of what is propagated
   * @param pOffset its first element
   * @param logG logarithms of what is generated
   * @param gOffset its first element
   * @param initial the state before the first step of each sequence, {@code [2][count][channels]}:
   *     logarithms, then their remainders; null for h = 0
   * @param initialOffset its first element; ignored without {@code initial}
   * @param logH receives the logarithm of the state after every step, or before it in an exclusive scan
   * @param hOffset its first element
   * @param finalState receives the state after the last step of each sequence, {@code
   *     [2][count][channels]}; null if not wanted
   * @param finalOffset its first element; ignored without {@code finalState}
   * @throws IllegalArgumentException if a stride is less than a row, an array is too short, or {@code logH}
   *     overlaps an operand in another way than allowed
   */
  public void run(
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      float[] logP,
      int pOffset,
      float[] logG,
      int gOffset,
      float[] initial,
      int initialOffset,
      float[] logH,
      int hOffset,
      float[] finalState,
      int finalOffset) {
    Objects.requireNonNull(sequences, "sequences").describeTo(recurrence.at);
    scan(
        resets,
        resetsOffset,
        logP,
        pOffset,
        logG,
        gOffset,
        initial,
        initialOffset,
        logH,
        hOffset,
        finalState,
        finalOffset);
  }

  private void scan(
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
    Placement at = recurrence.at;
    at.check(Operand.PROPAGATE, 1, "logP", p, pOffset);
    at.check(Operand.GENERATE, 1, "logG", g, gOffset);
    at.check(Operand.STATE, 1, "logH", h, hOffset);
    at.checkInPlace(Operand.PROPAGATE, 1, "logP", p, pOffset, h, hOffset);
    at.checkInPlace(Operand.GENERATE, 1, "logG", g, gOffset, h, hOffset);
    at.checkFlags(resets, resetsOffset);
    // The second half of a state array begins so much further on; 0 where there are no states.
    int half = (initial == null && finalState == null) ? 0 : half(at);
    if (initial != null) {
      Checks.rows("initial", initial, initialOffset, 2 * at.count, at.channels, at.channels);
      at.checkInitial(1, initial, initialOffset, finalState, finalOffset, h, hOffset);
      at.checkInitial(1, initial, initialOffset + half, finalState, finalOffset + half, h, hOffset);
    }
    if (finalState != null) {
      Checks.rows("finalState", finalState, finalOffset, 2 * at.count, at.channels, at.channels);
      at.checkApart(1, finalState, finalOffset, h, hOffset);
      at.checkApart(1, finalState, finalOffset + half, h, hOffset);
      if (initial != null && at.count > 1) {
        Checks.sameOrDisjoint(
            "initial",
            initial,
            initialOffset,
            at.channels,
            "finalState",
            finalState,
            finalOffset,
            at.channels,
            2 * at.count,
            at.channels);
      }
    }
    try {
      recurrence.bind(initial, initialOffset, h, hOffset, finalState, finalOffset);
      recurrence.operands(p, pOffset, g, gOffset, h, hOffset);
      recurrence.remainders(initial, initialOffset + half, finalState, finalOffset + half);
      loop.run(resets, resetsOffset);
    } finally {
      recurrence.release();
    }
  }

  private static int half(Placement at) {
    long half = (long) at.count * at.channels;
    if (at.count > Integer.MAX_VALUE / 2 || half > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "the states of %d sequences of %d channels and their remainders are %d floats, more than an array holds; scan them in several calls"
              .formatted(at.count, at.channels, 2 * half));
    }
    return (int) half;
  }
}
