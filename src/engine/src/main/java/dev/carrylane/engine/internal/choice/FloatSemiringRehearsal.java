package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.FloatSemiringKernel;
import dev.carrylane.engine.internal.tier.Rehearsal;
import dev.carrylane.engine.scan.Semiring;

/** One channel, rows of less than a vector and of more, groups of every size; with results and without. */
final class FloatSemiringRehearsal implements Rehearsal<FloatSemiringKernel> {
  private static final int STEPS = 40;
  private static final int STEP = 128;
  private static final int[] CHANNELS = {3, 16, 33, 16 * 5 + 3};

  /** Steps of one channel. */
  private static final int LINE = STEPS * STEP / 8;

  private final Semiring semiring;
  private final FloatSemiringKernel.Operands on = new FloatSemiringKernel.Operands();
  private final FloatSemiringKernel.Operands line = new FloatSemiringKernel.Operands();
  private final float[] state = new float[STEP];
  private final float[] sums = new float[STEP];
  private final float[] products = new float[STEP];

  FloatSemiringRehearsal(Semiring semiring) {
    this.semiring = semiring;
    set(on, STEP);
    set(line, 1);
  }

  private static void set(FloatSemiringKernel.Operands on, int step) {
    on.p = new float[STEPS * STEP];
    on.g = new float[STEPS * STEP];
    on.h = new float[STEPS * STEP];
    on.pStep = step;
    on.gStep = step;
    on.hStep = step;
    on.pChannel = 1;
    on.gChannel = 1;
    on.hChannel = 1;
  }

  @Override
  public void run(FloatSemiringKernel kernel) {
    for (int channels : CHANNELS) {
      kernel.scan(semiring, on, STEPS, channels, 0, 0, 0, state, 0);
      kernel.advance(semiring, on, STEPS, channels, 0, 0, state, 0);
      kernel.reduce(semiring, on, STEPS, channels, 0, 0, products, sums, 0);
    }
    kernel.scan(semiring, line, LINE, 1, 0, 0, 0, state, 0);
    kernel.reduce(semiring, line, LINE, 1, 0, 0, products, sums, 0);
  }
}
