package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;

/** Runs {@link Overlap}. A state holds the last samples. */
final class OverlapLayer extends Layer {
  private final int samples;

  OverlapLayer(Overlap layer, int inputs) {
    super(inputs, layer.outputs(inputs), layer.samples());
    samples = layer.samples();
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, at);
  }

  private static final class Runner extends LayerRunner {
    private final int inputs;
    private final int samples;
    private final int at;

    Runner(OverlapLayer layer, int at) {
      inputs = layer.inputs;
      samples = layer.samples;
      this.at = at;
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
      int width = samples + inputs;
      System.arraycopy(state, slice + at, y, yOffset, samples);
      System.arraycopy(x, xOffset, y, yOffset + samples, inputs);
      for (int frame = 1; frame < frames; frame++) {
        int from = xOffset + frame * inputs - samples;
        System.arraycopy(x, from, y, yOffset + frame * width, width);
      }
      System.arraycopy(x, xOffset + frames * inputs - samples, state, slice + at, samples);
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      int width = samples + inputs;
      for (int row = 0; row < rows.count; row++) {
        int from = xOffset + row * inputs;
        run(1, x, from, y, yOffset + row * width, rows.states[row], rows.slices[row], 0);
      }
    }
  }
}
