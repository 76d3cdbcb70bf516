package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemv.Gemv;

/** Runs {@link FlattenedLinear}: a state holds the frames of the sequence side by side. */
final class FlattenedLinearLayer extends Layer {
  private final PackedWeights weights;
  private final int length;

  FlattenedLinearLayer(FlattenedLinear linear, String prefix, int inputs, LayerWeights weights) {
    super(inputs, linear.outputs(), linear.stateSize(inputs));
    length = linear.frames();
    this.weights = weights.matrix(prefix, outputs, memory, linear.bias());
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, Gemv.on(engine), at);
  }

  private static final class Runner extends LayerRunner {
    private final Gemv gemv;
    private final PackedWeights weights;
    private final int length;
    private final int channels;
    private final int at;

    Runner(FlattenedLinearLayer layer, Gemv gemv, int at) {
      this.gemv = gemv;
      weights = layer.weights;
      length = layer.length;
      channels = layer.inputs;
      this.at = at;
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
      int first = slice + at;
      System.arraycopy(x, xOffset, state, first + (int) position * channels, frames * channels);
      if (position + frames < length) {
        return 0;
      }
      gemv.multiply(state, first, weights, y, yOffset, Activation.NONE);
      return 1;
    }

    @Override
    void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset) {
      for (int row = 0; row < rows.count; row++) {
        int from = xOffset + row * channels;
        int to = yOffset + row * weights.outputs();
        run(1, x, from, y, to, rows.states[row], rows.slices[row], rows.positions[row]);
      }
    }
  }
}
