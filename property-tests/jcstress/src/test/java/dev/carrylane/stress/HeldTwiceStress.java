package dev.carrylane.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.thread.ParallelLoop;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * An executor that queues a task and throws all the same, so that it comes to hold one helper's task twice, and two
 * threads that may run both at once.
 *
 * <p>Results: parts that did not run exactly once; parts with the worker of another that was at work; parts that helpers
 * ran.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "The caller did everything.")
@Outcome(id = "0, 0, [1-6]", expect = ACCEPTABLE_INTERESTING, desc = "A helper took part.")
@Outcome(expect = FORBIDDEN, desc = "A part was lost or ran twice, or a worker was two threads.")
@State
public class HeldTwiceStress {
  private static final int PARTS = 3;

  private final Errand errand = new Errand();
  private final ParallelLoop loop =
      ParallelLoop.of(
          Engine.of(Backend.scalar())
              .withExecutor(
                  task -> {
                    errand.execute(task);
                    throw new OutOfMemoryError("unable to create native thread");
                  },
                  2));
  private final AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger()};
  private final int[] runs = new int[2 * PARTS];
  private final int[] met = new int[2 * PARTS];
  private final int[] helped = new int[2 * PARTS];

  /** The loops. */
  @Actor
  public void caller(III_Result result) {
    loop.run((index, worker) -> part(index, worker), PARTS);
    loop.run((index, worker) -> part(PARTS + index, worker), PARTS);
    errand.close();
    for (int i = 0; i < 2 * PARTS; i++) {
      result.r1 += runs[i] == 1 ? 0 : 1;
      result.r2 += met[i];
      result.r3 += helped[i];
    }
  }

  private void part(int index, int worker) {
    met[index] = inside[worker].incrementAndGet() - 1;
    runs[index]++;
    helped[index] = worker;
    inside[worker].decrementAndGet();
  }

  /** A thread of the executor. */
  @Actor
  public void helper() {
    errand.help();
  }

  /** Another. */
  @Actor
  public void otherHelper() {
    errand.help();
  }
}
