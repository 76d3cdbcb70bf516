package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.scan.ScanSchedule;

/** Runs {@link ExactCarry} with a gate of its own for each channel. */
final class ExactCarryLayer extends Layer {
  private final PackedWeights propagate;
  private final PackedWeights generate;
  private final Gate gate;
  private final boolean coupled;
  private final ScanSchedule schedule;

  ExactCarryLayer(ExactCarry layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.channels(), layer.channels());
    propagate = weights.matrix(prefix + "propagate.", outputs, inputs, true);
    generate = weights.matrix(prefix + "generate.", outputs, inputs, true);
    gate = layer.gate();
    coupled = layer.coupled();
    schedule = weights.schedule;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends CarryRunner {
    private final Gemm gemm;
    private final PackedWeights propagate;
    private final PackedWeights generate;
    private final boolean signed;
    private final boolean coupled;

    Runner(ExactCarryLayer layer, Engine engine, int block, int at) {
      super(engine, layer.schedule, block, layer.outputs, at);
      gemm = Gemm.on(engine);
      propagate = layer.propagate;
      generate = layer.generate;
      signed = layer.gate == Gate.SIGNED;
      coupled = layer.coupled;
    }

    @Override
    void gates(int frames, float[] x, int xOffset) {
      int inputs = propagate.inputs();
      Activation activation = signed ? Activation.TANH : Activation.SIGMOID;
      gemm.multiply(frames, x, xOffset, inputs, propagate, p, 0, channels, activation);
      gemm.multiply(frames, x, xOffset, inputs, generate, g, 0, channels, Activation.TANH);
      if (coupled) {
        couple(p, g, frames * channels);
      }
    }

    /** A p that is not signed is its own absolute value. */
    private static void couple(float[] p, float[] g, int length) {
      for (int i = 0; i < length; i++) {
        g[i] *= 1 - Math.abs(p[i]);
      }
    }
  }
}
