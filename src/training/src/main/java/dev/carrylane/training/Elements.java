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
    int c = 0;
    for (; c <= channels - 8; c += 8) {
      addEight(dy, c, rows, channels, gradient, at + c);
    }
    for (; c < channels; c++) {
      float sum = gradient[at + c];
      for (int i = c; i < rows * channels; i += channels) {
        sum += dy[i];
      }
      gradient[at + c] = sum;
    }
  }

  /** Eight chains side by side, which stay in registers from frame to frame. */
  private static void addEight(
      float[] dy, int from, int rows, int stride, float[] gradient, int at) {
    float a = gradient[at];
    float b = gradient[at + 1];
    float c = gradient[at + 2];
    float d = gradient[at + 3];
    float e = gradient[at + 4];
    float f = gradient[at + 5];
    float g = gradient[at + 6];
    float h = gradient[at + 7];
    for (int i = from; i < rows * stride; i += stride) {
      a += dy[i];
      b += dy[i + 1];
      c += dy[i + 2];
      d += dy[i + 3];
      e += dy[i + 4];
      f += dy[i + 5];
      g += dy[i + 6];
      h += dy[i + 7];
    }
    gradient[at] = a;
    gradient[at + 1] = b;
    gradient[at + 2] = c;
    gradient[at + 3] = d;
    gradient[at + 4] = e;
    gradient[at + 5] = f;
    gradient[at + 6] = g;
    gradient[at + 7] = h;
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
