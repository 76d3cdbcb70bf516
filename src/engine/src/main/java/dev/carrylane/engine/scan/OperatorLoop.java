package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanOperator.NONE;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import dev.carrylane.engine.scan.Region.Kind;

/**
 * Runs an operator over all channels of all sequences: cuts each where it begins anew, picks the schedule of
 * each piece, and shares the work among threads. A state is an offset here, too, and {@link
 * ScanOperator#NONE} where a piece starts from nothing.
 */
final class OperatorLoop {
  final Placement at = new Placement();
  final Region<ScanOperator> input = new Region<>(at, "input", Kind.GENERATE, 1);
  final Region<ScanOperator> output = new Region<>(at, "output", Kind.STATE, 1);
  private final ScanSchedule named;
  private final ParallelLoop loop;
  private final OperatorPiece pieces = new OperatorPiece(at);
  private final OperatorTree tree;
  private final ParallelLoop.Body partOfLines = this::partOfLines;
  private ScanOperator operator;
  private int width;
  private boolean[] resets;
  private int resetsOffset;
  private int initial;
  private int last;
  private int scratch;
  private int parts;

  OperatorLoop(Engine engine, ScanSchedule named, long parallelLevelNanos) {
    this.named = named;
    loop = ParallelLoop.of(engine);
    tree = new OperatorTree(loop, pieces, parallelLevelNanos);
  }

  /** Elements that a scan of the sequences described by {@link #at} needs for itself. */
  int scratch(boolean exact) {
    boolean blocked = schedule(at.steps, exact) == ScanSchedule.BLOCKED_TIME;
    return (at.exclusive ? 2 * loop.threads() : 0) + (blocked ? OperatorTree.slots(at.steps) : 0);
  }

  /** Scans from and to offsets that are checked. */
  void run(
      ScanOperator operator,
      boolean[] resets,
      int resetsOffset,
      int initial,
      int last,
      int scratch) {
    this.operator = operator;
    this.resets = resets;
    this.resetsOffset = resetsOffset;
    this.initial = initial;
    this.last = last;
    this.scratch = scratch;
    width = operator.width();
    pieces.bind(operator, input.timeStride(), output.timeStride(), scratch);
    try {
      if (at.channels == 0 || last == NONE && at.totalSteps() == 0) {
        return;
      }
      if (schedule(at.steps, operator.isExact()) == ScanSchedule.BLOCKED_TIME) {
        // Every thread works on one line after the other.
        parts = 1;
        partOfLines(0, 0);
      } else {
        long useful =
            Math.min(at.totalSteps() * at.channels / ScanTuning.OPERATOR_STEPS, Integer.MAX_VALUE);
        int most = Math.min(lines(), ScanTuning.PARTS_PER_THREAD * loop.threads());
        parts = loop.threads() == 1 ? 1 : Math.clamp(useful, 1, Math.max(1, most));
        loop.run(partOfLines, parts);
      }
    } finally {
      pieces.release();
      this.operator = null;
      this.resets = null;
    }
  }

  private int lines() {
    return (int) Math.min((long) at.count * at.channels, Integer.MAX_VALUE);
  }

  private ScanSchedule schedule(int steps, boolean exact) {
    if (named != null) {
      return named;
    }
    int threads = loop.threads();
    return exact && threads > 1 && lines() < threads && steps >= ScanTuning.OPERATOR_SHARED_STEPS
        ? ScanSchedule.BLOCKED_TIME
        : ScanSchedule.SERIAL_TIME;
  }

  private void partOfLines(int index, int worker) {
    int lines = lines();
    int from = (int) ((long) lines * index / parts);
    int to = (int) ((long) lines * (index + 1) / parts);
    for (int i = from; i < to; i++) {
      line(worker, i / at.channels, i % at.channels);
    }
  }

  /** One channel of one sequence. */
  private void line(int worker, int sequence, int channel) {
    int steps = at.steps(sequence);
    int stateAt = (sequence * at.channels + channel) * width;
    int state = initial == NONE ? start() : initial + stateAt;
    for (int first = 0; first < steps; ) {
      if (beginsAnew(sequence, first)) {
        state = start();
      }
      int end = first + 1;
      while (end < steps && !beginsAnew(sequence, end)) {
        end = resets == null ? steps : end + 1;
      }
      state = piece(worker, sequence, channel, first, end - first, state);
      first = end;
    }
    if (last != NONE) {
      // Only an empty sequence ends where nothing begins.
      int end = state == NONE ? operator.identity() : state;
      if (end != last + stateAt) {
        operator.copy(end, last + stateAt);
      }
    }
  }

  /** What an exclusive scan has for a result before the first step; an inclusive one starts from it. */
  private int start() {
    return at.exclusive ? operator.identity() : NONE;
  }

  private boolean beginsAnew(int sequence, int step) {
    return at.beginsAnew(resets, resetsOffset, sequence, step);
  }

  private int piece(int worker, int sequence, int channel, int first, int steps, int state) {
    int x = input.index(sequence, first, channel);
    int y = output.index(sequence, first, channel);
    if (schedule(at.steps, operator.isExact()) == ScanSchedule.BLOCKED_TIME) {
      int slots = scratch + (at.exclusive ? 2 * loop.threads() * width : 0);
      return tree.run(operator, width, x, y, steps, state, slots);
    }
    return pieces.scan(worker, x, y, steps, state);
  }
}
