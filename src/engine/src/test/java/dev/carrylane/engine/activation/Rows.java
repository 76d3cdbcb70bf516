package dev.carrylane.engine.activation;

import dev.carrylane.testkit.Floats;
import java.util.Arrays;

/** Rows of one operand in a larger array, with guards before, between and behind them. */
record Rows(float[] array, int offset, int stride) {
  private static final int BEHIND = 17;

  static Rows of(float[] values, int rows, int columns, int offset, int gap) {
    int stride = columns + gap;
    float[] array = new float[offset + rows * stride + BEHIND];
    Arrays.fill(array, Floats.GUARD);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns, array, offset + row * stride, columns);
    }
    return new Rows(array, offset, stride);
  }

  static Rows dense(float[] values, int columns) {
    return new Rows(values, 0, columns);
  }

  float at(int row, int column) {
    return array[offset + row * stride + column];
  }

  void set(int row, int column, float value) {
    array[offset + row * stride + column] = value;
  }

  Rows copy() {
    return new Rows(array.clone(), offset, stride);
  }
}
