package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.Dropout;

/**
 * Trains {@link Dropout}: an element is kept with probability 1 − p and divided by that; p is rounded to a multiple of 2⁻¹⁶.
 * Whether it is follows from the run's seed, the step, the layer and the element's place in the batch, and from nothing else.
 */
final class DropoutTraining extends LayerTraining {
  private static final int LEVELS = 1 << 16;

  private final int stream;

  /** Of 16 random bits, those below drop an element. */
  private final int dropped;

  private final float scale;

  DropoutTraining(Dropout layer, int inputs, ParameterSlices slices) {
    super(inputs, inputs, 0);
    stream = slices.nextStream();
    dropped = (int) Math.min(LEVELS - 1, Math.round(layer.probability() * LEVELS));
    scale = (float) LEVELS / (LEVELS - dropped);
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass();
  }

  private final class Pass extends LayerPass {
    /** 0, or what a kept element is multiplied by. */
    private float[] factors = {};

    @Override
    void reserve(int rows, int sequences) {
      factors = Growing.frames(factors, rows + 4, inputs);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int length = shard.rows * inputs;
      if (!shard.training || dropped == 0) {
        System.arraycopy(x, 0, y, 0, length);
        return;
      }
      draw(Random.key(shard.key, stream), shard.firstRow * inputs, length, dropped, scale, factors);
      multiply(x, factors, y, length);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      if (dx == null) {
        return;
      }
      int length = shard.rows * inputs;
      if (!shard.training || dropped == 0) {
        System.arraycopy(dy, 0, dx, 0, length);
      } else {
        multiply(dy, factors, dx, length);
      }
    }
  }

  /** Element i of a batch has bits 16·(i mod 4) and up of value i / 4. */
  private static void draw(
      long key, long first, int length, int dropped, float scale, float[] factors) {
    long word = first >>> 2;
    int at = -(int) (first & 3);
    while (at < 0) {
      long bits = Random.bits(key, word++);
      for (int i = 0; i < 4; i++, at++) {
        if (at >= 0) {
          factors[at] = (int) (bits >>> 16 * i & LEVELS - 1) < dropped ? 0 : scale;
        }
      }
    }
    // Written past the end, up to three, for which there is room.
    for (; at < length; at += 4) {
      long bits = Random.bits(key, word++);
      factors[at] = (int) (bits & LEVELS - 1) < dropped ? 0 : scale;
      factors[at + 1] = (int) (bits >>> 16 & LEVELS - 1) < dropped ? 0 : scale;
      factors[at + 2] = (int) (bits >>> 32 & LEVELS - 1) < dropped ? 0 : scale;
      factors[at + 3] = (int) (bits >>> 48) < dropped ? 0 : scale;
    }
  }

  private static void multiply(float[] x, float[] factors, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = x[i] * factors[i];
    }
  }
}
