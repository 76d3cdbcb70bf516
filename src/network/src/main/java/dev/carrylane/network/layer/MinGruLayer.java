package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.ScanSchedule;

/** Runs {@link MinGru}: p = 1 − z and g = z ∘ h̃. */
final class MinGruLayer extends Layer {
  private final PackedWeights update;
  private final PackedWeights candidate;
  private final ScanSchedule schedule;

  MinGruLayer(MinGru layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.hidden(), layer.hidden());
    update = weights.matrix(prefix + "linear_z.", outputs, inputs, layer.bias());
    candidate = weights.matrix(prefix + "linear_h.", outputs, inputs, layer.bias());
    schedule = weights.schedule;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends CarryRunner {
    private final Gemm gemm;
    private final PackedWeights update;
    private final PackedWeights candidate;

    Runner(MinGruLayer layer, Engine engine, int block, int at) {
      super(engine, layer.schedule, block, layer.outputs, at);
      gemm = Gemm.on(engine);
      update = layer.update;
      candidate = layer.candidate;
    }

    @Override
    void gates(int frames, float[] x, int xOffset) {
      int inputs = update.inputs();
      gemm.multiply(frames, x, xOffset, inputs, update, p, 0, channels, Activation.SIGMOID);
      gemm.multiply(frames, x, xOffset, inputs, candidate, g, 0, channels, Activation.NONE);
      weigh(p, g, frames * channels);
    }

    private static void weigh(float[] p, float[] g, int length) {
      for (int i = 0; i < length; i++) {
        float z = p[i];
        g[i] *= z;
        p[i] = 1 - z;
      }
    }
  }
}
