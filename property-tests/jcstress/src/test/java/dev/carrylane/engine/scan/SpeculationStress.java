package dev.carrylane.engine.scan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.stress.Errand;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Time from both ends: caller and helper take parts until they meet, and the caller goes on from the states that
 * the helper left. The sequence forgets, but for its last part. Results: states that are not those of
 * the recurrence; whether the last one is not.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Every state has the bits of the recurrence.")
@Outcome(
    expect = FORBIDDEN,
    desc = "A part was left out, or the caller went on from a state that was not there yet.")
@State
public class SpeculationStress {
  /** Four threads have a part each, a little longer than what is compared at once. */
  private static final int THREADS = 4;

  private static final int STEPS = 2100 * THREADS;
  private static final int LAST_PART = 2100 * (THREADS - 1);
  private static final Sequences ONE = Sequences.timeMajor(STEPS, 1);
  private static final float[] P = new float[STEPS];
  private static final float[] G = new float[STEPS];
  private static final float[] INITIAL = {1000};
  private static final float[] STATES = new float[STEPS];

  static {
    float state = INITIAL[0];
    for (int t = 0; t < STEPS; t++) {
      P[t] = t < LAST_PART ? 0.5f : 1;
      G[t] = (t % 101 + 1) / 3f;
      state = Math.fma(P[t], state, G[t]);
      STATES[t] = state;
    }
  }

  private final Errand errand = new Errand();
  private final AffineScan scan =
      AffineScan.on(
          Engine.of(Backend.scalar()).withExecutor(errand, THREADS),
          ScanSchedule.SERIAL_TIME,
          STEPS / THREADS);
  private final float[] h = new float[STEPS];
  private final float[] last = new float[1];

  /** The scan. */
  @Actor
  public void caller(II_Result result) {
    scan.run(ONE, null, 0, P, 0, G, 0, INITIAL, 0, h, 0, last, 0);
    errand.close();
    for (int t = 0; t < STEPS; t++) {
      result.r1 += h[t] == STATES[t] ? 0 : 1;
    }
    result.r2 = last[0] == STATES[STEPS - 1] ? 0 : 1;
  }

  /** The other threads, one after the other. */
  @Actor
  public void helper() {
    errand.help();
  }
}
