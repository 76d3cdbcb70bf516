package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.ActivationKernel;

/** Not written yet. */
final class VectorActivationKernel implements ActivationKernel {
  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {}

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {}

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {}

  @Override
  public void relu(float[] x, int xOffset, float[] y, int yOffset, int length) {}
}
