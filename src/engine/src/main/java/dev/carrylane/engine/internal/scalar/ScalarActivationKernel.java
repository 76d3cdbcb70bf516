package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.kernel.ActivationFunctions;
import dev.carrylane.engine.internal.kernel.ActivationKernel;

/** Elementwise functions, one value after the other. */
final class ScalarActivationKernel implements ActivationKernel {
  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = ActivationFunctions.exp(x[xOffset + i]);
    }
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = ActivationFunctions.tanh(x[xOffset + i]);
    }
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = ActivationFunctions.sigmoid(x[xOffset + i]);
    }
  }

  @Override
  public void relu(float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = ActivationFunctions.relu(x[xOffset + i]);
    }
  }

  @Override
  public void logSoftmax(float[] x, int xOffset, float[] y, int yOffset, int columns) {
    // A NaN never becomes the maximum, but makes the sum NaN and so the whole row.
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < columns; i++) {
      float value = x[xOffset + i];
      max = value > max ? value : max;
    }
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      sum += ActivationFunctions.exp(x[xOffset + i] - max);
    }
    double log = StrictMath.log(sum);
    for (int i = 0; i < columns; i++) {
      y[yOffset + i] = (float) ((double) x[xOffset + i] - max - log);
    }
  }
}
