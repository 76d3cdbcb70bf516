package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import java.util.List;

/** Trains layers one after the other. */
final class SequentialTraining extends LayerTraining {
  /** An array, since going through a list makes an object in every step. */
  private final LayerTraining[] layers;

  private final int widest;

  private SequentialTraining(int inputs, int outputs, long memory, List<LayerTraining> layers) {
    super(inputs, outputs, memory);
    this.layers = layers.toArray(LayerTraining[]::new);
    int most = 0;
    for (LayerTraining layer : layers) {
      most = Math.max(most, layer.outputs);
    }
    widest = most;
  }

  static LayerTraining of(int inputs, List<LayerTraining> layers) {
    if (layers.size() == 1) {
      return layers.getFirst();
    }
    int width = inputs;
    long memory = 0;
    for (LayerTraining layer : layers) {
      width = layer.outputs;
      memory += layer.memory;
    }
    return new SequentialTraining(inputs, width, memory, layers);
  }

  @Override
  void prepare(float[] weights) {
    super.prepare(weights);
    for (LayerTraining layer : layers) {
      layer.prepare(weights);
    }
  }

  @Override
  void finish(float[] gradient) {
    for (LayerTraining layer : layers) {
      layer.finish(gradient);
    }
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine, at);
  }

  private static final class Pass extends LayerPass {
    private final SequentialTraining sequence;
    private final LayerPass[] passes;

    /** Between layers: what layer i gives out, for all but the last. */
    private final float[][] between;

    /** The derivatives by two of those. */
    private float[] derivative = {};

    private float[] nextDerivative = {};

    Pass(SequentialTraining sequence, Engine engine, int at) {
      this.sequence = sequence;
      int count = sequence.layers.length;
      passes = new LayerPass[count];
      between = new float[Math.max(0, count - 1)][0];
      int slice = at;
      for (int i = 0; i < count; i++) {
        LayerTraining layer = sequence.layers[i];
        passes[i] = layer.newPass(engine, slice);
        slice += layer.memory;
      }
    }

    @Override
    void reserve(int rows, int sequences) {
      for (int i = 0; i < passes.length; i++) {
        passes[i].reserve(rows, sequences);
        if (i < between.length) {
          between[i] = Growing.frames(between[i], rows, sequence.layers[i].outputs);
        }
      }
      derivative = Growing.frames(derivative, rows, sequence.widest);
      nextDerivative = Growing.frames(nextDerivative, rows, sequence.widest);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      if (passes.length == 0) {
        System.arraycopy(x, 0, y, 0, shard.rows * sequence.inputs);
        return;
      }
      float[] in = x;
      for (int i = 0; i < passes.length; i++) {
        float[] out = i < between.length ? between[i] : y;
        passes[i].forward(shard, in, out);
        in = out;
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      if (passes.length == 0) {
        if (dx != null) {
          System.arraycopy(dy, 0, dx, 0, shard.rows * sequence.inputs);
        }
        return;
      }
      float[] out = y;
      float[] from = dy;
      for (int i = passes.length - 1; i >= 0; i--) {
        float[] in = i == 0 ? x : between[i - 1];
        float[] to = i == 0 ? dx : from == derivative ? nextDerivative : derivative;
        passes[i].backward(shard, in, out, from, to, gradient);
        out = in;
        from = to;
      }
    }
  }
}
