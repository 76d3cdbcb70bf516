package dev.carrylane.training;

import dev.carrylane.engine.Engine;

/** Trains {@link dev.carrylane.network.layer.WithinFrame}: the frames of a shard are sequences of another. */
final class WithinFrameTraining extends LayerTraining {
  private final LayerTraining inner;
  private final int positions;

  WithinFrameTraining(LayerTraining inner, int positions) {
    super(positions * inner.inputs, positions * inner.outputs, 0);
    this.inner = inner;
    this.positions = positions;
  }

  @Override
  void prepare(float[] weights) {
    super.prepare(weights);
    inner.prepare(weights);
  }

  @Override
  void finish(float[] gradient) {
    inner.finish(gradient);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(inner.newPass(engine, 0));
  }

  private final class Pass extends LayerPass {
    private final LayerPass pass;
    private final Shard within = new Shard();

    Pass(LayerPass pass) {
      this.pass = pass;
    }

    @Override
    void reserve(int rows, int sequences) {
      within.reserve(rows);
      pass.reserve(Math.multiplyExact(rows, positions), rows);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      within.sequences = shard.rows;
      within.rows = shard.rows * positions;
      within.firstRow = shard.firstRow * positions;
      within.training = shard.training;
      within.key = shard.key;
      for (int row = 0; row <= shard.rows; row++) {
        within.offsets[row] = row * positions;
      }
      pass.forward(within, x, y);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      pass.backward(within, x, y, dy, dx, gradient);
    }
  }
}
