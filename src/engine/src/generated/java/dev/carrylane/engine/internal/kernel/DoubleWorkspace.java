package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.internal.product.ProductTuning;

/** As {@link FloatWorkspace}, whose comments hold here; generated. */
public final class DoubleWorkspace {
  public final DoubleTile tile = new DoubleTile();
  private static final int LEFT_BYTES =
      12 * (ProductTuning.ROW_BYTES + ProductTuning.ROW_GAP_BYTES) + 12 * 128;
  private double[] left = {};
  private double[][] chains = {};
  private double[][] right = {};

  public DoubleWorkspace() {}

  public double[] left(int length) {
    if (left.length < length) {
      left = new double[Math.max(length, LEFT_BYTES / Double.BYTES)];
    }
    return left;
  }

  public double[][] chains(int rows, int columns) {
    if (chains.length == 0 || chains[0].length < columns) {
      chains = new double[rows][columns];
    }
    return chains;
  }

  public double[][] right(int rows, int columns) {
    if (right.length == 0 || right[0].length < columns) {
      right = new double[rows][columns];
    }
    return right;
  }
}
