package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.network.layer.FlattenedLinear;

/**
 * Trains {@link FlattenedLinear}: the frames of a sequence, side by side, are one row of a product. Results have a row for each sequence.
 */
final class FlattenedLinearTraining extends LayerTraining {
  private final int frames;
  private final int weight;
  private final int bias;

  FlattenedLinearTraining(
      FlattenedLinear layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.outputs(), layer.stateSize(inputs));
    frames = layer.frames();
    weight = slices.at(prefix + "weight");
    bias = layer.bias() ? slices.at(prefix + "bias") : -1;
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine);
  }

  private static final class Pass extends LayerPass {
    private final FlattenedLinearTraining layer;
    private final Gemm gemm;

    Pass(FlattenedLinearTraining layer, Engine engine) {
      this.layer = layer;
      gemm = Gemm.on(engine);
    }

    @Override
    void reserve(int rows, int sequences) {}

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      if (shard.states != null) {
        throw Refusals.segments();
      }
      for (int s = 0; s < shard.sequences; s++) {
        if (shard.steps(s) != layer.frames) {
          throw Refusals.length(shard.steps(s), layer.frames);
        }
      }
      int rows = shard.sequences;
      int length = layer.memory;
      int out = layer.outputs;
      float[] weights = layer.weights;
      if (layer.bias < 0) {
        gemm.multiply(
            Transpose.RIGHT,
            rows,
            out,
            length,
            x,
            0,
            length,
            weights,
            layer.weight,
            length,
            y,
            0,
            out);
      } else {
        Elements.fillRows(weights, layer.bias, y, rows, out);
        gemm.accumulate(
            Transpose.RIGHT,
            rows,
            out,
            length,
            x,
            0,
            length,
            weights,
            layer.weight,
            length,
            y,
            0,
            out);
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int rows = shard.sequences;
      int length = layer.memory;
      int out = layer.outputs;
      gemm.accumulate(
          Transpose.LEFT,
          out,
          length,
          rows,
          dy,
          0,
          out,
          x,
          0,
          length,
          gradient,
          layer.weight,
          length);
      if (layer.bias >= 0) {
        Elements.addRows(dy, rows, out, gradient, layer.bias);
      }
      if (dx != null) {
        gemm.multiply(
            Transpose.NONE,
            rows,
            length,
            out,
            dy,
            0,
            out,
            layer.weights,
            layer.weight,
            length,
            dx,
            0,
            length);
      }
    }
  }

  private static final class Refusals {
    private Refusals() {}

    static IllegalArgumentException length(int frames, int wanted) {
      return new IllegalArgumentException(
          "a sequence has %d frames; the model's flattened-linear layer takes sequences of %d"
              .formatted(frames, wanted));
    }

    static IllegalArgumentException segments() {
      return new IllegalArgumentException(
          "a model with a flattened-linear layer can't be trained in segments: it takes whole sequences");
    }
  }
}
