package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.layer.Overlap;
import java.util.Arrays;

/** Trains {@link Overlap}: nothing but copies, whose derivatives are added where a sample was copied twice. */
final class OverlapTraining extends LayerTraining {
  private final int samples;

  OverlapTraining(Overlap layer, int inputs) {
    super(inputs, layer.outputs(inputs), layer.samples());
    samples = layer.samples();
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(at);
  }

  private final class Pass extends LayerPass {
    private final int at;

    Pass(int at) {
      this.at = at;
    }

    @Override
    void reserve(int rows, int sequences) {}

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      for (int s = 0; s < shard.sequences; s++) {
        int first = shard.offsets[s];
        int end = shard.offsets[s + 1];
        if (first == end) {
          continue;
        }
        if (shard.states == null) {
          Arrays.fill(y, first * outputs, first * outputs + samples, 0f);
        } else {
          int state = shard.slice(s, at);
          System.arraycopy(shard.states, state, y, first * outputs, samples);
          System.arraycopy(x, end * inputs - samples, shard.states, state, samples);
        }
        System.arraycopy(x, first * inputs, y, first * outputs + samples, inputs);
        for (int row = first + 1; row < end; row++) {
          System.arraycopy(x, row * inputs - samples, y, row * outputs, outputs);
        }
      }
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      if (dx == null) {
        return;
      }
      for (int s = 0; s < shard.sequences; s++) {
        int end = shard.offsets[s + 1];
        for (int row = shard.offsets[s]; row < end; row++) {
          System.arraycopy(dy, row * outputs + samples, dx, row * inputs, inputs);
          if (row + 1 < end) {
            Elements.add(dy, (row + 1) * outputs, dx, (row + 1) * inputs - samples, samples);
          }
        }
      }
    }
  }
}
