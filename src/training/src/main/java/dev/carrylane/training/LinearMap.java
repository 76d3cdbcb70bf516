package dev.carrylane.training;

import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.Transpose;

/** W·x + b of every frame, one of the maps that a layer begins with, and the way back. */
final class LinearMap {
  private final int inputs;
  private final int outputs;
  private final int weight;

  /** −1 where there is no bias. */
  private final int bias;

  /** The map whose tensors are {@code weight} and, where there is one, {@code bias} behind a prefix. */
  LinearMap(String prefix, int inputs, int outputs, boolean hasBias, ParameterSlices slices) {
    this.inputs = inputs;
    this.outputs = outputs;
    weight = slices.at(prefix + "weight");
    bias = hasBias ? slices.at(prefix + "bias") : -1;
  }

  /** y = W·x + b, with the bits of packed weights. */
  void forward(Gemm gemm, float[] weights, int rows, float[] x, float[] y) {
    if (bias < 0) {
      gemm.multiply(
          Transpose.RIGHT,
          rows,
          outputs,
          inputs,
          x,
          0,
          inputs,
          weights,
          weight,
          inputs,
          y,
          0,
          outputs);
      return;
    }
    Elements.fillRows(weights, bias, y, rows, outputs);
    gemm.accumulate(
        Transpose.RIGHT,
        rows,
        outputs,
        inputs,
        x,
        0,
        inputs,
        weights,
        weight,
        inputs,
        y,
        0,
        outputs);
  }

  /** Adds the derivatives by W and b to the gradient. */
  void gradient(Gemm gemm, int rows, float[] x, float[] dy, float[] gradient) {
    gemm.accumulate(
        Transpose.LEFT,
        outputs,
        inputs,
        rows,
        dy,
        0,
        outputs,
        x,
        0,
        inputs,
        gradient,
        weight,
        inputs);
    if (bias >= 0) {
      Elements.addRows(dy, rows, outputs, gradient, bias);
    }
  }

  /** dx = Wᵀ·dy. */
  void backward(Gemm gemm, float[] weights, int rows, float[] dy, float[] dx) {
    gemm.multiply(
        Transpose.NONE,
        rows,
        inputs,
        outputs,
        dy,
        0,
        outputs,
        weights,
        weight,
        inputs,
        dx,
        0,
        inputs);
  }

  /** dx = dx + Wᵀ·dy, for what more than one map looks at. */
  void addBackward(Gemm gemm, float[] weights, int rows, float[] dy, float[] dx) {
    gemm.accumulate(
        Transpose.NONE,
        rows,
        inputs,
        outputs,
        dy,
        0,
        outputs,
        weights,
        weight,
        inputs,
        dx,
        0,
        inputs);
  }
}
