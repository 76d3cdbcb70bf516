package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import java.util.List;

/** Runs {@link Sequential}: layers one after the other. */
final class SequentialLayer extends Layer {
  private final Layer[] layers;

  SequentialLayer(int inputs, List<Layer> layers) {
    super(inputs, layers.isEmpty() ? inputs : layers.getLast().outputs, memory(layers));
    this.layers = layers.toArray(new Layer[0]);
  }

  /** A single layer stands for itself. */
  static Layer of(int inputs, List<Layer> layers) {
    return layers.size() == 1 ? layers.get(0) : new SequentialLayer(inputs, layers);
  }

  private static long memory(List<Layer> layers) {
    long memory = 0;
    for (Layer layer : layers) {
      memory += layer.memory;
    }
    return memory;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return layers.length == 0 ? new Copy(inputs) : new Runner(layers, engine, block, at);
  }

  private static final class Copy extends FrameRunner {
    private final int channels;

    Copy(int channels) {
      this.channels = channels;
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      System.arraycopy(x, xOffset, y, yOffset, count * channels);
    }
  }

  /** The frames between the layers lie in two buffers in turn: a layer never writes where it reads. */
  private static final class Runner extends LayerRunner {
    private final LayerRunner[] runners;
    private final float[][] between;

    Runner(Layer[] layers, Engine engine, int block, int at) {
      runners = new LayerRunner[layers.length];
      int widest = 0;
      int offset = at;
      for (int i = 0; i < layers.length; i++) {
        runners[i] = layers[i].newRunner(engine, block, offset);
        offset += layers[i].memory;
        widest = i < layers.length - 1 ? Math.max(widest, layers[i].outputs) : widest;
      }
      between = new float[Math.min(2, layers.length - 1)][];
      for (int i = 0; i < between.length; i++) {
        between[i] = Scratch.frames(block, widest);
      }
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
      float[] from = x;
      int fromOffset = xOffset;
      int last = runners.length - 1;
      for (int i = 0; i < last; i++) {
        float[] to = between[i & 1];
        runners[i].run(frames, from, fromOffset, to, 0, state, slice, position);
        from = to;
        fromOffset = 0;
      }
      return runners[last].run(frames, from, fromOffset, y, yOffset, state, slice, position);
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      float[] from = x;
      int fromOffset = xOffset;
      int last = runners.length - 1;
      for (int i = 0; i < last; i++) {
        float[] to = between[i & 1];
        runners[i].step(rows, from, fromOffset, to, 0);
        from = to;
        fromOffset = 0;
      }
      runners[last].step(rows, from, fromOffset, y, yOffset);
    }

    @Override
    void check(int frames, float[] x, int xOffset, int stride) {
      runners[0].check(frames, x, xOffset, stride);
    }
  }
}
