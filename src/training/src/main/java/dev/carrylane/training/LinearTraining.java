package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.network.layer.Linear;

/** Trains {@link Linear}. */
final class LinearTraining extends LayerTraining {
  private final LinearMap map;
  private final Activation activation;

  LinearTraining(Linear layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.outputs(), 0);
    map = LinearMap.of(prefix, inputs, outputs, layer.bias(), slices);
    activation = layer.activation();
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine);
  }

  private static final class Pass extends LayerPass {
    private final LinearTraining layer;
    private final Engine engine;
    private final Gemm gemm;

    Pass(LinearTraining layer, Engine engine) {
      this.layer = layer;
      this.engine = engine;
      gemm = Gemm.on(engine);
    }

    @Override
    void reserve(int rows, int sequences) {}

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      layer.map.forward(gemm, layer.weights, shard.rows, x, y);
      if (layer.activation != Activation.NONE) {
        int length = shard.rows * layer.outputs;
        Elementwise.apply(engine.backend(), layer.activation, y, 0, y, 0, length);
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int rows = shard.rows;
      Elements.throughActivation(layer.activation, y, dy, rows * layer.outputs);
      layer.map.gradient(gemm, rows, x, dy, gradient);
      if (dx != null) {
        layer.map.backward(gemm, layer.weights, rows, dy, dx);
      }
    }
  }
}
