package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.thread.ParallelLoop;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Time on threads without a change of bits, in the manner of a carry-skip adder. Time is cut into parts.
 * The caller scans them from the front, each from the state that it has by then. Helpers scan them from the
 * back, not knowing the state before them, from a zero state. When they have met, the caller goes through the
 * helpers' parts: it scans each again from its true state, until that state has the very bits which the
 * helper had there. From then on everything is as the helper left it.
 *
 * <p>Where p is below 1, states forget what was before them, and come to agree to the last bit. Where they do not forget
 * (p = 1: a plain sum), the caller has scanned everything itself in the end, in the time of one thread.
 */
final class SpeculativeTime {
  private final ParallelLoop loop;
  private final Recurrence<?> recurrence;
  private final Correctable states;
  private final ParallelLoop.Body body = this::work;
  private final AtomicInteger front = new AtomicInteger();
  private final AtomicInteger back = new AtomicInteger();
  private final AtomicInteger claimed = new AtomicInteger();
  private int sequence;
  private int first;
  private int steps;
  private int partSteps;
  private int parts;
  private ScanPlan plan;
  private ScanSchedule schedule;

  private SpeculativeTime(ParallelLoop loop, Recurrence<?> recurrence, Correctable states) {
    this.loop = loop;
    this.recurrence = recurrence;
    this.states = states;
  }

  /** Speculative time of a recurrence, or null where its states cannot be compared. */
  static SpeculativeTime of(ParallelLoop loop, Recurrence<?> recurrence) {
    return recurrence instanceof Correctable states
        ? new SpeculativeTime(loop, recurrence, states)
        : null;
  }

  /** Scans from the state of slot 0, which then holds the state after the last step. */
  void run(ScanPlan plan, int sequence, int first, int steps) {
    this.plan = plan;
    this.sequence = sequence;
    this.first = first;
    this.steps = steps;
    schedule = ScanPlanner.schedule(plan, steps);
    partSteps = ScanPlanner.partSteps(plan, steps, loop.threads());
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
        int count = Math.min(plan.compared(), end - at);
        recurrence.loadResult(old, sequence, at + count - 1);
        recurrence.scan(sequence, at, count, 0, channels, slot(0), schedule);
        same = states.same(slot(0), slot(old), channels * recurrence.width);
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
