package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanOperator.NONE;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.ParallelLoop;
import dev.carrylane.engine.scan.Placement.Operand;

/**
 * Runs an operator over all channels of all sequences: cuts each where it begins anew, picks the schedule of
 * each piece, and shares the work among threads. A state is an offset here, too, and {@link
 * ScanOperator#NONE} where a piece starts from nothing.
 */
final class OperatorLoop {
  /** The fewest steps that a thread takes: some 10 µs with a cheap operator, what waking it costs. */
  private static final int MIN_STEPS = 1 << 12;

  /** The fewest steps of one line that threads share. */
  private static final int MIN_SHARED_STEPS = 1 << 14;

  /** Lines are dealt in more parts than threads, so that these end together. */
  private static final int PARTS_PER_THREAD = 8;

  final Placement at = new Placement();
  private final ScanSchedule named;
  private final ParallelLoop loop;
  private final OperatorTree tree;
  private final ParallelLoop.Body partOfLines = this::partOfLines;
  private ScanOperator operator;
  private int width;
  private boolean[] resets;
  private int resetsOffset;
  private int input;
  private int initial;
  private int output;
  private int last;
  private int scratch;
  private int inputStep;
  private int outputStep;
  private int parts;

  OperatorLoop(Engine engine, ScanSchedule named, long parallelLevelNanos) {
    this.named = named;
    loop = ParallelLoop.of(engine);
    tree = new OperatorTree(loop, this, parallelLevelNanos);
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
      int input,
      int initial,
      int output,
      int last,
      int scratch) {
    this.operator = operator;
    this.resets = resets;
    this.resetsOffset = resetsOffset;
    this.input = input;
    this.initial = initial;
    this.output = output;
    this.last = last;
    this.scratch = scratch;
    width = operator.width();
    inputStep = at.timeStride(Operand.GENERATE, width);
    outputStep = at.timeStride(Operand.STATE, width);
    try {
      if (schedule(at.steps, operator.isExact()) == ScanSchedule.BLOCKED_TIME) {
        // Every thread works on one line after the other.
        parts = 1;
        partOfLines(0, 0);
      } else {
        long useful = Math.min(at.totalSteps() * at.channels / MIN_STEPS, Integer.MAX_VALUE);
        int most = Math.min(lines(), PARTS_PER_THREAD * loop.threads());
        parts = loop.threads() == 1 ? 1 : Math.clamp(useful, 1, Math.max(1, most));
        loop.run(partOfLines, parts);
      }
    } finally {
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
    return exact && threads > 1 && lines() < threads && steps >= MIN_SHARED_STEPS
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
    if (resets == null) {
      return false;
    }
    int flag = at.flag(sequence, step);
    return flag >= 0 && resets[resetsOffset + flag];
  }

  private int piece(int worker, int sequence, int channel, int first, int steps, int state) {
    int x = input + at.place(Operand.GENERATE, width, sequence, first, channel);
    int y = output + at.place(Operand.STATE, width, sequence, first, channel);
    if (schedule(at.steps, operator.isExact()) == ScanSchedule.BLOCKED_TIME) {
      int slots = scratch + (at.exclusive ? 2 * loop.threads() * width : 0);
      return tree.run(operator, width, x, inputStep, y, outputStep, steps, state, slots);
    }
    return scan(worker, x, y, steps, state);
  }

  /**
   * Scans steps one after the other.
   *
   * @param worker who does it
   * @param x where the first step lies
   * @param y where its result goes
   * @param steps how many, at least 1
   * @param carry where the state before them lies; in an inclusive scan it need not be there
   * @return where the state after them lies: in the output, or where the worker's next scan overwrites it
   */
  int scan(int worker, int x, int y, int steps, int carry) {
    ScanOperator on = operator;
    int state = carry;
    if (at.exclusive) {
      int slot = scratch + 2 * worker * width;
      int other = slot + width;
      for (int t = 0; t < steps; t++) {
        // In this order, because a result may replace its step.
        on.combine(state, x, slot);
        on.copy(state, y);
        state = slot;
        slot = other;
        other = state;
        x += inputStep;
        y += outputStep;
      }
      return state;
    }
    if (state != NONE) {
      on.combine(state, x, y);
    } else if (x != y) {
      on.copy(x, y);
    }
    for (int t = 1; t < steps; t++) {
      x += inputStep;
      on.combine(y, x, y + outputStep);
      y += outputStep;
    }
    return y;
  }
}
