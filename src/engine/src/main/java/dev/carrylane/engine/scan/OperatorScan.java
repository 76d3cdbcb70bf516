package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanOperator.NONE;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.Region.Kind;
import java.util.Objects;

/**
 * All prefixes of sequences of elements under an operation of the application's own: y<sub>t</sub> =
 * x<sub>0</sub> ∘ x<sub>1</sub> ∘ … ∘ x<sub>t</sub>, or with an initial state before all of them. The operation
 * is associative; it need not be commutative.
 *
 * <p>A step of a channel is one element, and {@link ScanOperator#width} offsets wide. The strides of {@link
 * Sequences#strides} count offsets: the second is that of the elements, the third that of the results, the
 * first is not used. Where a {@link ScanOperator} finds what an offset means is its own affair: elements and
 * results may lie in one array or in several that are addressed as one.
 *
 * {@snippet :
 * OperatorScan scan = OperatorScan.on(engine);
 * Sequences one = Sequences.timeMajor(steps, 1);
 * int results = 2 * steps; // two ints for each element, as in the example of ScanOperator
 * int scratch = results + 2 * steps;
 * AffineMaps maps = new AffineMaps(new int[scratch + 2 * scan.scratch(one, true)]);
 * scan.run(one, maps, 0, results, scratch);
 * }
 *
 * <p>Each combination joins two neighbouring runs of steps, in order and without a gap. {@link
 * ScanSchedule#SERIAL_TIME} joins one step after the other to the state; several channels or sequences are
 * shared among threads. {@link ScanSchedule#BLOCKED_TIME} is Blelloch's scan of each channel ("Prefix sums and
 * their applications", CMU-CS-90-190, 1990): blocks of time are reduced by all threads, a tree goes up and
 * down over the blocks' totals, and each block is scanned from the total of those before it; the first block
 * is not reduced, but scanned at once. In all it combines about twice as often as there are steps. Blocks
 * follow from the number of steps alone (64 to 1024 steps, in waves of 256 blocks), so the result does not
 * depend on the threads even where an operation rounds. (There, what an exclusive scan gives at the first step of a
 * block comes from the tree, and may be rounded otherwise than the inclusive result a step before.) Unless a schedule is asked for by name, time is
 * serial; but {@linkplain ScanOperator#isExact exact} operations on a few long sequences run in blocked time
 * where there are several threads.
 *
 * <p><b>What is thrown, and interrupts.</b> If the operator throws, the scan waits until no thread works on
 * it any more and throws the same (the first, if there are several). Results, final states and scratch are
 * then unspecified; elements are as they were, except where results replace them. The scan and the
 * executor remain usable. An interrupt does not end a scan, and stays set; an operator may look for one, or for
 * a flag of its own, and throw, to cancel.
 *
 * <p>An instance has one user thread at a time. {@code run} allocates nothing and keeps no reference to the
 * operator. Calls of the operator are virtual; a JVM that sees three or more of them in scans can no longer
 * put their code into its loops.
 */
public final class OperatorScan {
  private static final ScanAbilities ABILITIES = ScanAbilities.serial(1, 1).withReduction(1, false);

  private final OperatorLoop loop;
  private final Region<ScanOperator> input;
  private final Region<ScanOperator> initial;
  private final Region<ScanOperator> output;
  private final Region<ScanOperator> last;
  private final Region<ScanOperator> scratch;
  private final Region<ScanOperator> identity;

  private OperatorScan(Engine engine, ScanSchedule schedule, long parallelLevelNanos) {
    ABILITIES.check(schedule, "OperatorScan");
    loop = new OperatorLoop(engine, schedule, parallelLevelNanos);
    input = loop.input;
    initial = new Region<>(loop.at, "initial", Kind.EDGE, 1);
    output = loop.output;
    last = new Region<>(loop.at, "finalState", Kind.EDGE, 1);
    scratch = new Region<>(loop.at, "scratch", Kind.BLOCK, 1);
    identity = new Region<>(loop.at, "identity", Kind.BLOCK, 1);
  }

  /**
   * {@return a scan whose schedule follows from the shape, and for exact operations from the threads}
   *
   * @param engine where it runs; its backend does not matter
   */
  public static OperatorScan on(Engine engine) {
    return new OperatorScan(
        Objects.requireNonNull(engine, "engine"), null, ScanTuning.PARALLEL_LEVEL_NANOS);
  }

  /**
   * {@return a scan with a schedule of the caller's choice for all shapes}
   *
   * @param engine where it runs; its backend does not matter
   * @param schedule {@link ScanSchedule#SERIAL_TIME} or {@link ScanSchedule#BLOCKED_TIME}
   * @throws IllegalArgumentException if it is another schedule
   */
  public static OperatorScan on(Engine engine, ScanSchedule schedule) {
    return on(engine, ScanSchedule.named(schedule), ScanTuning.PARALLEL_LEVEL_NANOS);
  }

  static OperatorScan on(Engine engine, ScanSchedule schedule, long parallelLevelNanos) {
    return new OperatorScan(Objects.requireNonNull(engine, "engine"), schedule, parallelLevelNanos);
  }

