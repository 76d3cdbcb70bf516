package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import java.util.Arrays;

/** Runs {@link WithinFrame}: each frame is a sequence from its start. */
final class WithinFrameLayer extends Layer {
  private final Layer layers;
  private final int positions;

  WithinFrameLayer(Layer layers, int positions) {
    super(positions * layers.inputs, positions * layers.outputs, 0);
    this.layers = layers;
    this.positions = positions;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, layers.newRunner(engine, positions, 0));
  }

  private static final class Runner extends FrameRunner {
    private final LayerRunner layers;
    private final int inputs;
    private final int outputs;
    private final int channels;
    private final int positions;

    /** Of the frame at hand. */
    private final float[] state;

    Runner(WithinFrameLayer layer, LayerRunner layers) {
      this.layers = layers;
      inputs = layer.inputs;
      outputs = layer.outputs;
      channels = layer.layers.inputs;
      positions = layer.positions;
      state = new float[layer.layers.memory];
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      for (int frame = 0; frame < count; frame++) {
        Arrays.fill(state, 0f);
        layers.run(
            positions, x, xOffset + frame * inputs, y, yOffset + frame * outputs, state, 0, 0);
      }
    }

    @Override
    void check(int frames, float[] x, int xOffset, int stride) {
      for (int frame = 0; frame < frames; frame++) {
        layers.check(positions, x, xOffset + frame * stride, channels);
      }
    }
  }
}
