package dev.carrylane.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A loop with a part that throws, and another one after it. Results: failures that reached the caller; parts
 * still at work then; parts of the loop after it that did not run exactly once.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "Thrown once, at rest, usable again.")
@Outcome(expect = FORBIDDEN, desc = "The failure was lost, or a part outlived it.")
@State
public class FailureStress {
  private static final int PARTS = 3;

  private final Errand errand = new Errand();
  private final ParallelLoop loop =
      ParallelLoop.of(Engine.of(Backend.scalar()).withExecutor(errand, 2));
  private final int[] inside = new int[PARTS];
  private final int[] runs = new int[PARTS];

  /** The loops. */
  @Actor
  public void caller(III_Result result) {
    try {
      loop.run(
          (index, worker) -> {
            inside[index] = 1;
            if (index == 1) {
              inside[index] = 0;
              throw new IllegalStateException();
            }
            inside[index] = 0;
          },
          PARTS);
    } catch (IllegalStateException expected) {
      result.r1++;
    }
    for (int i = 0; i < PARTS; i++) {
      result.r2 += inside[i];
    }
    loop.run((index, worker) -> runs[index]++, PARTS);
    errand.close();
    for (int i = 0; i < PARTS; i++) {
      result.r3 += runs[i] == 1 ? 0 : 1;
    }
  }

  /** The other thread. */
  @Actor
  public void helper() {
    errand.help();
  }
}
