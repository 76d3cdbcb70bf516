package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.network.layer.Linear;

/** Trains {@link Linear}. */
final class LinearTraining extends LayerTraining {
  private final int weight;
  private final int bias;
  private final Activation activation;

  LinearTraining(Linear layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.outputs(), 0);
    weight = slices.at(prefix + "weight");
    bias = layer.bias() ? slices.at(prefix + "bias") : -1;
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
      int rows = shard.rows;
      int in = layer.inputs;
      int out = layer.outputs;
      float[] weights = layer.weights;
      if (layer.bias < 0) {
        gemm.multiply(
            Transpose.RIGHT, rows, out, in, x, 0, in, weights, layer.weight, in, y, 0, out);
      } else {
        Elements.fillRows(weights, layer.bias, y, rows, out);
        gemm.accumulate(
            Transpose.RIGHT, rows, out, in, x, 0, in, weights, layer.weight, in, y, 0, out);
      }
      if (layer.activation != Activation.NONE) {
        Elementwise.apply(engine.backend(), layer.activation, y, 0, y, 0, rows * out);
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int rows = shard.rows;
      int in = layer.inputs;
      int out = layer.outputs;
      Elements.throughActivation(layer.activation, y, dy, rows * out);
      gemm.accumulate(
          Transpose.LEFT, out, in, rows, dy, 0, out, x, 0, in, gradient, layer.weight, in);
      if (layer.bias >= 0) {
        Elements.addRows(dy, rows, out, gradient, layer.bias);
      }
      if (dx != null) {
        gemm.multiply(
            Transpose.NONE, rows, in, out, dy, 0, out, layer.weights, layer.weight, in, dx, 0, in);
      }
    }
  }
}
