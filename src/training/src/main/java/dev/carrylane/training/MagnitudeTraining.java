package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.Magnitude;

/** Trains {@link Magnitude}. At 0, where there is no derivative, it is taken to be 0. */
final class MagnitudeTraining extends LayerTraining {
  private final int channels;

  MagnitudeTraining(Magnitude layer, int inputs) {
    super(inputs, layer.outputs(inputs), 0);
    channels = layer.channels();
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass();
  }

  private final class Pass extends LayerPass {
    @Override
    void reserve(int rows, int sequences) {}

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int length = shard.rows * outputs;
      for (int at = 0; at < length; at += channels) {
        magnitudes(x, 2 * at, y, at, channels);
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      if (dx == null) {
        return;
      }
      int length = shard.rows * outputs;
      for (int i = 0; i < length; i++) {
        dy[i] = y[i] > 0 ? dy[i] / y[i] : 0;
      }
      for (int at = 0; at < length; at += channels) {
        multiply(x, 2 * at, dy, at, dx, channels);
        multiply(x, 2 * at + channels, dy, at, dx, channels);
      }
    }
  }

  /** Real parts, and behind them imaginary ones. */
  private static void magnitudes(float[] x, int real, float[] y, int to, int channels) {
    int imaginary = real + channels;
    for (int i = 0; i < channels; i++) {
      float a = x[real + i];
      float b = x[imaginary + i];
      y[to + i] = (float) Math.sqrt(Math.fma(a, a, b * b));
    }
  }

  private static void multiply(
      float[] x, int at, float[] factors, int from, float[] dx, int channels) {
    for (int i = 0; i < channels; i++) {
      dx[at + i] = x[at + i] * factors[from + i];
    }
  }
}
