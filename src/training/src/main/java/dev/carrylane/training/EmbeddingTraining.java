package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.Embedding;
import java.util.Arrays;

/** Trains {@link Embedding}. Frames of the same token add up in their order; by a token itself there is no derivative. */
final class EmbeddingTraining extends LayerTraining {
  private final int table;
  private final int vocabulary;

  EmbeddingTraining(Embedding layer, String prefix, ParameterSlices slices) {
    super(1, layer.width(), 0);
    table = slices.at(prefix + "weight");
    vocabulary = layer.vocabulary();
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this);
  }

  private static final class Pass extends LayerPass {
    private final EmbeddingTraining layer;

    Pass(EmbeddingTraining layer) {
      this.layer = layer;
    }

    @Override
    void reserve(int rows, int sequences) {}

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int width = layer.outputs;
      for (int row = 0; row < shard.rows; row++) {
        float token = x[row];
        if (!(token >= 0 && token < layer.vocabulary && token == (int) token)) {
          throw Refusals.token(token, layer.vocabulary);
        }
        System.arraycopy(layer.weights, layer.table + (int) token * width, y, row * width, width);
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int width = layer.outputs;
      for (int row = 0; row < shard.rows; row++) {
        Elements.addRow(dy, row * width, width, gradient, layer.table + (int) x[row] * width);
      }
      if (dx != null) {
        Arrays.fill(dx, 0, shard.rows, 0);
      }
    }
  }

  private static final class Refusals {
    private Refusals() {}

    static IllegalArgumentException token(float token, int vocabulary) {
      return new IllegalArgumentException(
          "a frame is %s; tokens are whole numbers from 0 to %d".formatted(token, vocabulary - 1));
    }
  }
}
