package dev.carrylane.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.OperatorScan;
import dev.carrylane.engine.scan.ScanOperator;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The carries of an operator scan in blocks, from thread to thread through plain elements. Results: wrong
 * prefixes; whether a helper combined anything.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The caller did everything.")
@Outcome(id = "0, 1", expect = ACCEPTABLE_INTERESTING, desc = "The helper took part.")
@Outcome(expect = FORBIDDEN, desc = "A block began with another carry than its own.")
@State
public class OperatorCarryStress implements ScanOperator {
  /** Five blocks of 64, the last one short. */
  private static final int STEPS = 300;

  private static final Sequences ONE = Sequences.timeMajor(STEPS, 1);

  private final Errand errand = new Errand();
  private final OperatorScan scan =
      OperatorScan.on(
          Engine.of(Backend.scalar()).withExecutor(errand, 2), ScanSchedule.BLOCKED_TIME);
  private final int[] values = new int[STEPS + 8];
  private volatile boolean helped;
  private Thread caller;

  /** Elements 1, 2, 3, … */
  public OperatorCarryStress() {
    for (int t = 0; t < STEPS; t++) {
      values[t] = t + 1;
    }
  }

  /** The scan, in place. */
  @Actor
  public void caller(II_Result result) {
    caller = Thread.currentThread();
    scan.run(ONE, this, 0, 0, STEPS);
    errand.close();
    for (int t = 0; t < STEPS; t++) {
      result.r1 += values[t] == (t + 1) * (t + 2) / 2 ? 0 : 1;
    }
    result.r2 = helped ? 1 : 0;
  }

  /** The other thread. */
  @Actor
  public void helper() {
    errand.help();
  }

  @Override
  public void combine(int left, int right, int out) {
    values[out] = values[left] + values[right];
    if (!helped && Thread.currentThread() != caller) {
      helped = true;
    }
  }

  @Override
  public void copy(int from, int to) {
    values[to] = values[from];
  }

  @Override
  public int length() {
    return values.length;
  }
}
