package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.network.layer.MinLstm;

/** Trains {@link MinLstm}: p = f / (f + i) and g = i / (f + i) ∘ h̃. */
final class MinLstmTraining extends LayerTraining {
  private final LinearMap forget;
  private final LinearMap input;
  private final LinearMap candidate;

  MinLstmTraining(MinLstm layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.hidden(), layer.hidden());
    forget = LinearMap.of(prefix + "linear_f.", inputs, outputs, layer.bias(), slices);
    input = LinearMap.of(prefix + "linear_i.", inputs, outputs, layer.bias(), slices);
    candidate = LinearMap.of(prefix + "linear_h.", inputs, outputs, layer.bias(), slices);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine, at);
  }

  private static final class Pass extends CarryPass {
    private final MinLstmTraining layer;
    private float[] f = {};
    private float[] i = {};
    private float[] candidates = {};
    private float[] di = {};

    Pass(MinLstmTraining layer, Engine engine, int at) {
      super(engine, layer.outputs, at);
      this.layer = layer;
    }

    @Override
    void reserve(int rows, int sequences) {
      super.reserve(rows, sequences);
      f = Growing.frames(f, rows, channels);
      i = Growing.frames(i, rows, channels);
      candidates = Growing.frames(candidates, rows, channels);
      di = Growing.frames(di, rows, channels);
    }

    @Override
    void gates(int rows, float[] x, float[] g) {
      int length = rows * channels;
      layer.forget.forward(gemm, layer.weights, rows, x, f);
      layer.input.forward(gemm, layer.weights, rows, x, i);
      layer.candidate.forward(gemm, layer.weights, rows, x, candidates);
      Elementwise.sigmoid(engine.backend(), f, 0, f, 0, length);
      Elementwise.sigmoid(engine.backend(), i, 0, i, 0, length);
      weigh(f, i, candidates, p, g, length);
    }

    @Override
    void gatesBackward(int rows, float[] x, float[] dg, float[] dx, float[] gradient) {
      throughGates(f, i, candidates, p, dp, di, dg, rows * channels);
      layer.forget.gradient(gemm, rows, x, dp, gradient);
      layer.input.gradient(gemm, rows, x, di, gradient);
      layer.candidate.gradient(gemm, rows, x, dg, gradient);
      if (dx != null) {
        layer.forget.backward(gemm, layer.weights, rows, dp, dx);
        layer.input.addBackward(gemm, layer.weights, rows, di, dx);
        layer.candidate.addBackward(gemm, layer.weights, rows, dg, dx);
      }
    }

    private static void weigh(
        float[] f, float[] i, float[] candidates, float[] p, float[] g, int length) {
      for (int k = 0; k < length; k++) {
        float sum = f[k] + i[k];
        g[k] = candidates[k] * (i[k] / sum);
        p[k] = f[k] / sum;
      }
    }

    /**
     * Turns the derivatives by p and g into those by the three products. With q = i / (f + i), p depends on the argument of f by p·q·(1 − f)
     * and on that of i by −p·q·(1 − i), q the other way round.
     */
    private static void throughGates(
        float[] f,
        float[] i,
        float[] candidates,
        float[] p,
        float[] dp,
        float[] di,
        float[] dg,
        int length) {
      for (int k = 0; k < length; k++) {
        float q = i[k] / (f[k] + i[k]);
        float both = Math.fma(-dg[k], candidates[k], dp[k]) * (p[k] * q);
        dp[k] = both * (1 - f[k]);
        di[k] = both * (i[k] - 1);
        dg[k] *= q;
      }
    }
  }
}
