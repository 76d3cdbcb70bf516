package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.network.layer.CarryLookahead;

/** Trains {@link CarryLookahead}. */
final class CarryLookaheadTraining extends LayerTraining {
  private final LayerTraining carry;
  private final LinearMap input;
  private final LinearMap carried;
  private final int inputBias;
  private final int carryBias;
  private final Activation activation;

  /** The sum of both biases, rounded, as a model has it; zeros where there are none. */
  private final float[] bias;

  CarryLookaheadTraining(CarryLookahead layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.hidden(), layer.stateSize(inputs));
    carry = LayerTrainings.sequence(layer.carry(), prefix + "carry.", inputs, slices);
    input = LinearMap.withoutBias(prefix + "cell.weight_ih", inputs, outputs, slices);
    carried = LinearMap.withoutBias(prefix + "cell.weight_hh", carry.outputs, outputs, slices);
    inputBias = layer.bias() ? slices.at(prefix + "cell.bias_ih") : -1;
    carryBias = layer.bias() ? slices.at(prefix + "cell.bias_hh") : -1;
    activation = layer.activation();
    bias = new float[outputs];
  }

  @Override
  void prepare(float[] weights) {
    super.prepare(weights);
    carry.prepare(weights);
    for (int i = 0; inputBias >= 0 && i < outputs; i++) {
      bias[i] = weights[inputBias + i] + weights[carryBias + i];
    }
  }

  @Override
  void finish(float[] gradient) {
    carry.finish(gradient);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine, at);
  }

  private static final class Pass extends LayerPass {
    private final CarryLookaheadTraining layer;
    private final Engine engine;
    private final Gemm gemm;
    private final LayerPass carry;
    private final int in;
    private final int out;
    private final int width;
    private float[] carries = {};
    private float[] derivative = {};
    private float[] inputDerivative = {};

    Pass(CarryLookaheadTraining layer, Engine engine, int at) {
      this.layer = layer;
      this.engine = engine;
      gemm = Gemm.on(engine);
      carry = layer.carry.newPass(engine, at);
      in = layer.inputs;
      out = layer.outputs;
      width = layer.carry.outputs;
    }

    @Override
    void reserve(int rows, int sequences) {
      carry.reserve(rows, sequences);
      carries = Growing.frames(carries, rows, width);
      derivative = Growing.frames(derivative, rows, width);
      inputDerivative = Growing.frames(inputDerivative, rows, in);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      carry.forward(shard, x, carries);
      int rows = shard.rows;
      float[] weights = layer.weights;
      Elements.fillRows(layer.bias, 0, y, rows, out);
      layer.input.addForward(gemm, weights, rows, x, y);
      layer.carried.addForward(gemm, weights, rows, carries, y);
      Elementwise.apply(engine.backend(), layer.activation, y, 0, y, 0, rows * out);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int rows = shard.rows;
      Elements.throughActivation(layer.activation, y, dy, rows * out);
      if (layer.inputBias >= 0) {
        Elements.addRows(dy, rows, out, gradient, layer.inputBias);
        Elements.addRows(dy, rows, out, gradient, layer.carryBias);
      }
      layer.input.gradient(gemm, rows, x, dy, gradient);
      layer.carried.gradient(gemm, rows, carries, dy, gradient);
      float[] weights = layer.weights;
      layer.carried.backward(gemm, weights, rows, dy, derivative);
      if (dx == null) {
        carry.backward(shard, x, carries, derivative, null, gradient);
        return;
      }
      layer.input.backward(gemm, weights, rows, dy, dx);
      carry.backward(shard, x, carries, derivative, inputDerivative, gradient);
      Elements.add(inputDerivative, dx, rows * in);
    }
  }
}
