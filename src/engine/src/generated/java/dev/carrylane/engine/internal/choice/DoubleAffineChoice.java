package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import dev.carrylane.engine.internal.kernel.DoubleAffineLimits;
import dev.carrylane.engine.internal.kernel.ScanKernelSet;
import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.internal.tier.Rehearsal;
import java.util.ArrayList;
import java.util.List;

/** As {@link FloatAffineChoice}, whose comments hold here; generated. */
public final class DoubleAffineChoice {
  private static final long STREAM_BYTES = 4 << 20;
  private static final int LEAST_ROW = 4;
  private final DoubleAffineKernel scalar;
  private final Choice<DoubleAffineKernel> rows;
  private final Choice<DoubleAffineKernel> streams;
  private final List<Choice<DoubleAffineKernel>> lookahead = new ArrayList<>();

  DoubleAffineChoice(Choices<ScanKernelSet> maker, String type) {
    scalar = maker.first(ScanKernelSet::doubleAffine);
    rows = maker.of("scan of " + type, ScanKernelSet::doubleAffine, Rows::new);
    streams =
        maker.of("scan of " + type + " from memory", ScanKernelSet::doubleAffine, Streams::new);
    for (int c = 1; DoubleAffineKernel.looksAhead(c); c *= 2) {
      int channels = c;
      lookahead.add(
          maker.of(
              "scan of " + type + ", channels on lanes with their steps: " + channels,
              ScanKernelSet::doubleAffine,
              () -> new Lookahead(channels)));
    }
  }

  public DoubleAffineKernel kernel(int ahead, int channels, long elements) {
    DoubleAffineKernel kernel = rows.get();
    boolean same = true;
    if (ahead > 0) {
      DoubleAffineKernel other = lookahead.get(Integer.numberOfTrailingZeros(ahead)).get();
      kernel = channels < LEAST_ROW ? other : kernel;
      same = kernel == other;
    }
    if (elements * Double.BYTES >= STREAM_BYTES) {
      same &= streams.get() == kernel;
    }
    return same ? kernel : scalar;
  }

  private static DoubleAffineKernel.Operands operands(int length, int step) {
    DoubleAffineKernel.Operands on = new DoubleAffineKernel.Operands();
    on.p = new double[length];
    on.g = new double[length];
    on.h = new double[length];
    for (int i = 0; i < length; i++) {
      on.p[i] = 0.5f;
      on.g[i] = 1 - i % 3;
    }
    on.pStep = step;
    on.gStep = step;
    on.hStep = step;
    on.pChannel = 1;
    on.gChannel = 1;
    on.hChannel = 1;
    return on;
  }

  private static final class Rows implements Rehearsal<DoubleAffineKernel> {
    private static final int STEPS = 40;
    private static final int[] CHANNELS = {5, 9, 16, 32, 16 * 15 + 3};
    private final DoubleAffineKernel.Operands on = operands(STEPS * 256, 256);
    private final double[] state = new double[256];
    private final double[] sums = new double[256];
    private final double[] products = new double[256];

    @Override
    public void run(DoubleAffineKernel kernel) {
      for (int channels : CHANNELS) {
        kernel.scan(on, STEPS, channels, 0, 0, 0, state, 0);
        kernel.reduce(on, STEPS, channels, 0, 0, products, sums, 0);
      }
    }
  }

  private static final class Streams implements Rehearsal<DoubleAffineKernel> {
    private static final int CHANNELS = 256;
    private static final int STEPS = (int) (STREAM_BYTES / Double.BYTES / CHANNELS) + 1;
    private static final int STEP = CHANNELS + 16;
    private final DoubleAffineKernel.Operands on = operands(STEPS * STEP, STEP);
    private final double[] state = new double[CHANNELS];

    @Override
    public void run(DoubleAffineKernel kernel) {
      kernel.scan(steps(STEP), STEPS, CHANNELS, 0, 0, 0, state, 0);
      int last = (STEPS - 1) * STEP;
      kernel.scan(steps(-STEP), STEPS, CHANNELS, last, last, last, state, 0);
      kernel.scan(steps(CHANNELS), STEPS, CHANNELS, 0, 0, 0, state, 0);
    }

    private DoubleAffineKernel.Operands steps(int step) {
      on.pStep = step;
      on.gStep = step;
      on.hStep = step;
      return on;
    }

    @Override
    public int calls() {
      return STEPS;
    }
  }

  private static final class Lookahead implements Rehearsal<DoubleAffineKernel> {
    private static final int ELEMENTS = 16 * DoubleAffineLimits.LOOKAHEAD_TURN;
    private final int channels;
    private final DoubleAffineKernel.Operands on;
    private final double[] state = new double[16];
    private final double[] scratch = new double[DoubleAffineKernel.LOOKAHEAD_SCRATCH + ELEMENTS];

    Lookahead(int channels) {
      this.channels = channels;
      on = operands(ELEMENTS, channels);
    }

    @Override
    public void run(DoubleAffineKernel kernel) {
      run(kernel, channels, 0);
      run(kernel, -channels, ELEMENTS - channels);
      on.p[ELEMENTS / 2] = 4;
      run(kernel, channels, 0);
      on.p[ELEMENTS / 2] = 0.5f;
    }

    private void run(DoubleAffineKernel kernel, int step, int at) {
      on.pStep = step;
      on.gStep = step;
      on.hStep = step;
      kernel.lookahead(on, channels, ELEMENTS, at, at, on.h, at, step, state, 0, scratch, 0);
    }
  }
}
