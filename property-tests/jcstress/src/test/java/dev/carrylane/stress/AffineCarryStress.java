package dev.carrylane.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The maps of blocks of time, reduced by one thread and applied by another, and the memory in which
 * each block is reduced and scanned: of one channel, which lies on lanes, and of three. Everything is a small
 * integer, so that there is one right result. Results: wrong states of one channel, and of three.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Every state is right.")
@Outcome(expect = FORBIDDEN, desc = "A block had another map, carry or memory than its own.")
@State
public class AffineCarryStress {
  /** Four blocks of 528, the last one short. */
  private static final int STEPS = 1700;

  private static final int CHANNELS = 3;
  private static final Operands ONE = new Operands(1);
  private static final Operands THREE = new Operands(CHANNELS);

  private final Errand errand = new Errand();
  private final Engine engine = Engine.of(Backend.scalar()).withExecutor(errand, 2);
  private final AffineScan one = AffineScan.on(engine, ScanSchedule.BLOCKED_TIME);
  private final AffineScan three = AffineScan.on(engine, ScanSchedule.BLOCKED_TIME);
  private final float[] h = new float[STEPS];
  private final float[] state = new float[1];
  private final float[] threeH = new float[STEPS * CHANNELS];
  private final float[] threeState = new float[CHANNELS];

  /** The scans. */
  @Actor
  public void caller(II_Result result) {
    ONE.scan(one, h, state);
    THREE.scan(three, threeH, threeState);
    errand.close();
    result.r1 = ONE.differences(h, state);
    result.r2 = THREE.differences(threeH, threeState);
  }

  /** The other thread. */
  @Actor
  public void helper() {
    errand.help();
  }

  /** Gates of 1 and −1, and the states, which no order of computation rounds. */
  private static final class Operands {
    private final Sequences sequences;
    private final float[] p;
    private final float[] g;
    private final float[] states;

    Operands(int channels) {
      sequences = Sequences.timeMajor(STEPS, channels);
      p = new float[STEPS * channels];
      g = new float[STEPS * channels];
      states = new float[STEPS * channels];
      for (int i = 0; i < states.length; i++) {
        p[i] = i % 7 == 3 ? -1 : 1;
        g[i] = i % 13 - 5;
        states[i] = p[i] * (i < channels ? 0 : states[i - channels]) + g[i];
      }
    }

    void scan(AffineScan scan, float[] h, float[] last) {
      scan.run(sequences, null, 0, p, 0, g, 0, null, 0, h, 0, last, 0);
    }

    int differences(float[] h, float[] last) {
      int differences = 0;
      for (int i = 0; i < states.length; i++) {
        differences += h[i] == states[i] ? 0 : 1;
      }
      for (int c = 0; c < last.length; c++) {
        differences += last[c] == states[states.length - last.length + c] ? 0 : 1;
      }
      return differences;
    }
  }
}
