package dev.carrylane.training;

import dev.carrylane.engine.Engine;

/** Trains {@link dev.carrylane.network.layer.Residual}. */
final class ResidualTraining extends LayerTraining {
  private final LayerTraining inner;

  ResidualTraining(LayerTraining inner) {
    super(inner.inputs, inner.outputs, inner.memory);
    this.inner = inner;
  }

  @Override
  void prepare(float[] weights) {
    super.prepare(weights);
    inner.prepare(weights);
  }

  @Override
  void finish(float[] gradient) {
    inner.finish(gradient);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(inner.newPass(engine, at));
  }

  private final class Pass extends LayerPass {
    private final LayerPass pass;
    private float[] inside = {};
    private float[] derivative = {};

    Pass(LayerPass pass) {
      this.pass = pass;
    }

    @Override
    void reserve(int rows, int sequences) {
      pass.reserve(rows, sequences);
      inside = Growing.frames(inside, rows, outputs);
      derivative = Growing.frames(derivative, rows, outputs);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      pass.forward(shard, x, inside);
      int length = shard.rows * outputs;
      for (int i = 0; i < length; i++) {
        y[i] = x[i] + inside[i];
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int length = shard.rows * outputs;
      System.arraycopy(dy, 0, derivative, 0, length);
      pass.backward(shard, x, inside, derivative, dx, gradient);
      if (dx != null) {
        Elements.add(dy, dx, length);
      }
    }
  }
}
