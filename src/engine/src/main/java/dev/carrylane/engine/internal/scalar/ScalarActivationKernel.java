package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.ActivationKernel;

/** Not written yet. */
final class ScalarActivationKernel implements ActivationKernel {
  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {}

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {}

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {}

  @Override
  public void relu(float[] x, int xOffset, float[] y, int yOffset, int length) {}
}
