package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.ScanSchedule;

/** Runs {@link MinLstm}: p = f / (f + i) and g = i / (f + i) ∘ h̃. */
final class MinLstmLayer extends Layer {
  private final PackedWeights forget;
  private final PackedWeights input;
  private final PackedWeights candidate;
  private final ScanSchedule schedule;

  MinLstmLayer(MinLstm layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.hidden(), layer.hidden());
    forget = weights.matrix(prefix + "linear_f.", outputs, inputs, layer.bias());
    input = weights.matrix(prefix + "linear_i.", outputs, inputs, layer.bias());
    candidate = weights.matrix(prefix + "linear_h.", outputs, inputs, layer.bias());
    schedule = weights.schedule;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends CarryRunner {
    private final Gemm gemm;
    private final PackedWeights forget;
    private final PackedWeights input;
    private final PackedWeights candidate;
    private final float[] i;

    Runner(MinLstmLayer layer, Engine engine, int block, int at) {
      super(engine, layer.schedule, block, layer.outputs, at);
      gemm = Gemm.on(engine);
      forget = layer.forget;
      input = layer.input;
      candidate = layer.candidate;
      i = Scratch.frames(block, layer.outputs);
    }

    @Override
    void gates(int frames, float[] x, int xOffset) {
      int inputs = forget.inputs();
      gemm.multiply(frames, x, xOffset, inputs, forget, p, 0, channels, Activation.SIGMOID);
      gemm.multiply(frames, x, xOffset, inputs, input, i, 0, channels, Activation.SIGMOID);
      gemm.multiply(frames, x, xOffset, inputs, candidate, g, 0, channels, Activation.NONE);
      weigh(p, i, g, frames * channels);
    }

    private static void weigh(float[] p, float[] i, float[] g, int length) {
      for (int k = 0; k < length; k++) {
        float sum = p[k] + i[k];
        g[k] *= i[k] / sum;
        p[k] /= sum;
      }
    }
  }
}
