package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.FloatAffineKernel;
import dev.carrylane.engine.internal.kernel.FloatAffineLimits;
import dev.carrylane.engine.internal.kernel.ScanKernelSet;
import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.internal.tier.Rehearsal;
import java.util.ArrayList;
import java.util.List;

/** Which kernel runs a scan now. Steps of few channels on lanes, rows, and rows from memory are proved for themselves. */
public final class FloatAffineChoice {
  /** Bytes of results from which on a vector kernel may go through rows one after the other. */
  private static final long STREAM_BYTES = 4 << 20;

  /** Fewer channels than this have no vector of their own. */
  private static final int LEAST_ROW = 4;

  private final FloatAffineKernel scalar;
  private final Choice<FloatAffineKernel> rows;
  private final Choice<FloatAffineKernel> streams;

  /** For 1, 2, 4, … channels. */
  private final List<Choice<FloatAffineKernel>> lookahead = new ArrayList<>();

  FloatAffineChoice(Choices<ScanKernelSet> maker, String type) {
    scalar = maker.first(ScanKernelSet::floatAffine);
    rows = maker.of("scan of " + type, ScanKernelSet::floatAffine, Rows::new);
    streams =
        maker.of("scan of " + type + " from memory", ScanKernelSet::floatAffine, Streams::new);
    for (int c = 1; FloatAffineKernel.looksAhead(c); c *= 2) {
      int channels = c;
      lookahead.add(
          maker.of(
              "scan of " + type + ", channels on lanes with their steps: " + channels,
              ScanKernelSet::floatAffine,
              () -> new Lookahead(channels)));
    }
  }

  /**
   * The vector kernel if all that a call needs is proved: channels that are looked ahead in together (0 if none are),
   * channels of a step that lie side by side, and elements of the longest sequence.
   */
  public FloatAffineKernel kernel(int ahead, int channels, long elements) {
    FloatAffineKernel kernel = rows.get();
    boolean same = true;
    if (ahead > 0) {
      FloatAffineKernel other = lookahead.get(Integer.numberOfTrailingZeros(ahead)).get();
      kernel = channels < LEAST_ROW ? other : kernel;
      same = kernel == other;
    }
    if (elements * Float.BYTES >= STREAM_BYTES) {
      same &= streams.get() == kernel;
    }
    return same ? kernel : scalar;
  }

  private static FloatAffineKernel.Operands operands(int length, int step) {
    FloatAffineKernel.Operands on = new FloatAffineKernel.Operands();
    on.p = new float[length];
    on.g = new float[length];
    on.h = new float[length];
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

  /** Rows of every width: parts of a vector, a whole one, groups of every size and an end that overlaps. */
  private static final class Rows implements Rehearsal<FloatAffineKernel> {
    private static final int STEPS = 40;
    private static final int[] CHANNELS = {5, 9, 16, 32, 16 * 15 + 3};

    private final FloatAffineKernel.Operands on = operands(STEPS * 256, 256);
    private final float[] state = new float[256];
    private final float[] sums = new float[256];
    private final double[] products = new double[256];

    @Override
    public void run(FloatAffineKernel kernel) {
      for (int channels : CHANNELS) {
        kernel.scan(on, STEPS, channels, 0, 0, 0, state, 0);
        kernel.reduce(on, STEPS, channels, 0, 0, products, sums, 0);
      }
    }
  }

  /** Rows with gaps and without, up and down in memory, as many bytes as make a stream. */
  private static final class Streams implements Rehearsal<FloatAffineKernel> {
    private static final int CHANNELS = 256;
    private static final int STEPS = (int) (STREAM_BYTES / Float.BYTES / CHANNELS) + 1;
    private static final int STEP = CHANNELS + 16;

    private final FloatAffineKernel.Operands on = operands(STEPS * STEP, STEP);
    private final float[] state = new float[CHANNELS];

    @Override
    public void run(FloatAffineKernel kernel) {
      kernel.scan(steps(STEP), STEPS, CHANNELS, 0, 0, 0, state, 0);
      int last = (STEPS - 1) * STEP;
      kernel.scan(steps(-STEP), STEPS, CHANNELS, last, last, last, state, 0);
      kernel.scan(steps(CHANNELS), STEPS, CHANNELS, 0, 0, 0, state, 0);
    }

    private FloatAffineKernel.Operands steps(int step) {
      on.pStep = step;
      on.gStep = step;
      on.hStep = step;
      return on;
    }

    /** Each row with gaps is a loop of its own. */
    @Override
    public int calls() {
      return STEPS;
    }
  }

  /** Blocks that are good and one that is not, up and down in memory. */
  private static final class Lookahead implements Rehearsal<FloatAffineKernel> {
    private static final int ELEMENTS = 16 * FloatAffineLimits.LOOKAHEAD_TURN;

    private final int channels;
    private final FloatAffineKernel.Operands on;
    private final float[] state = new float[16];
    private final float[] scratch = new float[FloatAffineKernel.LOOKAHEAD_SCRATCH + ELEMENTS];

    Lookahead(int channels) {
      this.channels = channels;
      on = operands(ELEMENTS, channels);
    }

    @Override
    public void run(FloatAffineKernel kernel) {
      run(kernel, channels, 0);
      run(kernel, -channels, ELEMENTS - channels);
      on.p[ELEMENTS / 2] = 4;
      run(kernel, channels, 0);
      on.p[ELEMENTS / 2] = 0.5f;
    }

    private void run(FloatAffineKernel kernel, int step, int at) {
      on.pStep = step;
      on.gStep = step;
      on.hStep = step;
      kernel.lookahead(on, channels, ELEMENTS, at, at, on.h, at, step, state, 0, scratch, 0);
    }
  }
}
