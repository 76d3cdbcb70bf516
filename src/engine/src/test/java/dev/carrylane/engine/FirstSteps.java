package dev.carrylane.engine;

import com.sun.management.ThreadMXBean;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.LstmCell;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemv.Gemv;
import dev.carrylane.engine.scan.AffineScan;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Steps an LSTM, multiplies matrices and scans on the active backend from the first call of its JVM on until vector
 * kernels have run for a while, and beside it on the scalar backend. Started by {@link FirstCallTest}, in a JVM of its
 * own.
 */
final class FirstSteps {
  private static final int INPUTS = 40;
  private static final int UNITS = 96;
  private static final int WIDTH = 4 * UNITS;
  private static final int ROWS = 16;
  private static final int CHANNELS = 64;
  private static final int CHANNEL_STEPS = 40;
  private static final int LONG_STEPS = 200;
  private static final int STEPS_AFTER = 10_000;
  private static final long MOST_NANOS = 90_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private FirstSteps() {}

  /** A layer and its state; and a batch, and scans of many channels and of one. */
  private static final class Layer {
    private final Backend backend;
    private final Gemv gemv;
    private final PackedWeights input;
    private final PackedWeights recurrent;
    private final PackedWeights narrow;
    private final PackedWeights firstInputs;
    private final PackedWeights otherInputs;
    private final float[] gates = new float[WIDTH];
    private final float[] cell = new float[UNITS];
    private final Gemm gemm;
    private final AffineScan scan;
    final float[] hidden = new float[UNITS];
    final float[] batch = new float[ROWS * UNITS];
    final float[] parts = new float[ROWS * UNITS];
    final float[] states = new float[CHANNEL_STEPS * CHANNELS];
    final float[] line = new float[LONG_STEPS];

    Layer(Backend backend, float[] input, float[] recurrent, float[] bias) {
      this.backend = backend;
      gemv = Gemv.on(Engine.of(backend));
      gemm = Gemm.on(Engine.of(backend));
      scan = AffineScan.on(Engine.of(backend));
      this.input = PackedWeights.ofOutputRows(backend, WIDTH, INPUTS, input, 0, INPUTS, bias, 0);
      narrow = PackedWeights.ofOutputRows(backend, UNITS, INPUTS, input, 0, INPUTS, bias, 0);
      firstInputs = narrow.part(0, INPUTS / 3);
      otherInputs = narrow.part(INPUTS / 3, INPUTS - INPUTS / 3);
      this.recurrent =
          PackedWeights.ofOutputRows(backend, WIDTH, UNITS, recurrent, 0, UNITS, null, 0);
    }

    void step(float[] x, float[] rows, float[] p, float[] g) {
      gemm.multiply(ROWS, rows, 0, INPUTS, narrow, batch, 0, UNITS, Activation.NONE);
      gemm.multiply(ROWS, rows, 0, INPUTS, firstInputs, parts, 0, UNITS, Activation.NONE);
      gemm.accumulate(
          ROWS, rows, INPUTS / 3, INPUTS, otherInputs, parts, 0, UNITS, Activation.NONE);
      scan.run(CHANNEL_STEPS, CHANNELS, p, g, states);
      scan.run(LONG_STEPS, 1, p, g, line);
      gemv.multiply(x, 0, input, gates, 0, Activation.NONE);
      gemv.accumulate(hidden, 0, recurrent, gates, 0, Activation.NONE);
      LstmCell.update(backend, 1, UNITS, gates, 0, WIDTH, cell, 0, UNITS, hidden, 0, UNITS);
    }
  }

  /** What two layers have other bits in; null if nothing. Not theirs, whose class must hold no strings. */
  private static String difference(Layer a, Layer b) {
    if (Arrays.mismatch(a.hidden, b.hidden) >= 0) {
      return "the LSTM";
    }
    if (Arrays.mismatch(a.batch, b.batch) >= 0) {
      return "the batch";
    }
    if (Arrays.mismatch(a.parts, b.parts) >= 0 || Arrays.mismatch(a.parts, a.batch) >= 0) {
      return "the batch in two parts";
    }
    if (Arrays.mismatch(a.states, b.states) >= 0) {
      return "the scan of many channels";
    }
    return Arrays.mismatch(a.line, b.line) >= 0 ? "the scan of one channel" : null;
  }

  private static float[] values(SplittableRandom random, int length, double bound) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }

  /** Prints one line: a clause that begins with "same bits", or what went wrong. */
  public static void main(String[] arguments) {
    SplittableRandom random = new SplittableRandom(20211231);
    float[] input = values(random, WIDTH * INPUTS, 0.3);
    float[] recurrent = values(random, WIDTH * UNITS, 0.2);
    float[] bias = values(random, WIDTH, 1);
    Layer active = new Layer(Backend.active(), input, recurrent, bias);
    Layer scalar = new Layer(Backend.scalar(), input, recurrent, bias);
    float[] rows = values(random, ROWS * INPUTS, 1);
    float[] p = values(random, CHANNEL_STEPS * CHANNELS, 1);
    float[] g = values(random, CHANNEL_STEPS * CHANNELS, 1);
    // Reading the meter allocates the first time.
    THREADS.getCurrentThreadAllocatedBytes();
    THREADS.getCurrentThreadAllocatedBytes();
    long end = System.nanoTime() + MOST_NANOS;
    int stepsOnVectors = 0;
    for (int step = 1; stepsOnVectors < STEPS_AFTER; step++) {
      float[] x = values(random, INPUTS, 1);
      rows[step % rows.length] = x[0];
      long before = THREADS.getCurrentThreadAllocatedBytes();
      active.step(x, rows, p, g);
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (bytes > 0 && step > 1) {
        System.out.printf("step %d allocated %d bytes%n", step, bytes);
        return;
      }
      scalar.step(x, rows, p, g);
      String other = difference(active, scalar);
      if (other != null) {
        System.out.printf("step %d has other bits in %s%n", step, other);
        return;
      }
      if (stepsOnVectors > 0
          || step % 500 == 0
              && Backend.active().kernels().stream().allMatch(KernelState::isVector)) {
        stepsOnVectors++;
      } else if (System.nanoTime() > end) {
        System.out.println("no vectors: " + Backend.active().kernels());
        return;
      }
    }
    System.out.println("same bits, " + Backend.active().kernels());
  }
}
