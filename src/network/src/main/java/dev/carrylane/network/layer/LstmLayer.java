package dev.carrylane.network.layer;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.LstmCell;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemv.Gemv;

/** Runs one layer of {@link Lstm}. A state holds h, then c. */
final class LstmLayer extends Layer {
  private final PackedWeights input;
  private final PackedWeights hidden;

  LstmLayer(Lstm layer, String prefix, String suffix, int inputs, LayerWeights weights) {
    super(inputs, layer.hidden(), 2L * layer.hidden());
    RecurrentWeights cell = RecurrentWeights.summed(layer, prefix, suffix, inputs, weights);
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
    private final float[] gates;
    private final float[] before;
    private final float[] cells;

    Runner(LstmLayer layer, Engine engine, int block, int at) {
      backend = engine.backend();
      gemm = Gemm.on(engine);
      gemv = Gemv.on(engine);
      input = layer.input;
      hidden = layer.hidden;
      units = layer.outputs;
      width = input.outputs();
      this.at = at;
      gates = Scratch.frames(block, width);
      before = Scratch.frames(block, units);
      cells = Scratch.frames(block, units);
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
      gemm.multiply(frames, x, xOffset, input.inputs(), input, gates, 0, width, Activation.NONE);
      int h = slice + at;
      int c = h + units;
      float[] last = state;
      int from = h;
      for (int frame = 0; frame < frames; frame++) {
        int gate = frame * width;
        int to = yOffset + frame * units;
        gemv.accumulate(last, from, hidden, gates, gate, Activation.NONE);
        LstmCell.update(backend, 1, units, gates, gate, width, state, c, units, y, to, units);
        last = y;
        from = to;
      }
      System.arraycopy(y, from, state, h, units);
      return frames;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      int count = rows.count;
      gemm.multiply(count, x, xOffset, input.inputs(), input, gates, 0, width, Activation.NONE);
      rows.gather(at, units, before);
      rows.gather(at + units, units, cells);
      gemm.accumulate(count, before, 0, units, hidden, gates, 0, width, Activation.NONE);
      LstmCell.update(backend, count, units, gates, 0, width, cells, 0, units, y, yOffset, units);
      rows.scatter(y, yOffset, at, units);
      rows.scatter(cells, 0, at + units, units);
    }
  }
}
