package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;

/** Runs {@link Linear}. */
final class LinearLayer extends Layer {
  private final PackedWeights weights;
  private final Activation activation;

  LinearLayer(Linear linear, String prefix, int inputs, LayerWeights weights) {
    super(inputs, linear.outputs(), 0);
    this.weights = weights.matrix(prefix, outputs, inputs, linear.bias());
    activation = linear.activation();
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(Gemm.on(engine), weights, activation);
  }

  private static final class Runner extends FrameRunner {
    private final Gemm gemm;
    private final PackedWeights weights;
    private final Activation activation;

    Runner(Gemm gemm, PackedWeights weights, Activation activation) {
      this.gemm = gemm;
      this.weights = weights;
      this.activation = activation;
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      gemm.multiply(
          count, x, xOffset, weights.inputs(), weights, y, yOffset, weights.outputs(), activation);
    }
  }
}
