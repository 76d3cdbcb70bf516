package dev.carrylane.jmh.bench;

import dev.carrylane.jmh.suite.Case;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a plan in rounds: in each, every case has one fork on each side, so that a machine that becomes slower becomes so for all. Used by
 * one thread, but for {@link #stop}.
 */
final class Rounds {
  private final List<Case> cases;
  private final int count;
  private final ForkRunner runner;
  private final Probe probe;
  private final String ours;
  private final Optional<String> other;
  private final Collected measured = new Collected();
  private final Collected measuredOfOther = new Collected();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private int completed;
  private volatile boolean stopped;

  /**
   * Runs nothing yet.
   *
   * @param plan the cases of a round
   * @param count how many rounds
   * @param runner runs forks
   * @param probe is read before, between and after them
   * @param ours class path of this version
   * @param other class path of the version that it is compared with
   */
  Rounds(
      Plan plan, int count, ForkRunner runner, Probe probe, String ours, Optional<String> other) {
    this.cases = plan.cases();
    this.count = count;
    this.runner = runner;
    this.probe = probe;
    this.ours = ours;
    this.other = other;
  }

  /** Is told how far it is. */
  interface Listener {
    /** A fork begins. */
    void begins(int round, Case one);

    /** A fork has ended. */
    void ended();

    /** All cases had a fork more. */
    void completed(int round) throws IOException;
  }

  /** {@return how many forks there are} */
  int forks() {
    return count * cases.size() * (other.isPresent() ? 2 : 1);
  }

  /** Runs all rounds, or until it is stopped. */
  void run(Listener listener) throws IOException {
    for (int round = 0; round < count && !stopped; round++) {
      for (Case one : cases) {
        probe.read();
        // The side that goes first finds the machine as the case before left it: they take turns in
        // that, too.
        for (int turn = 0; turn < 2 && !stopped; turn++) {
          boolean isOurs = (turn == 0) == (round % 2 == 0);
          if (isOurs) {
            fork(round, one, ours, measured, listener);
          } else if (other.isPresent()) {
            fork(round, one, other.get(), measuredOfOther, listener);
          }
        }
      }
      if (!stopped) {
        completed = round + 1;
        probe.read();
        listener.completed(round);
      }
    }
  }

  private void fork(int round, Case one, String classPath, Collected side, Listener listener) {
    String what = side == measured ? one.toString() : one + ", the other version";
    if (failures.containsKey(what)) {
      listener.ended(); // it would fail again
      return;
    }
    listener.begins(round, one);
    try {
      side.add(one, runner.run(one, classPath));
    } catch (ForkRunner.Failed e) {
      if (!stopped) {
        failures.put(what, e.getMessage());
      }
    }
    listener.ended();
  }

  /** Asks it to return soon, from any thread. */
  void stop() {
    stopped = true;
    // The signal may have come to this process alone.
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);
  }

  boolean isStopped() {
    return stopped;
  }

  Collected measured() {
    return measured;
  }

  Collected measuredOfOther() {
    return measuredOfOther;
  }

  Map<String, String> failures() {
    return failures;
  }

  int completed() {
    return completed;
  }
}
