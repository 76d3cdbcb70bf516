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
  private final JoinedWeights weights;

  LstmLayer(Lstm layer, String prefix, String suffix, int inputs, LayerWeights weights) {
    super(inputs, layer.hidden(), 2L * layer.hidden());
    this.weights = JoinedWeights.of(layer, prefix, suffix, inputs, weights);
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine, block, at);
  }

  private static final class Runner extends LayerRunner {
    private final Backend backend;
    private final Gemm gemm;
    private final Gemv gemv;
    private final PackedWeights both;
    private final PackedWeights input;
    private final PackedWeights hidden;
    private final int units;
    private final int width;
    private final int at;
    private final float[] gates;
    private final JoinedFrames joined;
    private final float[] cells;

    Runner(LstmLayer layer, Engine engine, int block, int at) {
      backend = engine.backend();
      gemm = Gemm.on(engine);
      gemv = Gemv.on(engine);
      both = layer.weights.both();
      input = layer.weights.input();
      hidden = layer.weights.hidden();
      units = layer.outputs;
      width = both.outputs();
      this.at = at;
      gates = Scratch.frames(block, width);
      joined = new JoinedFrames(block, layer.inputs, units);
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
      int h = slice + at;
      int c = h + units;
      if (frames == 1) {
        joined.put(x, xOffset, state, h);
        gemv.multiply(joined.values, 0, both, gates, 0, Activation.NONE);
        LstmCell.update(backend, 1, units, gates, 0, width, state, c, units, y, yOffset, units);
        System.arraycopy(y, yOffset, state, h, units);
        return 1;
      }
      gemm.multiply(frames, x, xOffset, input.inputs(), input, gates, 0, width, Activation.NONE);
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
      joined.put(rows, x, xOffset, at);
      rows.gather(at + units, units, cells);
      gemm.multiply(count, joined.values, 0, joined.width, both, gates, 0, width, Activation.NONE);
      LstmCell.update(backend, count, units, gates, 0, width, cells, 0, units, y, yOffset, units);
      rows.scatter(y, yOffset, at, units);
      rows.scatter(cells, 0, at + units, units);
    }
  }
}
