package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.Gate;

/** Trains {@link ExactCarry} with a gate of its own for each channel. */
final class ExactCarryTraining extends LayerTraining {
  private final LinearMap propagate;
  private final LinearMap generate;
  private final Activation gate;
  private final boolean coupled;

  ExactCarryTraining(ExactCarry layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.channels(), layer.channels());
    propagate = LinearMap.of(prefix + "propagate.", inputs, outputs, true, slices);
    generate = LinearMap.of(prefix + "generate.", inputs, outputs, true, slices);
    gate = layer.gate() == Gate.SIGNED ? Activation.TANH : Activation.SIGMOID;
    coupled = layer.coupled();
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine, at);
  }

  private static final class Pass extends CarryPass {
    private final ExactCarryTraining layer;

    /** Generate before the gate has its say. */
    private float[] generated = {};

    Pass(ExactCarryTraining layer, Engine engine, int at) {
      super(engine, layer.outputs, at);
      this.layer = layer;
    }

    @Override
    void reserve(int rows, int sequences) {
      super.reserve(rows, sequences);
      generated = Growing.frames(generated, rows, channels);
    }

    @Override
    void gates(int rows, float[] x, float[] g) {
      int length = rows * channels;
      layer.propagate.forward(gemm, layer.weights, rows, x, p);
      layer.generate.forward(gemm, layer.weights, rows, x, generated);
      Elementwise.apply(engine.backend(), layer.gate, p, 0, p, 0, length);
      Elementwise.tanh(engine.backend(), generated, 0, generated, 0, length);
      if (layer.coupled) {
        couple(p, generated, g, length);
      } else {
        System.arraycopy(generated, 0, g, 0, length);
      }
    }

    @Override
    void gatesBackward(int rows, float[] x, float[] dg, float[] dx, float[] gradient) {
      int length = rows * channels;
      if (layer.coupled) {
        throughCoupling(p, generated, dp, dg, length);
      }
      Elements.throughActivation(layer.gate, p, dp, length);
      Elements.throughActivation(Activation.TANH, generated, dg, length);
      layer.propagate.gradient(gemm, rows, x, dp, gradient);
      layer.generate.gradient(gemm, rows, x, dg, gradient);
      if (dx != null) {
        layer.propagate.backward(gemm, layer.weights, rows, dp, dx);
        layer.generate.addBackward(gemm, layer.weights, rows, dg, dx);
      }
    }

    /** A p that is not signed is its own absolute value. */
    private static void couple(float[] p, float[] generated, float[] g, int length) {
      for (int i = 0; i < length; i++) {
        g[i] = generated[i] * (1 - Math.abs(p[i]));
      }
    }

    /** Turns the derivatives by p alone and by g into those by p, which g depends on, and by what was generated. */
    private static void throughCoupling(
        float[] p, float[] generated, float[] dp, float[] dg, int length) {
      for (int i = 0; i < length; i++) {
        dp[i] -= dg[i] * generated[i] * Math.signum(p[i]);
        dg[i] *= 1 - Math.abs(p[i]);
      }
    }
  }
}
