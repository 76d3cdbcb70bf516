package dev.carrylane.engine.adder;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.stress.Errand;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * What blocks of words generate and propagate, from thread to thread through plain elements: all ones plus a
 * carry, which runs through every block, and then, in place, plus the same number again, with a carry out of
 * every block. Results: wrong words of either sum; whether either carry out is wrong.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Both sums are right.")
@Outcome(expect = FORBIDDEN, desc = "A block missed its carry, or had one too many.")
@State
public class AdderStress {
  private static final int BLOCK_WORDS = 4;

  /** Seven blocks, the last one short; four that propagate are shared out again. */
  private static final int WORDS = 6 * BLOCK_WORDS + 1;

  private static final long[] ZEROS = new long[WORDS];

  private final Errand errand = new Errand();
  private final Adder adder =
      Adder.on(
          Engine.of(Backend.scalar()).withExecutor(errand, 2),
          AdderSchedule.THREADED,
          BLOCK_WORDS * Long.SIZE);
  private final long[] ones = new long[WORDS];
  private final long[] zeros = new long[WORDS];

  /** −1, and something to be overwritten. */
  public AdderStress() {
    for (int i = 0; i < WORDS; i++) {
      ones[i] = -1;
      zeros[i] = 5;
    }
  }

  /** The sums. */
  @Actor
  public void caller(III_Result result) {
    int first = adder.add(WORDS, ones, 0, ZEROS, 0, zeros, 0, 1);
    int second = adder.add(WORDS, ones, 0, ones, 0, ones, 0, 0);
    errand.close();
    for (int i = 0; i < WORDS; i++) {
      result.r1 += zeros[i] == 0 ? 0 : 1;
      result.r2 += ones[i] == (i == 0 ? -2 : -1) ? 0 : 1;
    }
    result.r3 = first == 1 && second == 1 ? 0 : 1;
  }

  /** The other thread. */
  @Actor
  public void helper() {
    errand.help();
  }
}
