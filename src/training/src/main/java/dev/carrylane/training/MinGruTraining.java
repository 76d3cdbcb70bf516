package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.network.layer.MinGru;

/** Trains {@link MinGru}: p = 1 − z and g = z ∘ h̃. */
final class MinGruTraining extends LayerTraining {
  private final LinearMap update;
  private final LinearMap candidate;

  MinGruTraining(MinGru layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.hidden(), layer.hidden());
    update = LinearMap.of(prefix + "linear_z.", inputs, outputs, layer.bias(), slices);
    candidate = LinearMap.of(prefix + "linear_h.", inputs, outputs, layer.bias(), slices);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine, at);
  }

  private static final class Pass extends CarryPass {
    private final MinGruTraining layer;
    private float[] z = {};
    private float[] candidates = {};

    Pass(MinGruTraining layer, Engine engine, int at) {
      super(engine, layer.outputs, at);
      this.layer = layer;
    }

    @Override
    void reserve(int rows, int sequences) {
      super.reserve(rows, sequences);
      z = Growing.frames(z, rows, channels);
      candidates = Growing.frames(candidates, rows, channels);
    }

    @Override
    void gates(int rows, float[] x, float[] g) {
      int length = rows * channels;
      layer.update.forward(gemm, layer.weights, rows, x, z);
      layer.candidate.forward(gemm, layer.weights, rows, x, candidates);
      Elementwise.sigmoid(engine.backend(), z, 0, z, 0, length);
      weigh(z, candidates, p, g, length);
    }

    @Override
    void gatesBackward(int rows, float[] x, float[] dg, float[] dx, float[] gradient) {
      throughGates(z, candidates, dp, dg, rows * channels);
      layer.update.gradient(gemm, rows, x, dp, gradient);
      layer.candidate.gradient(gemm, rows, x, dg, gradient);
      if (dx != null) {
        layer.update.backward(gemm, layer.weights, rows, dp, dx);
        layer.candidate.addBackward(gemm, layer.weights, rows, dg, dx);
      }
    }

    private static void weigh(float[] z, float[] candidates, float[] p, float[] g, int length) {
      for (int i = 0; i < length; i++) {
        g[i] = candidates[i] * z[i];
        p[i] = 1 - z[i];
      }
    }

    /** Turns the derivatives by p and g into those by the two products. */
    private static void throughGates(
        float[] z, float[] candidates, float[] dp, float[] dg, int length) {
      for (int i = 0; i < length; i++) {
        float dz = Math.fma(dg[i], candidates[i], -dp[i]);
        dp[i] = dz * (z[i] * (1 - z[i]));
        dg[i] *= z[i];
      }
    }
  }
}
