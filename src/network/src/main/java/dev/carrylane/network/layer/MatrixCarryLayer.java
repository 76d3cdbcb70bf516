package dev.carrylane.network.layer;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.DenseAffineScan;
import dev.carrylane.engine.scan.ScanSchedule;

/** Runs {@link ExactCarry} with a matrix for each block of channels. A state holds the carry. */
final class MatrixCarryLayer extends Layer {
  private final PackedWeights propagate;
  private final PackedWeights generate;
  private final int block;
  private final boolean coupled;
  private final ScanSchedule schedule;

  MatrixCarryLayer(ExactCarry layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.channels(), layer.channels());
    propagate = weights.matrix(prefix + "propagate.", layer.gateWidth(), inputs, true);
    generate = weights.matrix(prefix + "generate.", outputs, inputs, true);
    block = layer.block();
    coupled = layer.coupled();
    schedule = weights.schedule;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends LayerRunner {
    private final Backend backend;
    private final Gemm gemm;
    private final DenseAffineScan scan;
    private final PackedWeights propagate;
    private final PackedWeights generate;
    private final int channels;
    private final int n;
    private final boolean coupled;
    private final int at;
    private final float[] logits;
    private final float[] p;
    private final float[] g;
    private final float[] before;

    Runner(MatrixCarryLayer layer, Engine engine, int block, int at) {
      backend = engine.backend();
      gemm = Gemm.on(engine);
      propagate = layer.propagate;
      generate = layer.generate;
      channels = layer.outputs;
      n = layer.block;
      coupled = layer.coupled;
      this.at = at;
      scan = DenseAffineScan.on(engine, n, layer.schedule);
      logits = Scratch.frames(block, propagate.outputs());
      p = coupled ? Scratch.frames(block, channels * n) : logits;
      g = Scratch.frames(block, channels);
      before = new float[n];
    }

    @Override
    int run(
        int frames,
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        float[] state,
        int slice,
        long position) {
      gates(frames, x, xOffset);
      int h = slice + at;
      if (frames == 1) {
        advance(0, state, h, y, yOffset);
      } else {
        int width = channels * n;
        scan.run(
            frames,
            channels / n,
            p,
            0,
            width,
            g,
            0,
            channels,
            state,
            h,
            y,
            yOffset,
            channels,
            state,
            h);
      }
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      gates(rows.count, x, xOffset);
      for (int row = 0; row < rows.count; row++) {
        int h = rows.slices[row] + at;
        advance(row, rows.states[row], h, y, yOffset + row * channels);
      }
    }

    /** Softmax over the logits of every row of every block; coupled, the last share weighs g. */
    private void gates(int frames, float[] x, int xOffset) {
      int inputs = propagate.inputs();
      int width = propagate.outputs();
      gemm.multiply(frames, x, xOffset, inputs, propagate, logits, 0, width, Activation.NONE);
      gemm.multiply(frames, x, xOffset, inputs, generate, g, 0, channels, Activation.TANH);
      int choices = coupled ? n + 1 : n;
      int rows = frames * channels;
      for (int row = 0; row < rows; row++) {
        fromGreatest(logits, row * choices, choices);
      }
      Elementwise.exp(backend, logits, 0, logits, 0, rows * choices);
      for (int row = 0; row < rows; row++) {
        float share = share(logits, row * choices, choices, p, row * n, n);
        if (coupled) {
          g[row] *= share;
        }
      }
    }

    private static void fromGreatest(float[] logits, int from, int count) {
      float greatest = logits[from];
      for (int i = 1; i < count; i++) {
        greatest = Math.max(greatest, logits[from + i]);
      }
      for (int i = 0; i < count; i++) {
        logits[from + i] -= greatest;
      }
    }

    /** Divides by the sum, from the first to the last; returns the last share. */
    private static float share(float[] e, int from, int count, float[] p, int to, int n) {
      float sum = e[from];
      for (int i = 1; i < count; i++) {
        sum += e[from + i];
      }
      float last = e[from + count - 1] / sum;
      for (int i = 0; i < n; i++) {
        p[to + i] = e[from + i] / sum;
      }
      return last;
    }

    private void advance(int frame, float[] state, int h, float[] y, int yOffset) {
      for (int first = 0; first < channels; first += n) {
        System.arraycopy(state, h + first, before, 0, n);
        for (int i = 0; i < n; i++) {
          int row = frame * channels + first + i;
          float sum = g[row];
          for (int j = 0; j < n; j++) {
            sum = Math.fma(p[row * n + j], before[j], sum);
          }
          state[h + first + i] = sum;
          y[yOffset + first + i] = sum;
        }
      }
    }
  }
}
