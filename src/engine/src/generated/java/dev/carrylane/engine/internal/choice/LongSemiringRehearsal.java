package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.LongSemiringKernel;
import dev.carrylane.engine.internal.tier.Rehearsal;
import dev.carrylane.engine.scan.Semiring;

/** As {@link FloatSemiringRehearsal}, whose comments hold here; generated. */
final class LongSemiringRehearsal implements Rehearsal<LongSemiringKernel> {
  private static final int STEPS = 40;
  private static final int STEP = 128;
  private static final int[] CHANNELS = {3, 16, 33, 16 * 5 + 3};
  private static final int LINE = STEPS * STEP / 8;
  private final Semiring semiring;
  private final LongSemiringKernel.Operands on = new LongSemiringKernel.Operands();
  private final LongSemiringKernel.Operands line = new LongSemiringKernel.Operands();
  private final long[] state = new long[STEP];
  private final long[] sums = new long[STEP];
  private final long[] products = new long[STEP];

  LongSemiringRehearsal(Semiring semiring) {
    this.semiring = semiring;
    set(on, STEP);
    set(line, 1);
  }

  private static void set(LongSemiringKernel.Operands on, int step) {
    on.p = new long[STEPS * STEP];
    on.g = new long[STEPS * STEP];
    on.h = new long[STEPS * STEP];
    on.pStep = step;
    on.gStep = step;
    on.hStep = step;
    on.pChannel = 1;
    on.gChannel = 1;
    on.hChannel = 1;
  }

  @Override
  public void run(LongSemiringKernel kernel) {
    for (int channels : CHANNELS) {
      kernel.scan(semiring, on, STEPS, channels, 0, 0, 0, state, 0);
      kernel.advance(semiring, on, STEPS, channels, 0, 0, state, 0);
      kernel.reduce(semiring, on, STEPS, channels, 0, 0, products, sums, 0);
    }
    kernel.scan(semiring, line, LINE, 1, 0, 0, 0, state, 0);
    kernel.reduce(semiring, line, LINE, 1, 0, 0, products, sums, 0);
  }
}
