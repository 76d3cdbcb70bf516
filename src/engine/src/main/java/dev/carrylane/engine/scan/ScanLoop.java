package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import dev.carrylane.engine.scan.ScanPlan.Sharing;

/**
 * Runs a {@link Recurrence} over all its sequences, as planned: cuts them where they begin anew, and shares the work
 * among threads. Whatever is cut or shared, a piece has the bits that it would have alone.
 */
final class ScanLoop {
  private final Recurrence<?> recurrence;
  private final ParallelLoop loop;
  private final ScanPlanner planner;
  private final PieceScan pieces;
  private final BlockedTime blockedTime;
  private final SpeculativeTime speculativeTime;
  private final ParallelLoop.Body partOfChannels = this::partOfChannels;
  private final ParallelLoop.Body partOfSequences = this::partOfSequences;
  private boolean[] resets;
  private int resetsOffset;
  private ScanPlan plan;

  /** For one operation, by its name; the schedule that is asked for is checked, null takes each piece by its shape. */
  ScanLoop(Engine engine, Recurrence<?> recurrence, String scan, ScanSchedule named) {
    this(engine, recurrence, scan, named, ScanTuning.MIN_ELEMENTS);
  }

  /** As the other, with the fewest elements that a thread takes: in tests less than is worth it. */
  ScanLoop(
      Engine engine, Recurrence<?> recurrence, String scan, ScanSchedule named, int minElements) {
    recurrence.abilities.check(named, scan);
    this.recurrence = recurrence;
    loop = ParallelLoop.of(engine);
    planner = new ScanPlanner(recurrence.abilities, named, loop.threads(), minElements);
    pieces = new PieceScan(recurrence);
    blockedTime = BlockedTime.of(loop, recurrence, pieces);
    speculativeTime = SpeculativeTime.of(loop, recurrence);
  }

  /** Checks the operands that the recurrence was given, scans all sequences, and lets go of the operands. */
  void run(boolean[] resets, int resetsOffset) {
    Placement at = recurrence.at;
    try {
      recurrence.check();
      at.checkFlags(resets, resetsOffset);
      if (at.channels == 0 || at.count == 0) {
        return;
      }
      if (at.totalSteps() == 0) {
        recurrence.endWithoutSteps();
        return;
      }
      this.resets = resets;
      this.resetsOffset = resetsOffset;
      recurrence.bind();
      plan = planner.plan(at, recurrence.keepsOperands(), loop.inPass());
      recurrence.reserve(plan.slots());
      loop.run(
          plan.sharing() == Sharing.SEQUENCES ? partOfSequences : partOfChannels, plan.parts());
    } finally {
      recurrence.release();
      this.resets = null;
    }
  }

  private void partOfSequences(int index, int worker) {
    Placement at = recurrence.at;
    int from = (int) ((long) at.count * index / plan.parts());
    int to = (int) ((long) at.count * (index + 1) / plan.parts());
    for (int s = from; s < to; s++) {
      sequence(worker, s, 0, at.channels);
    }
  }

  private void partOfChannels(int index, int worker) {
    Placement at = recurrence.at;
    int parts = plan.parts();
    boolean narrow = at.channelMajor || at.channels < parts * ScanTuning.CHANNEL_UNIT;
    int unit = narrow ? 1 : ScanTuning.CHANNEL_UNIT;
    long units = at.channels / unit;
    int from = index == 0 ? 0 : (int) (units * index / parts) * unit;
    int to = index == parts - 1 ? at.channels : (int) (units * (index + 1) / parts) * unit;
    for (int s = 0; s < at.count; s++) {
      sequence(worker, s, from, to);
    }
  }

  private void sequence(int slot, int sequence, int from, int to) {
    recurrence.begin(slot, sequence, from, to);
    int steps = recurrence.at.steps(sequence);
    for (int first = 0; first < steps; ) {
      if (beginsAnew(sequence, first)) {
        recurrence.clear(slot, from, to);
      }
      int end = first + 1;
      while (end < steps && !beginsAnew(sequence, end)) {
        end = resets == null ? steps : end + 1;
      }
      piece(slot, sequence, first, end - first, from, to);
      first = end;
    }
    recurrence.end(slot, sequence, from, to);
  }

  private boolean beginsAnew(int sequence, int step) {
    return recurrence.at.beginsAnew(resets, resetsOffset, sequence, step);
  }

  private void piece(int slot, int sequence, int first, int steps, int from, int to) {
    ScanSchedule schedule = ScanPlanner.schedule(plan, steps);
    if (schedule == ScanSchedule.BLOCKED_TIME) {
      blockedTime.run(plan, sequence, first, steps);
    } else if (ScanPlanner.speculates(plan, steps)) {
      speculativeTime.run(plan, sequence, first, steps);
    } else {
      pieces.scan(slot, sequence, first, steps, from, to, schedule, plan.unit());
    }
  }
}
