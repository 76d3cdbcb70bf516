package dev.carrylane.network.layer;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import java.util.Arrays;

/**
 * Runs {@link WindowConvolution}: one product over all windows. They lie in the padded frame, one stride after the other, and
 * are read in place unless they overlap, which rows of a product can't. An element of the result is the chain from the bias over taps, oldest first, and in each over channels.
 */
final class WindowConvolutionLayer extends Layer {
  private final WindowConvolution shape;
  private final PackedWeights weights;

  WindowConvolutionLayer(WindowConvolution layer, String prefix, int inputs, LayerWeights weights) {
    super(inputs, layer.outputs(inputs), 0);
    shape = layer;
    float[] weight =
        weights.take(prefix + "weight", layer.outputs(), layer.channels(), layer.kernel());
    float[] bias = layer.bias() ? weights.take(prefix + "bias", layer.outputs()) : null;
    int depth = layer.channels() * layer.kernel();
    this.weights = weights.pack(layer.outputs(), depth, byTaps(weight, layer), bias);
  }

  /** PyTorch has the taps of a channel side by side, a window the channels of a tap. */
  private static float[] byTaps(float[] weight, WindowConvolution layer) {
    int channels = layer.channels();
    int kernel = layer.kernel();
    float[] byTaps = new float[weight.length];
    for (int row = 0; row < weight.length; row += channels * kernel) {
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < kernel; tap++) {
          byTaps[row + tap * channels + channel] = weight[row + channel * kernel + tap];
        }
      }
    }
    return byTaps;
  }

  @Override
  LayerRunner newRunner(Engine engine, int block, int at) {
    return new Runner(this, engine);
  }

  private static final class Runner extends FrameRunner {
    private final Gemm gemm;
    private final PackedWeights weights;
    private final Activation activation;
    private final int inputs;
    private final int outputs;
    private final int channels;
    private final int positions;
    private final int windows;
    private final int step;
    private final int left;
    private final int right;
    private final boolean reflect;
    private final float[] padded;

    /** Windows that overlap, side by side; null where none do. */
    private final float[] apart;

    Runner(WindowConvolutionLayer layer, Engine engine) {
      WindowConvolution shape = layer.shape;
      gemm = Gemm.on(engine);
      weights = layer.weights;
      activation = shape.activation();
      inputs = layer.inputs;
      outputs = layer.outputs;
      channels = shape.channels();
      positions = shape.positions(inputs);
      windows = shape.windows(inputs);
      step = shape.stride() * channels;
      left = shape.padLeft();
      right = shape.padRight();
      reflect = shape.padding() == Padding.REFLECT;
      padded = left + right == 0 ? null : new float[(left + positions + right) * channels];
      boolean overlapping = windows > 1 && step < weights.inputs();
      apart = overlapping ? Scratch.frames(windows, weights.inputs()) : null;
    }

    @Override
    void frames(int count, float[] x, int xOffset, float[] y, int yOffset) {
      for (int frame = 0; frame < count; frame++) {
        int from = xOffset + frame * inputs;
        int to = yOffset + frame * outputs;
        if (padded == null) {
          multiply(x, from, y, to);
        } else {
          pad(x, from);
          multiply(padded, 0, y, to);
        }
      }
    }

    private void multiply(float[] x, int xOffset, float[] y, int yOffset) {
      if (apart == null) {
        product(x, xOffset, Math.max(step, weights.inputs()), y, yOffset);
        return;
      }
      int width = weights.inputs();
      for (int window = 0; window < windows; window++) {
        System.arraycopy(x, xOffset + window * step, apart, window * width, width);
      }
      product(apart, 0, width, y, yOffset);
    }

    private void product(float[] a, int from, int stride, float[] y, int yOffset) {
      gemm.multiply(windows, a, from, stride, weights, y, yOffset, weights.outputs(), activation);
    }

    private void pad(float[] x, int from) {
      System.arraycopy(x, from, padded, left * channels, inputs);
      if (!reflect) {
        Arrays.fill(padded, 0, left * channels, 0f);
        Arrays.fill(padded, (left + positions) * channels, padded.length, 0f);
        return;
      }
      for (int i = 1; i <= left; i++) {
        copy(x, from + i * channels, left - i);
      }
      for (int i = 1; i <= right; i++) {
        copy(x, from + (positions - 1 - i) * channels, left + positions - 1 + i);
      }
    }

    private void copy(float[] x, int from, int position) {
      System.arraycopy(x, from, padded, position * channels, channels);
    }
  }
}
