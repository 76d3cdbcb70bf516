package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import dev.carrylane.engine.internal.kernel.DoubleAffineLimits;
import java.util.Arrays;

/** As {@link FloatAffineRecurrence}, whose comments hold here; generated. */
final class DoubleAffineRecurrence extends ForwardRecurrence<double[]>
    implements Reducible, Correctable {
  static final int BLOCK = DoubleAffineLimits.LOOKAHEAD_BLOCK;
  static final int PIECE = 512;
  static final int TURN = DoubleAffineLimits.LOOKAHEAD_TURN;
  private final Backend backend;
  private DoubleAffineKernel kernel;
  private final DoubleAffineKernel.Operands on = new DoubleAffineKernel.Operands();
  private double[] scratch = {};
  private int scratchSize;
  private int block;
  private DoubleAffineKernel.Operands[] staged = {};
  private boolean gaps;
  private double[] products = {};
  private double[] sums = {};

  DoubleAffineRecurrence(Backend backend) {
    super(
        ScanAbilities.serial(1, 1)
            .withReduction(2 * Double.BYTES, false)
            .withLookahead(BLOCK, TURN / 4)
            .withCorrection(),
        new double[0],
        1);
    this.backend = backend;
  }

  @Override
  void bind() {
    kernel =
        Kernels.of(backend)
            .scans()
            .doubleAffine()
            .kernel(
                mayLookAhead() ? group() : 0,
                at.channelMajor ? 1 : at.channels,
                (long) at.steps * at.channels);
    on.p = p.array;
    on.g = g.array;
    on.h = h.array;
    on.pStep = p.timeStride();
    on.gStep = g.timeStride();
    on.hStep = h.timeStride();
    on.pChannel = p.channelStride();
    on.gChannel = g.channelStride();
    on.hChannel = h.channelStride();
  }

  @Override
  void release() {
    super.release();
    on.clear();
  }

  @Override
  void reserveScratch(int slots) {
    if (!mayLookAhead() || (long) at.steps * group() < TURN) {
      return;
    }
    gaps = Math.abs(on.pStep) != group() || on.pStep != on.gStep || on.pStep != on.hStep;
    block = (int) Math.min(BLOCK, (long) at.steps * group());
    scratchSize = DoubleAffineKernel.LOOKAHEAD_SCRATCH + (gaps ? 3 : 1) * block;
    if (scratch.length < slots * scratchSize) {
      scratch = new double[slots * scratchSize];
    }
    if (gaps && staged.length < slots) {
      staged = new DoubleAffineKernel.Operands[slots];
      Arrays.setAll(staged, slot -> new DoubleAffineKernel.Operands());
    }
  }

  private boolean mayLookAhead() {
    return ScanPlanner.looksAhead(abilities, at.channelMajor, at.channels);
  }

  private boolean isSingle() {
    return ScanPlanner.isSingle(at.channelMajor, at.channels);
  }

  private int group() {
    return isSingle() ? 1 : at.channels;
  }

  private boolean overwrites() {
    return on.h == on.p || on.h == on.g;
  }

  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    if (schedule == ScanSchedule.KOGGE_STONE && (long) steps * group() >= TURN) {
      for (int c = from; c < to; c += group()) {
        lookahead(sequence, first, steps, c, state + c - from);
      }
      return;
    }
    int pAt = p.index(sequence, first, from);
    int gAt = g.index(sequence, first, from);
    int hAt = h.index(sequence, first, from);
    kernel.scan(on, steps, to - from, pAt, gAt, hAt, states, state);
  }

  private void lookahead(int sequence, int first, int steps, int channel, int state) {
    int pAt = p.index(sequence, first, channel);
    int gAt = g.index(sequence, first, channel);
    int hAt = h.index(sequence, first, channel);
    int scratchAt = state / at.channels * scratchSize;
    boolean hopeful = true;
    for (int done = 0; done < steps; ) {
      int count = Math.min(BLOCK / group(), steps - done);
      int pi = pAt + done * on.pStep;
      int gi = gAt + done * on.gStep;
      int hi = hAt + done * on.hStep;
      hopeful =
          gaps
              ? stagedBlock(hopeful, count, pi, gi, hi, state, scratchAt)
              : block(on, hopeful, count, pi, gi, hi, state, scratchAt);
      done += count;
    }
  }

  private boolean stagedBlock(
      boolean hopeful, int steps, int pi, int gi, int hi, int state, int scratchAt) {
    int pAt = scratchAt + DoubleAffineKernel.LOOKAHEAD_SCRATCH;
    int gAt = pAt + block;
    int hAt = gAt + block;
    int group = group();
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < group; c++) {
        scratch[pAt + t * group + c] = on.p[pi + t * on.pStep + c * on.pChannel];
        scratch[gAt + t * group + c] = on.g[gi + t * on.gStep + c * on.gChannel];
      }
    }
    DoubleAffineKernel.Operands stage = staged[state / at.channels];
    stage.p = scratch;
    stage.g = scratch;
    stage.h = scratch;
    stage.pStep = group;
    stage.gStep = group;
    stage.hStep = group;
    stage.pChannel = 1;
    stage.gChannel = 1;
    stage.hChannel = 1;
    boolean good = block(stage, hopeful, steps, pAt, gAt, hAt, state, scratchAt);
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < group; c++) {
        on.h[hi + t * on.hStep + c * on.hChannel] = scratch[hAt + t * group + c];
      }
    }
    return good;
  }

  private boolean block(
      DoubleAffineKernel.Operands a,
      boolean hopeful,
      int steps,
      int pAt,
      int gAt,
      int hAt,
      int state,
      int scratchAt) {
    int group = group();
    int backup = scratchAt + DoubleAffineKernel.LOOKAHEAD_SCRATCH;
    boolean overwrites = a == on && overwrites();
    int low = lowest(a, hAt, steps);
    if (overwrites) {
      System.arraycopy(a.h, low, scratch, backup, steps * group);
    }
    if (turns(a, hopeful, steps, pAt, gAt, hAt, state, scratchAt)) {
      return true;
    }
    for (int done = 0; done < steps; ) {
      int count = Math.min(PIECE / group, steps - done);
      int pi = pAt + done * a.pStep;
      int gi = gAt + done * a.gStep;
      int hi = hAt + done * a.hStep;
      int lowest = lowest(a, hi, count);
      int kept = backup + lowest - low;
      if (overwrites) {
        System.arraycopy(scratch, kept, a.h, lowest, count * group);
      }
      if (!turns(a, false, count, pi, gi, hi, state, scratchAt)) {
        if (overwrites) {
          System.arraycopy(scratch, kept, a.h, lowest, count * group);
        }
        kernel.scan(a, count, group, pi, gi, hi, states, state);
      }
      done += count;
    }
    return false;
  }

  private int lowest(DoubleAffineKernel.Operands a, int hAt, int steps) {
    return a.hStep > 0 ? hAt : hAt - (steps - 1) * group();
  }

  private boolean turns(
      DoubleAffineKernel.Operands a,
      boolean hopeful,
      int steps,
      int pAt,
      int gAt,
      int hAt,
      int state,
      int scratchAt) {
    int group = group();
    int elements = steps * group / TURN * TURN;
    if (elements == 0
        || isUnfit(a, hopeful ? 1 : 4, elements, pAt)
        || !kernel.lookahead(
            a, group, elements, pAt, gAt, a.h, hAt, a.hStep, states, state, scratch, scratchAt)) {
      return false;
    }
    int done = elements / group;
    kernel.scan(
        a,
        steps - done,
        group,
        pAt + done * a.pStep,
        gAt + done * a.gStep,
        hAt + done * a.hStep,
        states,
        state);
    return true;
  }

  private boolean isUnfit(DoubleAffineKernel.Operands a, int tiles, int elements, int pAt) {
    int group = group();
    int tile = DoubleAffineKernel.lookaheadTile(group);
    int steps = tile / group;
    int tested = Math.min(tiles, elements / tile);
    if (areAtLeast(a, pAt, tested * steps, leastFactor(steps))) {
      return false;
    }
    for (int c = 0; c < group; c++) {
      for (int k = 0; k < tested; k++) {
        double product = 1;
        for (int t = k * steps; t < (k + 1) * steps; t++) {
          product *= a.p[pAt + t * a.pStep + c * a.pChannel];
        }
        if (Math.abs(product) < DoubleAffineLimits.LEAST_LOOKAHEAD_PRODUCT / 2) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean areAtLeast(DoubleAffineKernel.Operands a, int pAt, int steps, double least) {
    int group = group();
    int stride = group == 1 ? a.pStep : 1;
    int from = group == 1 || a.pStep > 0 ? pAt : pAt - (steps - 1) * group;
    for (int i = 0; i < steps * group; i++) {
      if (Math.abs(a.p[from + i * stride]) < least) {
        return false;
      }
    }
    return true;
  }

  static double leastFactor(int factors) {
    double least = DoubleAffineLimits.LEAST_LOOKAHEAD_PRODUCT / 2;
    return Math.scalb(least, -Math.getExponent(least) / factors * (factors - 1));
  }

  @Override
  boolean keepsOperands() {
    return !overwrites();
  }

  @Override
  public boolean same(int state, int other, int length) {
    return Arrays.equals(states, state, state + length, states, other, other + length);
  }

  @Override
  public void reserveMaps(int blocks) {
    int length = blocks * at.channels;
    if (sums.length < length) {
      sums = new double[length];
      products = new double[length];
    }
  }

  @Override
  public void reduce(int block, int sequence, int first, int steps) {
    int pAt = p.index(sequence, first, 0);
    int gAt = g.index(sequence, first, 0);
    int channels = at.channels;
    if (!isSingle()) {
      kernel.reduce(on, steps, channels, pAt, gAt, products, sums, block * channels);
      return;
    }
    for (int c = 0; c < channels; c++) {
      int map = block * channels + c;
      products[map] = product(steps, pAt + c * on.pChannel);
      sum(steps, pAt + c * on.pChannel, gAt + c * on.gChannel, map, (block + 1) * scratchSize);
    }
  }

  private void sum(int steps, int pAt, int gAt, int map, int scratchAt) {
    boolean hopeful = true;
    sums[map] = 0;
    for (int done = 0; done < steps; ) {
      int count = Math.min(BLOCK, steps - done);
      int pi = pAt + done * on.pStep;
      int gi = gAt + done * on.gStep;
      hopeful = sumTurns(hopeful, count, pi, gi, map, scratchAt);
      for (int t = 0; !hopeful && t < count; t += PIECE) {
        int piece = Math.min(PIECE, count - t);
        int pj = pi + t * on.pStep;
        int gj = gi + t * on.gStep;
        if (!sumTurns(false, piece, pj, gj, map, scratchAt)) {
          sums[map] = recur(piece, pj, gj, sums[map]);
        }
      }
      done += count;
    }
  }

  private boolean sumTurns(boolean hopeful, int steps, int pAt, int gAt, int map, int scratchAt) {
    int elements = steps / TURN * TURN;
    int step = Integer.signum(on.pStep);
    int hAt = scratchAt + DoubleAffineKernel.LOOKAHEAD_SCRATCH + (step < 0 ? elements - 1 : 0);
    if (elements == 0
        || isUnfit(on, hopeful ? 1 : 4, elements, pAt)
        || !kernel.lookahead(
            on, 1, elements, pAt, gAt, scratch, hAt, step, sums, map, scratch, scratchAt)) {
      return false;
    }
    int rest = steps - elements;
    sums[map] = recur(rest, pAt + elements * on.pStep, gAt + elements * on.gStep, sums[map]);
    return true;
  }

  private double product(int steps, int pAt) {
    int quarter = steps / 4;
    int step = on.pStep;
    double p0 = 1;
    double p1 = 1;
    double p2 = 1;
    double p3 = 1;
    for (int t = 0; t < quarter; ) {
      int end = Math.min(quarter, t + DoubleAffineLimits.PRODUCT_CHECK_STEPS);
      for (; t < end; t++) {
        int i = pAt + t * step;
        p0 *= on.p[i];
        p1 *= on.p[i + quarter * step];
        p2 *= on.p[i + 2 * quarter * step];
        p3 *= on.p[i + 3 * quarter * step];
      }
      p0 = negligible(p0) ? 0 : p0;
      p1 = negligible(p1) ? 0 : p1;
      p2 = negligible(p2) ? 0 : p2;
      p3 = negligible(p3) ? 0 : p3;
    }
    for (int t = 4 * quarter; t < steps; t++) {
      p3 *= on.p[pAt + t * step];
    }
    return DoubleAffineLimits.product(p0, p1, p2, p3);
  }

  private static boolean negligible(double product) {
    return Math.abs(product) < DoubleAffineLimits.NEGLIGIBLE_PRODUCT;
  }

  @Override
  public void carry(int block, int sequence, int first, int steps, int before, int after) {
    for (int c = 0; c < at.channels; c++) {
      int map = block * at.channels + c;
      double carry = states[before + c];
      double next = DoubleAffineLimits.apply(products[map], carry, sums[map]);
      boolean mapped = DoubleAffineLimits.holds(products[map], carry, next);
      if (!mapped) {
        next = recur(steps, p.index(sequence, first, c), g.index(sequence, first, c), carry);
      }
      states[after + c] = next;
    }
  }

  private double recur(int steps, int pi, int gi, double before) {
    double state = before;
    for (int t = 0; t < steps && !Double.isNaN(state); t++) {
      state = Math.fma(on.p[pi + t * on.pStep], state, on.g[gi + t * on.gStep]);
    }
    return state;
  }
}
