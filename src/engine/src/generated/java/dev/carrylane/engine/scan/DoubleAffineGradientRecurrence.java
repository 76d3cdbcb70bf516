package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.DoubleAffineGradientKernel;

/** As {@link FloatAffineGradientRecurrence}, whose comments hold here; generated. */
final class DoubleAffineGradientRecurrence extends GradientRecurrence<double[]> {
  private final Backend backend;
  private DoubleAffineGradientKernel kernel;
  private final DoubleAffineGradientKernel.Operands on = new DoubleAffineGradientKernel.Operands();

  DoubleAffineGradientRecurrence(Backend backend) {
    super(ScanAbilities.serial(1, 1), new double[0], 1);
    this.backend = backend;
  }

  @Override
  void bind() {
    kernel = Kernels.of(backend).scans().doubleAffineGradient();
    on.p = p.array;
    on.h = h.array;
    on.dh = dh.array;
    on.dp = dp.array;
    on.dpFurther = dp.offset - p.offset;
    on.dhFurther = dh.offset - h.offset;
    on.dg = dg.array;
    on.pStep = p.timeStride();
    on.gStep = dg.timeStride();
    on.hStep = h.timeStride();
    on.pChannel = p.channelStride();
    on.gChannel = dg.channelStride();
    on.hChannel = h.channelStride();
  }

  @Override
  void release() {
    super.release();
    on.clear();
  }

  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int pAt = p.index(sequence, first, from);
    int hAt = h.index(sequence, first, from);
    int dgAt = dg.index(sequence, first, from);
    int channels = to - from;
    if (!exclusive) {
      if (first == 0 || isCut(sequence, first)) {
        for (int c = 0; c < channels; c++) {
          states[state + c] += on.dh[hAt + on.dhFurther + c * on.hChannel];
        }
      }
      hAt += on.hStep;
    }
    int end = first + steps;
    boolean cut = isCut(sequence, end);
    boolean reachesStart = cut || end == at.steps(sequence);
    int inner = reachesStart ? steps - 1 : steps;
    kernel.run(on, inner, channels, pAt, hAt, dgAt, states, state);
    if (reachesStart) {
      pAt += inner * on.pStep;
      dgAt += inner * on.gStep;
      int dpAt = pAt + on.dpFurther;
      int dhAt = hAt + on.dhFurther + inner * on.hStep;
      int beforeAt = cut || !before.isGiven() ? -1 : before.index(sequence, 0, from);
      for (int c = 0; c < channels; c++) {
        double a = states[state + c];
        states[state + c] = cut ? 0 : before(a, pAt + c * on.pChannel, dhAt + c * on.hChannel);
        on.dp[dpAt + c * on.pChannel] = beforeAt < 0 ? 0 : a * before.array[beforeAt + c];
        on.dg[dgAt + c * on.gChannel] = a;
      }
    }
  }

  private double before(double a, int pAt, int dhAt) {
    double gate = on.p[pAt];
    return exclusive ? Math.fma(gate, a, on.dh[dhAt]) : gate * a;
  }
}
