package dev.carrylane.engine.internal;

/**
 * Elementwise functions over a range of an array. Each reads {@code x[xOffset + i]} and writes {@code
 * y[yOffset + i]}; the ranges may be the same, and must not overlap otherwise.
 */
public interface ActivationKernel {
  /** y = e^x. */
  void exp(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** y = tanh x. */
  void tanh(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** y = 1 / (1 + e^−x). */
  void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** y = max(x, 0), where max(NaN, 0) is NaN and max(−0, 0) is +0. */
  void relu(float[] x, int xOffset, float[] y, int yOffset, int length);
}
