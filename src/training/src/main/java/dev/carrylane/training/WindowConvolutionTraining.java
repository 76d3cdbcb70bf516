package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.network.layer.Padding;
import dev.carrylane.network.layer.WindowConvolution;
import java.util.Arrays;

/**
 * Trains {@link WindowConvolution}: the windows of all frames are the rows of one product, whose right operand is the kernel as it lies
 * tap by tap.
 */
final class WindowConvolutionTraining extends LayerTraining {
  private final Activation activation;
  private final int weight;
  private final int bias;

  /** Channels of an output position. */
  private final int width;

  /** Windows of a frame, the elements of one, and the distance from one to the next. */
  private final int windows;

  private final int depth;
  private final int step;

  /** Elements of a position, and positions of a frame and on both sides of it. */
  private final int channels;

  private final int positions;
  private final int left;
  private final int right;
  private final boolean reflects;

  WindowConvolutionTraining(
      WindowConvolution layer, String prefix, int inputs, ParameterSlices slices) {
    super(inputs, layer.outputs(inputs), 0);
    activation = layer.activation();
    weight = slices.tapMajor(prefix + "weight");
    bias = layer.bias() ? slices.at(prefix + "bias") : -1;
    width = layer.outputs();
    windows = outputs / width;
    channels = layer.channels();
    depth = layer.kernel() * channels;
    step = layer.stride() * channels;
    positions = inputs / channels;
    left = layer.padLeft();
    right = layer.padRight();
    reflects = layer.padding() == Padding.REFLECT;
  }

  @Override
  LayerPass newPass(Engine engine, int at) {
    return new Pass(this, engine);
  }

  private static final class Pass extends LayerPass {
    private final WindowConvolutionTraining layer;
    private final Engine engine;
    private final Gemm gemm;
    private final float[] padded;

    /** The windows of all frames side by side, and the derivatives by them. */
    private float[] apart = {};

    private float[] derivative = {};

    Pass(WindowConvolutionTraining layer, Engine engine) {
      this.layer = layer;
      this.engine = engine;
      gemm = Gemm.on(engine);
      padded = new float[(layer.left + layer.positions + layer.right) * layer.channels];
    }

    @Override
    void reserve(int rows, int sequences) {
      int all = Math.multiplyExact(rows, layer.windows);
      apart = Growing.frames(apart, all, layer.depth);
      derivative = Growing.frames(derivative, all, layer.depth);
    }

    @Override
    void forward(Shard shard, float[] x, float[] y) {
      int to = 0;
      for (int row = 0; row < shard.rows; row++) {
        pad(x, row * layer.inputs);
        for (int window = 0; window < layer.windows; window++) {
          System.arraycopy(padded, window * layer.step, apart, to, layer.depth);
          to += layer.depth;
        }
      }
      int all = shard.rows * layer.windows;
      int depth = layer.depth;
      int width = layer.width;
      float[] weights = layer.weights;
      if (layer.bias < 0) {
        Arrays.fill(y, 0, all * width, 0f);
      } else {
        Elements.fillRows(weights, layer.bias, y, all, width);
      }
      gemm.accumulate(
          Transpose.NONE,
          all,
          width,
          depth,
          apart,
          0,
          depth,
          weights,
          layer.weight,
          width,
          y,
          0,
          width);
      if (layer.activation != Activation.NONE) {
        Elementwise.apply(engine.backend(), layer.activation, y, 0, y, 0, all * width);
      }
    }

    private void pad(float[] x, int from) {
      int channels = layer.channels;
      System.arraycopy(x, from, padded, layer.left * channels, layer.inputs);
      if (layer.reflects) {
        for (int i = 1; i <= layer.left + layer.right; i++) {
          int source = from + mirrored(i) * channels;
          System.arraycopy(x, source, padded, beyond(i) * channels, channels);
        }
      } else {
        int end = layer.left * channels + layer.inputs;
        Arrays.fill(padded, 0, layer.left * channels, 0f);
        Arrays.fill(padded, end, padded.length, 0f);
      }
    }

    /** Of the added positions, the i-th from 1: first those to the left, from the frame outwards, then those to the right. */
    private int beyond(int i) {
      return i <= layer.left ? layer.left - i : layer.positions + i - 1;
    }

    /** The position of the frame that is mirrored there. */
    private int mirrored(int i) {
      return i <= layer.left ? i : layer.positions - 1 - (i - layer.left);
    }

    @Override
    void backward(Shard shard, float[] x, float[] y, float[] dy, float[] dx, float[] gradient) {
      int all = shard.rows * layer.windows;
      int depth = layer.depth;
      int width = layer.width;
      Elements.throughActivation(layer.activation, y, dy, all * width);
      if (layer.bias >= 0) {
        Elements.addRows(dy, all, width, gradient, layer.bias);
      }
      gemm.accumulate(
          Transpose.LEFT,
          depth,
          width,
          all,
          apart,
          0,
          depth,
          dy,
          0,
          width,
          gradient,
          layer.weight,
          width);
      if (dx == null) {
        return;
      }
      gemm.multiply(
          Transpose.RIGHT,
          all,
          depth,
          width,
          dy,
          0,
          width,
          layer.weights,
          layer.weight,
          width,
          derivative,
          0,
          depth);
      int from = 0;
      for (int row = 0; row < shard.rows; row++) {
        Arrays.fill(padded, 0f);
        for (int window = 0; window < layer.windows; window++) {
          Elements.add(derivative, from, padded, window * layer.step, depth);
          from += depth;
        }
        fold(dx, row * layer.inputs);
      }
    }

    /** What was mirrored counts where it came from. */
    private void fold(float[] dx, int to) {
      int channels = layer.channels;
      System.arraycopy(padded, layer.left * channels, dx, to, layer.inputs);
      for (int i = 1; layer.reflects && i <= layer.left + layer.right; i++) {
        Elements.add(padded, beyond(i) * channels, dx, to + mirrored(i) * channels, channels);
      }
    }
  }
}
