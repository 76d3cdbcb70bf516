package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;

/** Runs {@link Magnitude}. */
final class MagnitudeLayer extends Layer {
  private final int channels;

  MagnitudeLayer(Magnitude layer, int inputs) {
    super(inputs, layer.outputs(inputs), 0);
    channels = layer.channels();
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(channels, inputs);
  }

  private static final class Runner extends FrameRunner {
    private final int channels;
    private final int inputs;

    Runner(int channels, int inputs) {
      this.channels = channels;
      this.inputs = inputs;
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      int positions = count * (inputs / (2 * channels));
      for (int position = 0; position < positions; position++) {
        int real = xOffset + position * 2 * channels;
        magnitudes(x, real, real + channels, y, yOffset + position * channels, channels);
      }
    }

    private static void magnitudes(
        float[] x, int real, int imaginary, float[] y, int yOffset, int length) {
      for (int i = 0; i < length; i++) {
        float a = x[real + i];
        float b = x[imaginary + i];
        y[yOffset + i] = (float) Math.sqrt(Math.fma(a, a, b * b));
      }
    }
  }
}
