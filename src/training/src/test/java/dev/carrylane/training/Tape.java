package dev.carrylane.training;

import java.util.Arrays;

/** Numbers in double that remember what they came from: back-propagation through whatever was computed, one scalar after the other. */
final class Tape {
  private double[] values = new double[1 << 12];
  private int[] left = new int[1 << 12];
  private int[] right = new int[1 << 12];
  private double[] byLeft = new double[1 << 12];
  private double[] byRight = new double[1 << 12];
  private int size;

  int constant(double value) {
    return add(value, -1, 0, -1, 0);
  }

  int[] constants(float[] from, int at, int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = constant(from[at + i]);
    }
    return numbers;
  }

  double value(int a) {
    return values[a];
  }

  int plus(int a, int b) {
    return add(values[a] + values[b], a, 1, b, 1);
  }

  int times(int a, int b) {
    return add(values[a] * values[b], a, values[b], b, values[a]);
  }

  int minus(int a, int b) {
    return add(values[a] - values[b], a, 1, b, -1);
  }

  int over(int a, int b) {
    double quotient = values[a] / values[b];
    return add(quotient, a, 1 / values[b], b, -quotient / values[b]);
  }

  int one() {
    return constant(1);
  }

  int abs(int a) {
    return add(Math.abs(values[a]), a, Math.signum(values[a]), -1, 0);
  }

  int exp(int a) {
    double e = Math.exp(values[a]);
    return add(e, a, e, -1, 0);
  }

  int sin(int a) {
    return add(Math.sin(values[a]), a, Math.cos(values[a]), -1, 0);
  }

  int cos(int a) {
    return add(Math.cos(values[a]), a, -Math.sin(values[a]), -1, 0);
  }

  int tanh(int a) {
    double y = Math.tanh(values[a]);
    return add(y, a, 1 - y * y, -1, 0);
  }

  int sigmoid(int a) {
    double y = 1 / (1 + Math.exp(-values[a]));
    return add(y, a, y * (1 - y), -1, 0);
  }

  /** W·x + b, with the rows of W one after the other; b may be null. */
  int[] map(int[] weight, int[] bias, int[] x) {
    int[] y = new int[weight.length / x.length];
    for (int row = 0; row < y.length; row++) {
      y[row] = bias == null ? constant(0) : bias[row];
      for (int i = 0; i < x.length; i++) {
        y[row] = plus(y[row], times(weight[row * x.length + i], x[i]));
      }
    }
    return y;
  }

  private int add(double value, int a, double byA, int b, double byB) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      left = Arrays.copyOf(left, 2 * size);
      right = Arrays.copyOf(right, 2 * size);
      byLeft = Arrays.copyOf(byLeft, 2 * size);
      byRight = Arrays.copyOf(byRight, 2 * size);
    }
    values[size] = value;
    left[size] = a;
    byLeft[size] = byA;
    right[size] = b;
    byRight[size] = byB;
    return size++;
  }

  /** The derivatives of the sum of some numbers, each with a weight, by all numbers. */
  double[] backward(int[] of, float[] weights) {
    double[] derivatives = new double[size];
    for (int i = 0; i < of.length; i++) {
      derivatives[of[i]] += weights[i];
    }
    for (int i = size - 1; i >= 0; i--) {
      if (left[i] >= 0) {
        derivatives[left[i]] += derivatives[i] * byLeft[i];
      }
      if (right[i] >= 0) {
        derivatives[right[i]] += derivatives[i] * byRight[i];
      }
    }
    return derivatives;
  }
}
