package dev.carrylane.network.layer;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.GruCell;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemv.Gemv;

/** Runs one layer of {@link Gru}. A state holds h. */
final class GruLayer extends Layer {
  private final PackedWeights input;
  private final PackedWeights hidden;

  GruLayer(Gru layer, String prefix, String suffix, int inputs, LayerWeights weights) {
    super(inputs, layer.hidden(), layer.hidden());
    RecurrentWeights cell = RecurrentWeights.of(layer, prefix, suffix, inputs, weights);
    input = cell.input();
    hidden = cell.hidden();
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends LayerRunner {
    private final Backend backend;
    private final Gemm gemm;
    private final Gemv gemv;
    private final PackedWeights input;
    private final PackedWeights hidden;
    private final int units;
    private final int width;
    private final int at;
    private final float[] inputGates;
    private final float[] hiddenGates;
    private final float[] before;

    Runner(GruLayer layer, Engine engine, int block, int at) {
      backend = engine.backend();
      gemm = Gemm.on(engine);
      gemv = Gemv.on(engine);
      input = layer.input;
      hidden = layer.hidden;
      units = layer.outputs;
      width = input.outputs();
      this.at = at;
      inputGates = Scratch.frames(block, width);
      hiddenGates = Scratch.frames(block, width);
      before = Scratch.frames(block, units);
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
      gemm.multiply(
          frames, x, xOffset, input.inputs(), input, inputGates, 0, width, Activation.NONE);
      float[] last = state;
      int from = slice + at;
      for (int frame = 0; frame < frames; frame++) {
        int to = yOffset + frame * units;
        gemv.multiply(last, from, hidden, hiddenGates, 0, Activation.NONE);
        update(1, frame * width, last, from, y, to);
        last = y;
        from = to;
      }
      System.arraycopy(y, from, state, slice + at, units);
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      int count = rows.count;
      gemm.multiply(
          count, x, xOffset, input.inputs(), input, inputGates, 0, width, Activation.NONE);
      rows.gather(at, units, before);
      gemm.multiply(count, before, 0, units, hidden, hiddenGates, 0, width, Activation.NONE);
      update(count, 0, before, 0, y, yOffset);
      rows.scatter(y, yOffset, at, units);
    }

    private void update(int streams, int gate, float[] last, int from, float[] y, int to) {
      GruCell.update(
          backend,
          streams,
          units,
          inputGates,
          gate,
          width,
          hiddenGates,
          0,
          width,
          last,
          from,
          units,
          y,
          to,
          units);
    }
  }
}
