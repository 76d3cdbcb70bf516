package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;

/** Runs {@link Residual}: the input is added last, y = layers(x) + x rounded once. */
final class ResidualLayer extends Layer {
  private final Layer layers;

  ResidualLayer(Layer layers) {
    super(layers.inputs, layers.outputs, layers.memory);
    this.layers = layers;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(layers.newRunner(engine, block, at), inputs);
  }

  private static final class Runner extends LayerRunner {
    private final LayerRunner layers;
    private final int channels;

    Runner(LayerRunner layers, int channels) {
      this.layers = layers;
      this.channels = channels;
    }

    @Override
    int run(
        int frames,
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        float[] state,
        int slice,
        long position) {
      layers.run(frames, x, xOffset, y, yOffset, state, slice, position);
      add(frames * channels, x, xOffset, y, yOffset);
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      layers.step(rows, x, xOffset, y, yOffset);
      add(rows.count * channels, x, xOffset, y, yOffset);
    }

    @Override
    void check(int frames, float[] x, int xOffset, int stride) {
      layers.check(frames, x, xOffset, stride);
    }

    private static void add(int length, float[] x, int xOffset, float[] y, int yOffset) {
      for (int i = 0; i < length; i++) {
        y[yOffset + i] += x[xOffset + i];
      }
    }
  }
}
