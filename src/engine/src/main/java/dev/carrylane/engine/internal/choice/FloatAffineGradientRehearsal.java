package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.FloatAffineGradientKernel;
import dev.carrylane.engine.internal.tier.Rehearsal;

/** Rows of every width from a whole vector on: groups of every size and an end that overlaps. */
final class FloatAffineGradientRehearsal implements Rehearsal<FloatAffineGradientKernel> {
  private static final int STEPS = 40;
  private static final int STEP = 256;
  private static final int[] CHANNELS = {16, 32, 16 * 15 + 3};

  private final FloatAffineGradientKernel.Operands on = new FloatAffineGradientKernel.Operands();
  private final float[] state = new float[STEP];

  FloatAffineGradientRehearsal() {
    on.p = new float[STEPS * STEP];
    on.dp = new float[STEPS * STEP];
    on.dg = new float[STEPS * STEP];
    on.h = new float[STEPS * STEP];
    on.dh = new float[STEPS * STEP];
    on.pStep = STEP;
    on.gStep = STEP;
    on.hStep = STEP;
    on.pChannel = 1;
    on.gChannel = 1;
    on.hChannel = 1;
  }

  @Override
  public void run(FloatAffineGradientKernel kernel) {
    for (int channels : CHANNELS) {
      kernel.run(on, STEPS, channels, 0, 0, 0, state, 0);
    }
  }
}
