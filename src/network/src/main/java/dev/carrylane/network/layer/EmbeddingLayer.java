package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;

/** Runs {@link Embedding}. */
final class EmbeddingLayer extends Layer {
  private final float[] table;

  EmbeddingLayer(Embedding layer, String prefix, LayerWeights weights) {
    super(1, layer.width(), 0);
    table = weights.kept(weights.take(prefix + "weight", layer.vocabulary(), layer.width()));
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(table, outputs);
  }

  private static final class Runner extends FrameRunner {
    private final float[] table;
    private final int width;
    private final int vocabulary;

    Runner(float[] table, int width) {
      this.table = table;
      this.width = width;
      vocabulary = table.length / width;
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      check(count, x, xOffset, 1);
      for (int frame = 0; frame < count; frame++) {
        int row = (int) x[xOffset + frame];
        System.arraycopy(table, row * width, y, yOffset + frame * width, width);
      }
    }

    @Override
    void check(int frames, float[] x, int xOffset, int stride) {
      for (int frame = 0; frame < frames; frame++) {
        float token = x[xOffset + frame * stride];
        if (!(token >= 0 && token < vocabulary && token == (int) token)) {
          throw Refusals.token(frame, token, vocabulary);
        }
      }
    }
  }

  private static final class Refusals {
    private Refusals() {}

    static IllegalArgumentException token(int frame, float token, int vocabulary) {
      return new IllegalArgumentException(
          "frame %d is %s; tokens are whole numbers from 0 to %d"
              .formatted(frame, token, vocabulary - 1));
    }
  }
}
