package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.AdderKernel;
import dev.carrylane.engine.internal.kernel.ComplexAffineKernel;
import dev.carrylane.engine.internal.kernel.ComplexGradientKernel;
import dev.carrylane.engine.internal.kernel.ComplexOperand;
import dev.carrylane.engine.internal.kernel.DenseGradientKernel;
import dev.carrylane.engine.internal.kernel.DenseKernel;
import dev.carrylane.engine.internal.tier.Rehearsal;

/** Rehearsals of scans that exist in one precision only, and of the adder. */
final class ScanRehearsals {
  private static final int STEPS = 40;

  /** Elements from row to row. */
  private static final int STEP = 512;

  /** Complex channels: a vector of 512 bits, groups of every size and an end that overlaps. */
  private static final int[] PAIRS = {8, 16, 8 * 15 + 3};

  private ScanRehearsals() {}

  private static void set(ComplexOperand operand, int length, int step) {
    operand.set(new float[length], step, 2);
  }

  static Rehearsal<ComplexAffineKernel> complexRows() {
    ComplexAffineKernel.Operands on = new ComplexAffineKernel.Operands();
    set(on.p, STEPS * STEP, STEP);
    set(on.g, STEPS * STEP, STEP);
    set(on.h, STEPS * STEP, STEP);
    float[] state = new float[STEP];
    float[] sums = new float[STEP];
    double[] products = new double[STEP];
    return kernel -> {
      for (int channels : PAIRS) {
        kernel.scan(on, STEPS, channels, 0, 0, 0, state, 0);
        kernel.reduce(on, STEPS, channels, 0, 0, products, sums, 0);
      }
    };
  }

  /** Rows with gaps, up and down in memory. */
  static Rehearsal<ComplexAffineKernel> complexStreams() {
    int channels = 128;
    int step = 2 * channels + 16;
    int steps = (int) (ScanKernels.COMPLEX_STREAM_BYTES / (2 * channels * Float.BYTES)) + 1;
    ComplexAffineKernel.Operands on = new ComplexAffineKernel.Operands();
    float[] state = new float[2 * channels];
    float[] p = new float[steps * step];
    float[] g = new float[steps * step];
    float[] h = new float[steps * step];
    return new Rehearsal<>() {
      @Override
      public void run(ComplexAffineKernel kernel) {
        run(kernel, step, 0);
        run(kernel, -step, (steps - 1) * step);
        run(kernel, 2 * channels, 0);
      }

      private void run(ComplexAffineKernel kernel, int step, int at) {
        on.p.set(p, step, 2);
        on.g.set(g, step, 2);
        on.h.set(h, step, 2);
        kernel.scan(on, steps, channels, at, at, at, state, 0);
      }

      @Override
      public int calls() {
        return steps;
      }
    };
  }

  static Rehearsal<ComplexGradientKernel> complexGradient() {
    ComplexGradientKernel.Operands on = new ComplexGradientKernel.Operands();
    set(on.p, STEPS * STEP, STEP);
    set(on.before, STEPS * STEP, STEP);
    set(on.after, STEPS * STEP, STEP);
    set(on.ahead, STEPS * STEP, STEP);
    set(on.dp, STEPS * STEP, STEP);
    set(on.dg, STEPS * STEP, STEP);
    float[] carry = new float[STEP];
    return kernel -> {
      for (int channels : PAIRS) {
        kernel.scan(on, STEPS, channels, 0, 0, 0, 0, 0, 0, carry, 0);
      }
    };
  }

  /** Blocks of some sizes that share a way, and products of blocks; channels side by side and not. */
  static Rehearsal<DenseKernel> dense(int... sizes) {
    int most = sizes[sizes.length - 1];
    int channels = Math.max(2, 16 / sizes[0]);
    int steps = 16;
    DenseKernel.Operands on = new DenseKernel.Operands();
    on.p = new float[steps * channels * most * most];
    on.g = new float[steps * channels * most];
    on.h = new float[steps * channels * most];
    float[] state = new float[channels * most];
    float[] scratch = new float[DenseKernel.SCRATCH];
    float[] maps = new float[2 * 8 * DenseKernel.mapStride(8)];
    return kernel -> {
      for (int n : sizes) {
        on.n = n;
        on.pChannel = n * n;
        on.gChannel = n;
        on.hChannel = n;
        on.pStep = channels * n * n;
        on.gStep = channels * n;
        on.hStep = channels * n;
        kernel.scan(on, steps, channels, 0, 0, 0, state, 0, scratch, 0);
        on.pChannel = steps * n * n;
        on.gChannel = steps * n;
        on.hChannel = steps * n;
        on.pStep = n * n;
        on.gStep = n;
        on.hStep = n;
        kernel.scan(on, steps, channels, 0, 0, 0, state, 0, scratch, 0);
      }
      kernel.multiply(7, on.p, 0, maps, 0, 7 * DenseKernel.mapStride(7));
    };
  }

  static Rehearsal<DenseGradientKernel> denseGradient() {
    int[] sizes = {16, 17, 40};
    int steps = 8;
    DenseGradientKernel.Operands on = new DenseGradientKernel.Operands();
    on.p = new float[steps * 40 * 40];
    on.dp = new float[steps * 40 * 40];
    on.upstream = new float[steps * 40];
    on.dg = new float[steps * 40];
    float[] past = new float[steps * 40];
    float[] carry = new float[40];
    float[] scratch = new float[80];
    return kernel -> {
      for (int n : sizes) {
        on.n = n;
        on.pStep = n * n;
        on.upstreamStep = n;
        on.dgStep = n;
        on.exclusive = n == 17;
        kernel.run(on, steps, 1, 0, 0, 0, 0, past, 0, n, n, carry, 0, scratch, 0);
      }
    };
  }

  /** Groups of vectors, single vectors and words; sums and differences. */
  static Rehearsal<AdderKernel> adder() {
    int words = 32 * 8 + 3 * 8 + 5;
    long[] a = new long[words];
    long[] b = new long[words];
    long[] sum = new long[words];
    return kernel -> {
      kernel.add(words, a, 0, b, 0, false, sum, 0, 0);
      kernel.add(words, a, 0, b, 0, true, sum, 0, 1);
    };
  }
}
