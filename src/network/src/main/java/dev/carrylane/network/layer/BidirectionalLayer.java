package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import java.util.Arrays;

/** Runs one layer of {@link Bidirectional} over a whole sequence. */
final class BidirectionalLayer extends Layer {
  private final Layer forward;
  private final Layer reverse;

  BidirectionalLayer(Layer forward, Layer reverse) {
    super(forward.inputs, 2 * forward.outputs, 0);
    this.forward = forward;
    this.reverse = reverse;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block);
  }

  private static final class Runner extends LayerRunner {
    private final LayerRunner forward;
    private final LayerRunner reverse;
    private final int inputs;
    private final int units;
    private final float[] state;
    private final float[] backwards;
    private final float[] results;

    Runner(BidirectionalLayer layer, Engine engine, int block) {
      forward = layer.forward.newRunner(engine, block, 0);
      reverse = layer.reverse.newRunner(engine, block, 0);
      inputs = layer.inputs;
      units = layer.forward.outputs;
      state = new float[layer.forward.memory];
      backwards = Scratch.frames(block, inputs);
      results = Scratch.frames(block, units);
    }

    @Override
    int run(
        int frames,
        float[] x,
        int xOffset,
        float[] y,
        int yOffset,
        float[] unused,
        int slice,
        long position) {
      Arrays.fill(state, 0);
      forward.run(frames, x, xOffset, results, 0, state, 0, 0);
      for (int frame = 0; frame < frames; frame++) {
        System.arraycopy(results, frame * units, y, yOffset + 2 * frame * units, units);
        int mirrored = frames - 1 - frame;
        System.arraycopy(x, xOffset + frame * inputs, backwards, mirrored * inputs, inputs);
      }
      Arrays.fill(state, 0);
      reverse.run(frames, backwards, 0, results, 0, state, 0, 0);
      for (int frame = 0; frame < frames; frame++) {
        int mirrored = frames - 1 - frame;
        int to = yOffset + (2 * frame + 1) * units;
        System.arraycopy(results, mirrored * units, y, to, units);
      }
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      throw Refusals.step();
    }
  }

  private static final class Refusals {
    private Refusals() {}

    static IllegalStateException step() {
      return new IllegalStateException("a bidirectional layer takes whole sequences only");
    }
  }
}
