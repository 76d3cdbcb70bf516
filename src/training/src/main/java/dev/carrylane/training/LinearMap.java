package dev.carrylane.training;

import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;
import java.util.Arrays;

/** W·x + b of every frame, one of the maps that a layer begins with, and the way back. */
final class LinearMap {
  private final int inputs;
  private final int outputs;

  /** Where the first row of W lies, and how far the next one. */
  private final int weight;

  private final int stride;

  /** Where the first element of b lies, and how far the next one; −1 where there is no bias. */
  private final int bias;

  private final int biasStride;

  private LinearMap(int inputs, int outputs, int weight, int stride, int bias, int biasStride) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weight = weight;
    this.stride = stride;
    this.bias = bias;
    this.biasStride = biasStride;
  }

  /** The map whose tensors are {@code weight} and, where there is one, {@code bias} behind a prefix. */
  static LinearMap of(
      String prefix, int inputs, int outputs, boolean bias, ParameterSlices slices) {
    int weight = slices.at(prefix + "weight");
    return new LinearMap(
        inputs, outputs, weight, inputs, bias ? slices.at(prefix + "bias") : -1, 1);
  }

  /** The map of a tensor alone. */
  static LinearMap withoutBias(String tensor, int inputs, int outputs, ParameterSlices slices) {
    return new LinearMap(inputs, outputs, slices.at(tensor), inputs, -1, 1);
  }

  /** The map that has every so manieth output of one with as many times the outputs, from a first one on. */
  static LinearMap every(
      int step, int first, String prefix, int inputs, int outputs, ParameterSlices slices) {
    int weight = slices.at(prefix + "weight") + first * inputs;
    int bias = slices.at(prefix + "bias") + first;
    return new LinearMap(inputs, outputs, weight, step * inputs, bias, step);
  }

  /** y = W·x + b, with the bits of packed weights. */
  void forward(Gemm gemm, float[] weights, int rows, float[] x, float[] y) {
    if (bias >= 0) {
      fillRows(weights, y, rows);
      addForward(gemm, weights, rows, x, y);
    } else if (isSingle()) {
      SingleChannel.scale(0, rows, weights[weight], x, y);
    } else {
      int in = inputs;
      int out = outputs;
      gemm.multiply(Transpose.RIGHT, rows, out, in, x, 0, in, weights, weight, stride, y, 0, out);
    }
  }

  /** y = y + W·x: the chains go on from y. */
  void addForward(Gemm gemm, float[] weights, int rows, float[] x, float[] y) {
    if (isSingle()) {
      SingleChannel.addScaled(0, rows, weights[weight], x, y);
      return;
    }
    int in = inputs;
    int out = outputs;
    gemm.accumulate(Transpose.RIGHT, rows, out, in, x, 0, in, weights, weight, stride, y, 0, out);
  }

  private boolean isSingle() {
    return inputs == 1 && outputs == 1;
  }

  private void fillRows(float[] weights, float[] y, int rows) {
    if (rows == 0) {
      return;
    }
    for (int i = 0; i < outputs; i++) {
      y[i] = weights[bias + i * biasStride];
    }
    if (outputs == 1) {
      Arrays.fill(y, 1, rows, y[0]);
      return;
    }
    for (int row = 1; row < rows; row++) {
      System.arraycopy(y, 0, y, row * outputs, outputs);
    }
  }

  /** Adds the derivatives by W and b to the gradient. */
  void gradient(Gemm gemm, int rows, float[] x, float[] dy, float[] gradient) {
    int in = inputs;
    int out = outputs;
    if (isSingle()) {
      gradient[weight] = SingleChannel.dot(0, rows, 0, x, dy, gradient[weight]);
    } else {
      gemm.accumulate(
          Transpose.LEFT, out, in, rows, dy, 0, out, x, 0, in, gradient, weight, stride);
    }
    if (bias >= 0) {
      Elements.addRows(dy, rows, out, gradient, bias, biasStride);
    }
  }

  /** dx = Wᵀ·dy. */
  void backward(Gemm gemm, float[] weights, int rows, float[] dy, float[] dx) {
    if (isSingle()) {
      SingleChannel.scale(0, rows, weights[weight], dy, dx);
      return;
    }
    int in = inputs;
    int out = outputs;
    gemm.multiply(Transpose.NONE, rows, in, out, dy, 0, out, weights, weight, stride, dx, 0, in);
  }

  /** dx = dx + Wᵀ·dy, for what more than one map looks at. */
  void addBackward(Gemm gemm, float[] weights, int rows, float[] dy, float[] dx) {
    if (isSingle()) {
      SingleChannel.addScaled(0, rows, weights[weight], dy, dx);
      return;
    }
    int in = inputs;
    int out = outputs;
    gemm.accumulate(Transpose.NONE, rows, in, out, dy, 0, out, weights, weight, stride, dx, 0, in);
  }
}