  /**
   * {@return how much scratch a scan needs, in elements: at most 257, and two for each thread if it is exclusive}
   *
   * @param sequences the sequences
   * @param exact what {@link ScanOperator#isExact} says
   */
  public int scratch(Sequences sequences, boolean exact) {
    loop.at.describe(sequences);
    return loop.scratch(exact);
  }

  /**
   * Scans sequences that start from nothing. As the longest form without resets and states.
   *
   * @param sequences the sequences and how their elements lie
   * @param operator combines two elements
   * @param input offset of the first element
   * @param output offset of the first result; may be {@code input}
   * @param scratch offset of {@link #scratch} elements that the scan may overwrite
   * @throws IllegalArgumentException as the longest form
   */
  public void run(Sequences sequences, ScanOperator operator, int input, int output, int scratch) {
    run(sequences, null, 0, operator, input, NONE, output, NONE, scratch);
  }

  /**
   * Scans sequences. Everything is checked before anything is written.
   *
   * <p>Results may replace their elements ({@code output} equal to {@code input}, with the same stride).
   * {@code initial} and {@code finalState} may be the same. Otherwise, what is written (results, final states,
   * scratch) has no offset in common with anything else.
   *
   * <p>In a {@linkplain Sequences#reversed reversed} scan, "before" and "left" mean nearer to the end of the
   * sequence: the last step comes first and stands on the left.
   *
   * @param sequences the sequences and how their elements lie
   * @param resets whether a new sequence begins at a step, from nothing: a flag for each step of all
   *     sequences, {@code [count][steps]} or one for each packed row; null for none. In a reversed scan, too, a
   *     flag belongs to the first step of a sequence in time
   * @param resetsOffset the first flag; ignored without {@code resets}
   * @param operator combines two elements
   * @param input offset of the first element
   * @param initial offset of the state before the first step of each sequence, {@code
   *     [count][channels]} elements; {@link ScanOperator#NONE} to start from nothing
   * @param output offset of the first result: the state after each step, or before it in an exclusive scan
   * @param finalState offset of what becomes the state after the last step of each sequence, {@code
   *     [count][channels]} elements; {@link ScanOperator#NONE} if not wanted
   * @param scratch offset of {@link #scratch} elements that the scan may overwrite
   * @throws IllegalArgumentException if a stride is less than a row, an offset is not the operator's, what is
   *     written overlaps in another way than allowed, or the operator has no identity where one is needed
   */
  public void run(
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      ScanOperator operator,
      int input,
      int initial,
      int output,
      int finalState,
      int scratch) {
    Objects.requireNonNull(operator, "operator");
    Placement at = loop.at;
    at.describe(sequences);
    int width = operator.width();
    if (width < 1) {
      throw new IllegalArgumentException(
          "the operator's width is " + width + "; an element takes at least one offset");
    }
    at.checkFlags(resets, resetsOffset);
    try {
      int own = loop.scratch(operator.isExact());
      int length = operator.length();
      int neutral = operator.identity();
      this.input.give(operator, length, input, width, 0);
      this.initial.give(initial == NONE ? null : operator, length, initial, width, 0);
      this.output.give(operator, length, output, width, 0);
      last.give(finalState == NONE ? null : operator, length, finalState, width, 0);
      this.scratch.give(operator, length, scratch, width, own);
      identity.give(neutral == NONE ? null : operator, length, neutral, width, 1);
      check();
      if (!identity.isGiven()) {
        checkNoIdentity(at, resets != null, initial, finalState);
      }
    } finally {
      this.input.array = null;
      this.initial.array = null;
      this.output.array = null;
      last.array = null;
      this.scratch.array = null;
      identity.array = null;
    }
    loop.run(operator, resets, resetsOffset, initial, finalState, scratch);
  }

  private void check() {
    input.check();
    output.check();
    input.checkInPlace(output);
    scratch.check();
    scratch.checkApart(input);
    scratch.checkApart(output);
    identity.checkIfGiven();
    identity.checkApart(scratch);
    identity.checkApart(output);
    initial.checkIfGiven();
    initial.checkApart(scratch);
    initial.checkApart(output);
    last.checkIfGiven();
    last.checkApart(scratch);
    last.checkApart(input);
    last.checkApart(output);
    last.checkApart(identity);
    initial.checkInPlace(last);
  }

  private static void checkNoIdentity(Placement at, boolean resets, int initial, int finalState) {
    if (at.exclusive && (resets || initial == NONE)) {
      throw new IllegalArgumentException(
          "an exclusive scan needs an identity to begin with %s, and the operator has none; give it one%s"
              .formatted(
                  resets ? "after resets" : "without an initial state",
                  resets ? "" : ", or an initial state"));
    }
    if (finalState == NONE || initial != NONE) {
      return;
    }
    for (int s = 0; s < at.count; s++) {
      if (at.steps(s) == 0) {
        throw new IllegalArgumentException(
            "sequence %d has no steps, so that its final state is the identity, and the operator has none; give it one, or an initial state"
                .formatted(s));
      }
    }
  }
}
