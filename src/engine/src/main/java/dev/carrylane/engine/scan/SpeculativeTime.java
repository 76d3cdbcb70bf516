package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.ParallelLoop;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Time on threads without a change of bits, in the manner of a carry-skip adder. Time is cut into parts.
 * The caller scans them from the front, each from the state that it has by then. Helpers scan them from the
 * back, not knowing the state before them, from a zero state. When they have met, the caller goes through the
 * helpers' parts: it scans each again from its true state, until that state has the very bits which the
 * helper had there. From then on everything is as the helper left it.
 *
 * <p>Where p is below 1, states forget what was before them: with p about 0.95 they agree to the last bit
 * after some 400 steps, with p about 0.999 after 20,000. Where they do not forget (p = 1: a plain sum), the
 * caller has scanned everything itself in the end, in the time of one thread.
 */
final class SpeculativeTime {
  /** A thread's parts: so many that caller and helpers meet within a small part of the whole. */
  private static final int PARTS_PER_THREAD = 8;

  /** Elements between two comparisons of states. */
  static final int COMPARED = 2048;

  /**
   * Comparisons to a part for each thread, unless threads would go without: the caller scans each helper's part
   * again up to its first comparison, alone, which with parts so long takes at most a quarter of a thread's share.
   */
  private static final int COMPARISONS_PER_THREAD = 4;

  private final ParallelLoop loop;
  private final Recurrence recurrence;
  private final ParallelLoop.Body body = this::work;
  private final AtomicInteger front = new AtomicInteger();
  private final AtomicInteger back = new AtomicInteger();
  private final AtomicInteger claimed = new AtomicInteger();
  private int sequence;
  private int first;
  private int steps;
  private int compared;
  private int partSteps;
  private int parts;
  private ScanSchedule schedule;

  SpeculativeTime(ParallelLoop loop, Recurrence recurrence) {
    this.loop = loop;
    this.recurrence = recurrence;
  }

  /** The slots that it needs. */
  int slots() {
    return PARTS_PER_THREAD * loop.threads() + 2;
  }

  /**
   * Scans from the state of slot 0, which then holds the state after the last step.
   *
   * @param otherwise whether threads could share channels instead
   */
  void run(int sequence, int first, int steps, ScanSchedule schedule, boolean otherwise) {
    this.sequence = sequence;
    this.first = first;
    this.steps = steps;
    this.schedule = schedule;
    int unit = recurrence.unit(schedule);
    compared = Math.max(1, COMPARED / (recurrence.at.channels * recurrence.work()) / unit) * unit;
    int fair = Math.ceilDiv(steps, loop.threads());
    int brief = Math.ceilDiv(steps, PARTS_PER_THREAD * loop.threads());
    long least = (long) COMPARISONS_PER_THREAD * loop.threads() * compared;
    // Rows of many channels are few, and the more channels, the longer until all of them agree: as
    // few parts as can be.
    int part = otherwise ? fair : (int) Math.min(fair, Math.max(brief, least));
    partSteps = Math.ceilDiv(part, unit) * unit;
    parts = Math.ceilDiv(steps, partSteps);
    front.set(0);
    back.set(parts);
    claimed.set(0);
    loop.run(body, loop.threads());
    correct();
  }

  /** The caller is worker 0. Part j leaves its last state in slot j + 1, those of the caller in slot 0. */
  private void work(int index, int worker) {
    int channels = recurrence.at.channels;
    while (claimed.getAndIncrement() < parts) {
      if (worker == 0) {
        int part = front.getAndIncrement();
        recurrence.scan(sequence, start(part), length(part), 0, channels, slot(0), schedule);
      } else {
        int part = back.decrementAndGet();
        recurrence.clear(part + 1, 0, channels);
        recurrence.scan(sequence, start(part), length(part), 0, channels, slot(part + 1), schedule);
      }
    }
  }

  private void correct() {
    int channels = recurrence.at.channels;
    int old = parts + 1;
    for (int part = front.get(); part < parts; part++) {
      int end = start(part) + length(part);
      int at = start(part);
      boolean same = false;
      while (at < end && !same) {
        int count = Math.min(compared, end - at);
        recurrence.loadResult(old, sequence, at + count - 1);
        recurrence.scan(sequence, at, count, 0, channels, slot(0), schedule);
        same = recurrence.same(slot(0), slot(old), channels * recurrence.width);
        at += count;
      }
      if (at < end) {
        recurrence.copy(part + 1, 0, 0, channels);
      }
    }
  }

  private int slot(int index) {
    return recurrence.state(index, 0);
  }

  private int start(int part) {
    return first + part * partSteps;
  }

  private int length(int part) {
    return Math.min(partSteps, steps - part * partSteps);
  }
}
