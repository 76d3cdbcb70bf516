package dev.carrylane.engine.scan;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.ParallelLoop;

/**
 * Runs a {@link Recurrence} over all its sequences: cuts them where they begin anew, picks the schedule of
 * each piece, and shares the work among threads. Whatever is cut or shared, a piece has the bits that it
 * would have alone.
 */
final class ScanLoop {
  /** Ranges of channels begin at multiples of this, a vector of 512 bits and about a cache line. */
  private static final int UNIT = 16;

  /**
   * The fewest channels that a thread takes of a time-major sequence. Threads that work on the same rows
   * fetch each other's lines along with their own, and share one at the edge of every row: with data that
   * comes from the third-level cache, two threads run at 0.7 times the speed of one with 32 or 64 channels
   * each, 1.1 with 128, 1.4 with 256, 1.8 with 512 and 2 with 2048.
   */
  private static final int MIN_CHANNELS = 128;

  /** The fewest elements that a thread takes: about 15 µs of work in cache, what waking it costs. */
  private static final int MIN_ELEMENTS = 1 << 17;

  /**
   * The same within a pass of a crew, where helpers are awake. One channel in the second-level cache of one core
   * gains nothing when two work on it (1.0 times for 65536 steps, 0.8 for 32768), since they take lines from each
   * other; 262144 steps in the third gain 1.7 times.
   */
  private static final int MIN_ELEMENTS_IN_PASS = 1 << 16;

  /**
   * Elements from which on their operands and results, 48 MB, come from memory. Threads then had rather have whole
   * rows, in parts of time, than some channels of every row, whose reads run into each other's pages: [16384, 1024]
   * on 16 threads of a Sapphire Rapids is 3.7 times as fast as on one by channels, where [262144, 64] is 13 times
   * by time, and on 2 threads of a Zen 4 0.8 times, where a triad is 1.6 times.
   */
  private static final int FROM_MEMORY = 1 << 22;

  /** Sequences of different lengths are dealt in more parts than threads, so that these end together. */
  private static final int PARTS_PER_THREAD = 8;

  /**
   * States of an exclusive scan are moved one step on while they are in the first-level cache: 4096
   * floats are a third of it.
   */
  private static final int SHIFTED = 4096;

  private final Recurrence recurrence;
  private final ScanSchedule named;
  private final int minElements;
  private final ParallelLoop loop;
  private final ParallelLoop.Body partOfChannels = this::partOfChannels;
  private final ParallelLoop.Body partOfSequences = this::partOfSequences;
  private final BlockedTime blockedTime;
  private final SpeculativeTime speculativeTime;
  private boolean speculate;
  private boolean otherwise;
  private boolean[] resets;
  private int resetsOffset;
  private int parts;
  private int least;

  /**
   * A loop for one operation object.
   *
   * @param named the schedule for every piece; null to take each by its shape
   */
  ScanLoop(Engine engine, Recurrence recurrence, ScanSchedule named) {
    this(engine, recurrence, named, MIN_ELEMENTS);
  }

  /**
   * As the other, for tests of threads with less work than is worth it.
   *
   * @param minElements the fewest elements that a thread takes
   */
  ScanLoop(Engine engine, Recurrence recurrence, ScanSchedule named, int minElements) {
    this.recurrence = recurrence;
    this.named = named;
    this.minElements = minElements;
    loop = ParallelLoop.of(engine);
    blockedTime = new BlockedTime(loop, recurrence, this);
    speculativeTime = new SpeculativeTime(loop, recurrence);
  }

  /**
   * Scans all sequences.
   *
   * @param resets a flag for each step that begins a new sequence; null for none
   */
  void run(boolean[] resets, int resetsOffset) {
    this.resets = resets;
    this.resetsOffset = resetsOffset;
    Placement at = recurrence.at;
    try {
      if (at.channels == 0 || at.count == 0) {
        return;
      }
      if (schedule(at.steps) == ScanSchedule.BLOCKED_TIME) {
        // Every thread works on one sequence after the other.
        recurrence.reserve(ScanSchedule.BLOCKS + 1);
        for (int s = 0; s < at.count; s++) {
          sequence(0, s, 0, at.channels);
        }
        return;
      }
      long elements = at.totalSteps() * at.channels * recurrence.work();
      least = loop.inPass() ? Math.min(MIN_ELEMENTS_IN_PASS, minElements) : minElements;
      int useful = (int) Math.min(elements / least, Integer.MAX_VALUE);
      boolean shared = loop.threads() > 1 && useful > 1;
      if (shared && at.count >= 2 * loop.threads()) {
        parts = Math.min(useful, Math.min(at.count, PARTS_PER_THREAD * loop.threads()));
        recurrence.reserve(loop.threads());
        loop.run(partOfSequences, parts);
        return;
      }
      int lines =
          (int) Math.min(at.channels, (long) at.channels * recurrence.work() / MIN_CHANNELS);
      int most = at.channelMajor ? at.channels : lines;
      parts = shared ? Math.max(1, Math.min(loop.threads(), Math.min(useful, most))) : 1;
      otherwise = parts > 1;
      speculate =
          shared
              && !at.exclusive
              && recurrence.keepsOperands()
              && recurrence.meets()
              && (!otherwise || at.count == 1 && !at.channelMajor && elements >= FROM_MEMORY);
      parts = speculate ? 1 : parts;
      recurrence.reserve(speculate ? speculativeTime.slots() : loop.threads());
      loop.run(partOfChannels, parts);
    } finally {
      this.resets = null;
      speculate = false;
    }
  }

  ScanSchedule schedule(int steps) {
    ScanSchedule schedule = named != null ? named : recurrence.scheduleFor(steps);
    boolean there = schedule != ScanSchedule.BLOCKED_TIME || recurrence.canReduce();
    return there ? schedule : ScanSchedule.SERIAL_TIME;
  }

  private void partOfSequences(int index, int worker) {
    Placement at = recurrence.at;
    int from = (int) ((long) at.count * index / parts);
    int to = (int) ((long) at.count * (index + 1) / parts);
    for (int s = from; s < to; s++) {
      sequence(worker, s, 0, at.channels);
    }
  }

  private void partOfChannels(int index, int worker) {
    Placement at = recurrence.at;
    int unit = at.channelMajor || at.channels < parts * UNIT ? 1 : UNIT;
    int units = at.channels / unit;
    int from = (int) ((long) units * index / parts) * unit;
    int to = index == parts - 1 ? at.channels : (int) ((long) units * (index + 1) / parts) * unit;
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
    if (resets == null) {
      return false;
    }
    int flag = recurrence.at.flag(sequence, step);
    return flag >= 0 && resets[resetsOffset + flag];
  }

  private void piece(int slot, int sequence, int first, int steps, int from, int to) {
    ScanSchedule schedule = schedule(steps);
    if (schedule == ScanSchedule.BLOCKED_TIME) {
      blockedTime.run(sequence, first, steps);
    } else if (speculate && (long) steps * (to - from) * recurrence.work() >= 2 * least) {
      speculativeTime.run(sequence, first, steps, schedule, otherwise);
    } else {
      scan(slot, sequence, first, steps, from, to, schedule);
    }
  }

  /** Scans steps from the state of a slot, and moves them one on in an exclusive scan. */
  void scan(int slot, int sequence, int first, int steps, int from, int to, ScanSchedule schedule) {
    int state = recurrence.state(slot, from);
    if (!recurrence.at.exclusive) {
      recurrence.scan(sequence, first, steps, from, to, state, schedule);
      return;
    }
    int unit = recurrence.unit(schedule);
    int wanted = SHIFTED / ((to - from) * recurrence.width);
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
