package dev.carrylane.training;

import dev.carrylane.engine.Engine;

/** Trains {@link dev.carrylane.network.layer.Beside}. */
final class BesideTraining extends LayerTraining {
  private final LayerTraining inner;
  private final int passed;

  BesideTraining(LayerTraining inner, int passed) {
    super(inner.inputs + passed, inner.outputs + passed, inner.memory);
    this.inner = inner;
    this.passed = passed;
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
    return new Pass(inner.newPass(engine, at));
  }

  private final class Pass extends LayerPass {
    private final LayerPass pass;
    private float[] in = {};
    private float[] out = {};
    private float[] inDerivative = {};
    private float[] outDerivative = {};

    Pass(LayerPass pass) {
      this.pass = pass;
    }

    @Override
    void reserve(int rows, int sequences) {
      pass.reserve(rows, sequences);
      in = Growing.frames(in, rows, inner.inputs);
      out = Growing.frames(out, rows, inner.outputs);
      inDerivative = Growing.frames(inDerivative, rows, inner.inputs);
      outDerivative = Growing.frames(outDerivative, rows, inner.outputs);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int rows = shard.rows;
      copy(rows, x, 0, inputs, in, 0, inner.inputs, inner.inputs);
      pass.forward(shard, in, out);
      copy(rows, out, 0, inner.outputs, y, 0, outputs, inner.outputs);
      copy(rows, x, inner.inputs, inputs, y, inner.outputs, outputs, passed);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int rows = shard.rows;
      copy(rows, dy, 0, outputs, outDerivative, 0, inner.outputs, inner.outputs);
      pass.backward(shard, in, out, outDerivative, dx == null ? null : inDerivative, gradient);
      if (dx != null) {
        copy(rows, inDerivative, 0, inner.inputs, dx, 0, inputs, inner.inputs);
        copy(rows, dy, inner.outputs, outputs, dx, inner.inputs, inputs, passed);
      }
    }
  }

  /** Copies some channels of every frame. */
  private static void copy(
      int rows,
      float[] from,
      int fromOffset,
      int fromStride,
      float[] to,
      int toOffset,
      int toStride,
      int channels) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          from, fromOffset + row * fromStride, to, toOffset + row * toStride, channels);
    }
  }
}
