package dev.carrylane.network.layer;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.DenseAffineScan;
import dev.carrylane.engine.scan.ScanSchedule;

/**
 * Runs {@link ExactCarry} with a matrix for each block of channels. A state holds the carry. Logits are computed choice by
 * choice, those of all rows of all blocks side by side, so that softmax runs over rows on lanes.
 */
final class MatrixCarryLayer extends Layer {
  private final PackedWeights propagate;
  private final PackedWeights generate;
  private final int block;
  private final boolean coupled;
  private final ScanSchedule schedule;

  MatrixCarryLayer(ExactCarry layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.channels(), layer.channels());
    int width = layer.gateWidth();
    int choices = width / outputs;
    propagate =
        weights.pack(
            width,
            inputs,
            byChoice(weights.take(prefix + "propagate.weight", width, inputs), choices, inputs),
            byChoice(weights.take(prefix + "propagate.bias", width), choices, 1));
    generate = weights.matrix(prefix + "generate.", outputs, inputs, true);
    block = layer.block();
    coupled = layer.coupled();
    schedule = weights.schedule;
  }

  /** Turns [rows][choices][length] into [choices][rows][length]. */
  private static float[] byChoice(float[] byRow, int choices, int length) {
    int rows = byRow.length / (choices * length);
    float[] byChoice = new float[byRow.length];
    for (int row = 0; row < rows; row++) {
      for (int choice = 0; choice < choices; choice++) {
        int from = (row * choices + choice) * length;
        System.arraycopy(byRow, from, byChoice, (choice * rows + row) * length, length);
      }
    }
    return byChoice;
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
    private final float[] greatest;
    private final float[] sums;

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
      p = Scratch.frames(block, channels * n);
      greatest = new float[channels];
      sums = new float[channels];
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

    /** Softmax over the choices of every row of every block; coupled, the last share weighs g. */
    private void gates(int frames, float[] x, int xOffset) {
      int inputs = propagate.inputs();
      int width = propagate.outputs();
      gemm.multiply(frames, x, xOffset, inputs, propagate, logits, 0, width, Activation.NONE);
      gemm.multiply(frames, x, xOffset, inputs, generate, g, 0, channels, Activation.TANH);
      int choices = width / channels;
      for (int frame = 0; frame < frames; frame++) {
        int first = frame * width;
        System.arraycopy(logits, first, greatest, 0, channels);
        for (int choice = 1; choice < choices; choice++) {
          maximum(greatest, logits, first + choice * channels);
        }
        for (int choice = 0; choice < choices; choice++) {
          subtract(logits, first + choice * channels, greatest);
        }
      }
      Elementwise.exp(backend, logits, 0, logits, 0, frames * width);
      for (int frame = 0; frame < frames; frame++) {
        share(frame * width, choices, frame * channels);
      }
    }

    /** Divides the choices of a frame by their sum, which adds them in order. */
    private void share(int first, int choices, int row) {
      System.arraycopy(logits, first, sums, 0, channels);
      for (int choice = 1; choice < choices; choice++) {
        add(sums, logits, first + choice * channels);
      }
      for (int choice = 0; choice < choices; choice++) {
        divide(logits, first + choice * channels, sums);
      }
      for (int choice = 0; choice < n; choice++) {
        spread(logits, first + choice * channels, channels, p, row * n + choice, n);
      }
      if (coupled) {
        weigh(g, row, channels, logits, first + n * channels);
      }
    }

    private static void maximum(float[] greatest, float[] x, int from) {
      for (int i = 0; i < greatest.length; i++) {
        greatest[i] = Math.max(greatest[i], x[from + i]);
      }
    }

    private static void subtract(float[] x, int from, float[] y) {
      for (int i = 0; i < y.length; i++) {
        x[from + i] -= y[i];
      }
    }

    private static void add(float[] sums, float[] x, int from) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += x[from + i];
      }
    }

    private static void divide(float[] x, int from, float[] sums) {
      for (int i = 0; i < sums.length; i++) {
        x[from + i] /= sums[i];
      }
    }

    private static void weigh(float[] g, int row, int length, float[] x, int from) {
      for (int i = 0; i < length; i++) {
        g[row + i] *= x[from + i];
      }
    }

    private static void spread(float[] x, int from, int length, float[] p, int to, int step) {
      for (int i = 0; i < length; i++) {
        p[to + i * step] = x[from + i];
      }
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
