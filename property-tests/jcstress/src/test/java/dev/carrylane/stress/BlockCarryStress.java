package dev.carrylane.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.IntSemiringScan;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Semiring;
import dev.carrylane.engine.scan.Sequences;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The carries between blocks of time, for all scans that have their states in slots. Results: wrong prefixes,
 * and whether the final state is wrong.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Every prefix is right.")
@Outcome(expect = FORBIDDEN, desc = "A block began with another carry than its own.")
@State
public class BlockCarryStress {
  /** Four blocks of 528, the last one short. */
  private static final int STEPS = 1700;

  private static final Sequences ONE = Sequences.channelMajor(1, STEPS);

  private final Errand errand = new Errand();
  private final IntSemiringScan scan =
      IntSemiringScan.on(
          Engine.of(Backend.scalar()).withExecutor(errand, 2),
          Semiring.SUM,
          ScanSchedule.BLOCKED_TIME);
  private final int[] values = new int[STEPS];
  private final int[] last = new int[1];

  /** The scan, in place. */
  @Actor
  public void caller(II_Result result) {
    for (int t = 0; t < STEPS; t++) {
      values[t] = t + 1;
    }
    scan.run(ONE, null, 0, null, 0, values, 0, null, 0, values, 0, last, 0);
    errand.close();
    for (int t = 0; t < STEPS; t++) {
      result.r1 += values[t] == (t + 1) * (t + 2) / 2 ? 0 : 1;
    }
    result.r2 = last[0] == STEPS * (STEPS + 1) / 2 ? 0 : 1;
  }

  /** The other thread. */
  @Actor
  public void helper() {
    errand.help();
  }
}
