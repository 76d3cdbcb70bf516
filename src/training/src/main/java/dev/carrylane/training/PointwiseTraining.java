package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;

/** Trains {@link dev.carrylane.network.layer.Pointwise}. */
final class PointwiseTraining extends LayerTraining {
  private final Activation activation;

  PointwiseTraining(Activation activation, int inputs) {
    super(inputs, inputs, 0);
    this.activation = activation;
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(engine);
  }

  private final class Pass extends LayerPass {
    private final Engine engine;

    Pass(Engine engine) {
      this.engine = engine;
    }

    @Override
    void reserve(int rows, int sequences) {}

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      Elementwise.apply(engine.backend(), activation, x, 0, y, 0, shard.rows * inputs);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      if (dx != null) {
        int length = shard.rows * inputs;
        Elements.throughActivation(activation, y, dy, length);
        System.arraycopy(dy, 0, dx, 0, length);
      }
    }
  }
}
