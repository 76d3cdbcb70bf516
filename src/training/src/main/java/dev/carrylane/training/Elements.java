package dev.carrylane.training;

import dev.carrylane.engine.activation.Activation;
import java.util.Arrays;

/** Loops over elements, and sums over frames, that several layers need. */
final class Elements {
  private Elements() {}

  /** Turns dy into the derivative before an activation, by the results of that. */
  static void throughActivation(Activation activation, float[] y, float[] dy, int length) {
    switch (activation) {
      case NONE -> {}
      case RELU -> throughRelu(y, dy, length);
      case TANH -> throughTanh(y, dy, length);
      case SIGMOID -> throughSigmoid(y, dy, length);
    }
  }

  private static void throughRelu(float[] y, float[] dy, int length) {
    for (int i = 0; i < length; i++) {
      dy[i] = y[i] > 0 ? dy[i] : 0;
    }
  }

  private static void throughTanh(float[] y, float[] dy, int length) {
    for (int i = 0; i < length; i++) {
      dy[i] *= Math.fma(-y[i], y[i], 1f);
    }
  }

  private static void throughSigmoid(float[] y, float[] dy, int length) {
    for (int i = 0; i < length; i++) {
      dy[i] *= y[i] * (1 - y[i]);
    }
  }

  /** Adds a bias's gradient: the sum over all frames, in order. */
  static void addRows(float[] dy, int rows, int channels, float[] gradient, int at) {
    if (channels == 1) {
      gradient[at] = sum(dy, rows, gradient[at]);
      return;
    }
    for (int row = 0; row < rows; row++) {
      addRow(dy, row * channels, channels, gradient, at);
    }
  }

  private static float sum(float[] values, int length, float start) {
    float sum = start;
    for (int i = 0; i < length; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** Adds one frame to a gradient. */
  static void addRow(float[] dy, int from, int channels, float[] gradient, int at) {
    for (int c = 0; c < channels; c++) {
      gradient[at + c] += dy[from + c];
    }
  }

  /** As the other, of a bias whose elements lie so far apart. */
  static void addRows(float[] dy, int rows, int channels, float[] gradient, int at, int stride) {
    if (stride == 1) {
      addRows(dy, rows, channels, gradient, at);
      return;
    }
    for (int row = 0; row < rows; row++) {
      int from = row * channels;
      for (int c = 0; c < channels; c++) {
        gradient[at + c * stride] += dy[from + c];
      }
    }
  }

  /** Puts the same bias into every frame, for products to go on from. */
  static void fillRows(float[] bias, int at, float[] y, int rows, int channels) {
    if (channels == 1) {
      Arrays.fill(y, 0, rows, bias[at]);
      return;
    }
    for (int row = 0; row < rows; row++) {
      System.arraycopy(bias, at, y, row * channels, channels);
    }
  }

  /** As {@link #add(float[], float[], int)}, of pieces. */
  static void add(float[] x, int from, float[] y, int to, int length) {
    for (int i = 0; i < length; i++) {
      y[to + i] += x[from + i];
    }
  }

  /** y = y + x. */
  static void add(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] += x[i];
    }
  }
}
