package dev.carrylane.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
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
 * Two loops, one right after the other, with a helper that may come at any time: before the first, between
 * them, or late for both. Everything that is handed over is a plain field or element.
 *
 * <p>Results: parts that did not run exactly once; values that a part or the caller read too early; parts
 * that the helper ran.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "The caller did everything.")
@Outcome(id = "0, 0, [1-6]", expect = ACCEPTABLE_INTERESTING, desc = "The helper took part.")
@Outcome(expect = FORBIDDEN, desc = "A part was lost, ran twice, or saw what was not there yet.")
@State
public class LoopStress {
  private static final int PARTS = 3;

  private final Errand errand = new Errand();
  private final ParallelLoop loop =
      ParallelLoop.of(Engine.of(Backend.scalar()).withExecutor(errand, 2));
  private final int[] first = new int[PARTS];
  private final int[] second = new int[PARTS];
  private final int[] runs = new int[2 * PARTS];
  private final int[] helped = new int[2 * PARTS];
  private int given;

  /** The loops. */
  @Actor
  public void caller(III_Result result) {
    given = 7;
    loop.run(
        (index, worker) -> {
          runs[index]++;
          helped[index] = worker;
          first[index] = given + index;
        },
        PARTS);
    loop.run(
        (index, worker) -> {
          runs[PARTS + index]++;
          helped[PARTS + index] = worker;
          // What another part of the loop before has written.
          second[index] = first[(index + 1) % PARTS];
        },
        PARTS);
    errand.close();
    for (int i = 0; i < PARTS; i++) {
      result.r1 += (runs[i] == 1 ? 0 : 1) + (runs[PARTS + i] == 1 ? 0 : 1);
      result.r2 += (first[i] == 7 + i ? 0 : 1) + (second[i] == 7 + (i + 1) % PARTS ? 0 : 1);
      result.r3 += helped[i] + helped[PARTS + i];
    }
  }

  /** The other thread. */
  @Actor
  public void helper() {
    errand.help();
  }
}
