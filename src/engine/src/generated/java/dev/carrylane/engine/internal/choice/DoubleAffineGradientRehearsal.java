package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.DoubleAffineGradientKernel;
import dev.carrylane.engine.internal.tier.Rehearsal;

/** As {@link FloatAffineGradientRehearsal}, whose comments hold here; generated. */
final class DoubleAffineGradientRehearsal implements Rehearsal<DoubleAffineGradientKernel> {
  private static final int STEPS = 40;
  private static final int STEP = 256;
  private static final int[] CHANNELS = {16, 32, 16 * 15 + 3};
  private final DoubleAffineGradientKernel.Operands on = new DoubleAffineGradientKernel.Operands();
  private final double[] state = new double[STEP];

  DoubleAffineGradientRehearsal() {
    on.p = new double[STEPS * STEP];
    on.dp = new double[STEPS * STEP];
    on.dg = new double[STEPS * STEP];
    on.h = new double[STEPS * STEP];
    on.dh = new double[STEPS * STEP];
    on.pStep = STEP;
    on.gStep = STEP;
    on.hStep = STEP;
    on.pChannel = 1;
    on.gChannel = 1;
    on.hChannel = 1;
  }

  @Override
  public void run(DoubleAffineGradientKernel kernel) {
    for (int channels : CHANNELS) {
      kernel.run(on, STEPS, channels, 0, 0, 0, state, 0);
    }
  }
}
