package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.ComplexAffineKernel;

/** The diagonal affine recurrence with complex elements, real and imaginary parts by turns everywhere. */
final class ComplexAffineRecurrence extends ForwardRecurrence<float[]> implements Reducible {
  private final Backend backend;

  /** Of this call. */
  private ComplexAffineKernel kernel;

  private final ComplexAffineKernel.Operands on = new ComplexAffineKernel.Operands();
  private double[] products = {};
  private float[] sums = {};

  ComplexAffineRecurrence(Backend backend) {
    super(ScanAbilities.serial(2, 2).withReduction(4 * Float.BYTES, false), new float[0], 2);
    this.backend = backend;
  }

  /** One row of p may serve all steps. */
  @Override
  void checkPropagate() {
    p.checkConstant();
  }

  @Override
  void bind() {
    kernel = Kernels.of(backend).scans().complexAffine((long) at.steps * at.channels);
    on.p.set(p.array, p.timeStride(), p.channelStride());
    on.g.set(g.array, g.timeStride(), g.channelStride());
    on.h.set(h.array, h.timeStride(), h.channelStride());
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
    int gAt = g.index(sequence, first, from);
    int hAt = h.index(sequence, first, from);
    kernel.scan(on, steps, to - from, pAt, gAt, hAt, states, state);
  }

  @Override
  public void reserveMaps(int blocks) {
    int length = Math.multiplyExact(2 * blocks, at.channels);
    if (sums.length < length) {
      sums = new float[length];
      products = new double[length];
    }
  }

  @Override
  public void reduce(int block, int sequence, int first, int steps) {
    int pAt = p.index(sequence, first, 0);
    int gAt = g.index(sequence, first, 0);
    kernel.reduce(on, steps, at.channels, pAt, gAt, products, sums, state(block, 0));
  }

  @Override
  public void carry(int block, int sequence, int first, int steps, int before, int after) {
    for (int c = 0; c < at.channels; c++) {
      int from = before + 2 * c;
      int to = after + 2 * c;
      int map = state(block, c);
      float re = states[from];
      float im = states[from + 1];
      double u = products[map];
      double v = products[map + 1];
      float nextRe = (float) Math.fma(u, re, Math.fma(-v, im, sums[map]));
      float nextIm = (float) Math.fma(u, im, Math.fma(v, re, sums[map + 1]));
      if (Float.isFinite(nextRe) && Float.isFinite(nextIm)) {
        states[to] = nextRe;
        states[to + 1] = nextIm;
      } else {
        replay(sequence, first, steps, c, re, im, to);
      }
    }
  }

  /**
   * The state behind a block by the recurrence itself, for one channel. Taken where the map gives no
   * finite state: there the recurrence has overflowed or met a non-finite input, or only the map has
   * (0 · ∞, ∞ − ∞).
   */
  private void replay(
      int sequence, int first, int steps, int channel, float re, float im, int after) {
    int pAt = p.index(sequence, first, channel);
    int gAt = g.index(sequence, first, channel);
    for (int t = 0; t < steps && !(Float.isNaN(re) && Float.isNaN(im)); t++) {
      float u = on.p.array[pAt];
      float v = on.p.array[pAt + 1];
      float next = Math.fma(u, re, Math.fma(-v, im, on.g.array[gAt]));
      im = Math.fma(u, im, Math.fma(v, re, on.g.array[gAt + 1]));
      re = next;
      pAt += on.p.step;
      gAt += on.g.step;
    }
    states[after] = re;
    states[after + 1] = im;
  }
}
