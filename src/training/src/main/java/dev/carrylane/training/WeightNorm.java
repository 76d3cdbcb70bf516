package dev.carrylane.training;

import java.util.Arrays;

/**
 * Weight normalisation of a kernel that lies tap by tap: w = g·v/‖v‖ for each output channel. Sums run over channels and taps with
 * all outputs side by side, so that loops become vectors.
 */
final class WeightNorm {
  private final int inputs;
  private final int outputs;
  private final int taps;

  /** Where v and g lie among the weights. */
  private final int direction;

  private final int end;
  private final int length;

  /** w, where v lies among the weights: loops that read one and write the other have one index. */
  final float[] kernel;

  private final double[] squares;

  /** g/‖v‖. */
  private final double[] scales;

  private final double[] sums;
  private final double[] parts;

  WeightNorm(int inputs, int outputs, int taps, int direction, int length, ParameterSlices slices) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.taps = taps;
    this.direction = direction;
    this.length = length;
    end = direction + inputs * outputs * taps;
    kernel = slices.derived();
    squares = new double[outputs];
    scales = new double[outputs];
    sums = new double[outputs];
    parts = new double[outputs];
  }

  /** Computes w. Squares are added in the order in which a model adds them, tap after tap of each channel: w has its bits. */
  void prepare(float[] weights) {
    Arrays.fill(squares, 0);
    for (int input = 0; input < inputs; input++) {
      for (int tap = 0; tap < taps; tap++) {
        addSquares(weights, direction + (tap * inputs + input) * outputs, squares);
      }
    }
    for (int o = 0; o < outputs; o++) {
      scales[o] = weights[length + o] / Math.sqrt(squares[o]);
    }
    for (int row = direction; row < end; row += outputs) {
      scale(weights, scales, kernel, row);
    }
  }

  // In these loops every store is to an array that no other index reads, or of another type: C2
  // would else fear that arrays overlap, and compile them for one element at a time.

  private static void addSquares(float[] v, int from, double[] squares) {
    for (int o = 0; o < squares.length; o++) {
      squares[o] += (double) v[from + o] * v[from + o];
    }
  }

  private static void scale(float[] v, double[] scales, float[] kernel, int from) {
    for (int o = 0; o < scales.length; o++) {
      kernel[from + o] = (float) (v[from + o] * scales[o]);
    }
  }

  /**
   * Turns the derivative by w, where v's belongs, into those by v and g: with s = Σ dw·v, that of g is s/‖v‖, and that of v
   * g/‖v‖ · (dw − s·v/‖v‖²).
   */
  void finish(float[] weights, float[] gradient) {
    Arrays.fill(sums, 0);
    for (int row = direction; row < end; row += outputs) {
      addProducts(weights, gradient, row, sums);
    }
    for (int o = 0; o < outputs; o++) {
      gradient[length + o] = (float) (sums[o] / Math.sqrt(squares[o]));
      parts[o] = -scales[o] * sums[o] / squares[o];
    }
    for (int row = direction; row < end; row += outputs) {
      combine(weights, gradient, row, scales, parts);
    }
  }

  private static void addProducts(float[] v, float[] dw, int from, double[] sums) {
    for (int o = 0; o < sums.length; o++) {
      sums[o] += (double) dw[from + o] * v[from + o];
    }
  }

  private static void combine(float[] v, float[] dw, int from, double[] scales, double[] parts) {
    for (int o = 0; o < scales.length; o++) {
      dw[from + o] = (float) (dw[from + o] * scales[o] + v[from + o] * parts[o]);
    }
  }
}
