package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;

/** Runs {@link Beside}: what the layers take and give is copied, since their frames are dense. */
final class BesideLayer extends Layer {
  private final Layer layers;
  private final int passed;

  BesideLayer(Layer layers, int passed) {
    super(layers.inputs + passed, layers.outputs + passed, layers.memory);
    this.layers = layers;
    this.passed = passed;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, layers.newRunner(engine, block, at), block);
  }

  private static final class Runner extends LayerRunner {
    private final LayerRunner layers;
    private final int passed;
    private final int taken;
    private final int given;
    private final float[] in;
    private final float[] out;

    Runner(BesideLayer layer, LayerRunner layers, int block) {
      this.layers = layers;
      passed = layer.passed;
      taken = layer.layers.inputs;
      given = layer.layers.outputs;
      in = Scratch.frames(block, taken);
      out = Scratch.frames(block, given);
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
      split(frames, x, xOffset, y, yOffset);
      layers.run(frames, in, 0, out, 0, state, slice, position);
      join(frames, y, yOffset);
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      split(rows.count, x, xOffset, y, yOffset);
      layers.step(rows, in, 0, out, 0);
      join(rows.count, y, yOffset);
    }

    @Override
    void check(int frames, float[] x, int xOffset, int stride) {
      layers.check(frames, x, xOffset, stride);
    }

    private void split(int frames, float[] x, int xOffset, float[] y, int yOffset) {
      for (int frame = 0; frame < frames; frame++) {
        int from = xOffset + frame * (taken + passed);
        int to = yOffset + frame * (given + passed) + given;
        System.arraycopy(x, from, in, frame * taken, taken);
        System.arraycopy(x, from + taken, y, to, passed);
      }
    }

    private void join(int frames, float[] y, int yOffset) {
      for (int frame = 0; frame < frames; frame++) {
        System.arraycopy(out, frame * given, y, yOffset + frame * (given + passed), given);
      }
    }
  }
}
