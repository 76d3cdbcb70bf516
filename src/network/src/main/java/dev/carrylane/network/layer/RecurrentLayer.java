package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemv.Gemv;

/** Runs one layer of {@link Recurrent}. A state holds h. */
final class RecurrentLayer extends Layer {
  private final JoinedWeights weights;
  private final Activation activation;

  RecurrentLayer(Recurrent layer, String prefix, String suffix, int inputs, LayerWeights weights) {
    super(inputs, layer.hidden(), layer.hidden());
    this.weights = JoinedWeights.of(layer, prefix, suffix, inputs, weights);
    activation = layer.activation();
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends LayerRunner {
    private final Gemm gemm;
    private final Gemv gemv;
    private final PackedWeights both;
    private final PackedWeights input;
    private final PackedWeights hidden;
    private final Activation activation;
    private final int units;
    private final int at;
    private final JoinedFrames joined;

    Runner(RecurrentLayer layer, Engine engine, int block, int at) {
      gemm = Gemm.on(engine);
      gemv = Gemv.on(engine);
      both = layer.weights.both();
      input = layer.weights.input();
      hidden = layer.weights.hidden();
      activation = layer.activation;
      units = layer.outputs;
      this.at = at;
      joined = new JoinedFrames(block, layer.inputs, units);
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
      if (frames == 1) {
        joined.put(x, xOffset, state, slice + at);
        gemv.multiply(joined.values, 0, both, y, yOffset, activation);
        System.arraycopy(y, yOffset, state, slice + at, units);
        return 1;
      }
      gemm.multiply(frames, x, xOffset, input.inputs(), input, y, yOffset, units, Activation.NONE);
      gemv.accumulate(state, slice + at, hidden, y, yOffset, activation);
      int row = yOffset;
      for (int frame = 1; frame < frames; frame++) {
        gemv.accumulate(y, row, hidden, y, row + units, activation);
        row += units;
      }
      System.arraycopy(y, row, state, slice + at, units);
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      joined.put(rows, x, xOffset, at);
      gemm.multiply(
          rows.count, joined.values, 0, joined.width, both, y, yOffset, units, activation);
      rows.scatter(y, yOffset, at, units);
    }
  }
}
