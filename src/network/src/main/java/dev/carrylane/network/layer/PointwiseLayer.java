package dev.carrylane.network.layer;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;

/** Runs {@link Pointwise}. */
final class PointwiseLayer extends Layer {
  private final Activation activation;

  PointwiseLayer(Activation activation, int inputs) {
    super(inputs, inputs, 0);
    this.activation = activation;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(engine.backend(), activation, inputs);
  }

  private static final class Runner extends FrameRunner {
    private final Backend backend;
    private final Activation activation;
    private final int channels;

    Runner(Backend backend, Activation activation, int channels) {
      this.backend = backend;
      this.activation = activation;
      this.channels = channels;
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      Elementwise.apply(backend, activation, x, xOffset, y, yOffset, count * channels);
    }
  }
}
