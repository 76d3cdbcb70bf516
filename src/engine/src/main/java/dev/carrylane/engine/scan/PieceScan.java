package dev.carrylane.engine.scan;

/** Scans steps of a sequence from the state of a slot, and moves them one on in an exclusive scan. */
final class PieceScan {
  private final Recurrence<?> recurrence;

  PieceScan(Recurrence<?> recurrence) {
    this.recurrence = recurrence;
  }

  /** Scans steps of some channels, which may be cut after every unit of steps without a change of bits. */
  void scan(
      int slot,
      int sequence,
      int first,
      int steps,
      int from,
      int to,
      ScanSchedule schedule,
      int unit) {
    int state = recurrence.state(slot, from);
    if (!recurrence.at.exclusive) {
      recurrence.scan(sequence, first, steps, from, to, state, schedule);
      return;
    }
    int wanted = ScanTuning.SHIFTED / ((to - from) * recurrence.width);
    int cut = Math.max(1, wanted / unit) * unit;
    for (int done = 0; done < steps; ) {
      int count = Math.min(cut, steps - done);
      recurrence.keep(slot, from, to);
      recurrence.scan(sequence, first + done, count, from, to, state, schedule);
      recurrence.shift(slot, sequence, first + done, count, from, to);
      done += count;
    }
  }
}
