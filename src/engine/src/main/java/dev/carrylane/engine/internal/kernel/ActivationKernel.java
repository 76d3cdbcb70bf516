package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.activation.Activation;

/**
 * Elementwise functions over a range of an array. Each reads {@code x[xOffset + i]} and writes {@code
 * y[yOffset + i]}; the ranges may be the same, and must not overlap otherwise. The results are those of
 * {@link ActivationFunctions}, to the bit.
 */
public interface ActivationKernel {
  /** What a kernel computes; each is proved for itself. */
  enum Function {
    /** e^x. */
    EXP,
    /** tanh x. */
    TANH,
    /** 1 / (1 + e^−x). */
    SIGMOID,
    /** max(x, 0). */
    RELU,
    /** A row of log-softmax. */
    LOG_SOFTMAX;

    /** The function of an activation. */
    public static Function of(Activation activation) {
      return switch (activation) {
        case RELU -> RELU;
        case TANH -> TANH;
        case SIGMOID -> SIGMOID;
        case NONE -> throw new IllegalArgumentException();
      };
    }
  }

  /** y = e^x. */
  void exp(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** y = tanh x. */
  void tanh(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** y = 1 / (1 + e^−x). */
  void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** y = max(x, 0), where max(NaN, 0) is NaN and max(−0, 0) is +0. */
  void relu(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** One row of {@link dev.carrylane.engine.activation.LogSoftmax}, which defines the order of its operations. */
  void logSoftmax(float[] x, int xOffset, float[] y, int yOffset, int columns);

  /** Applies an activation in place, as the last step of a matrix product does. */
  default void apply(Activation activation, float[] y, int yOffset, int length) {
    switch (activation) {
      case NONE -> {}
      case RELU -> relu(y, yOffset, y, yOffset, length);
      case TANH -> tanh(y, yOffset, y, yOffset, length);
      case SIGMOID -> sigmoid(y, yOffset, y, yOffset, length);
    }
  }
}
