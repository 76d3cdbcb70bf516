package dev.carrylane.engine.internal;

import dev.carrylane.engine.activation.Activation;

/** What follows the chains of a product, over a rectangle still in cache: residual, then activation. */
public final class FloatEpilogue {
  private final ActivationKernel activation;

  /**
   * An epilogue.
   *
   * @param activation the elementwise functions
   */
  public FloatEpilogue(ActivationKernel activation) {
    this.activation = activation;
  }

  /**
   * Finishes part of the result of a product.
   *
   * @param product the product
   * @param rowFrom first row
   * @param rowTo one past the last row
   * @param columnFrom first column
   * @param columnTo one past the last column
   */
  public void apply(FloatProduct product, int rowFrom, int rowTo, int columnFrom, int columnTo) {
    int width = columnTo - columnFrom;
    int offset = product.cOffset + rowFrom * product.cStride + columnFrom;
    if (product.residual != null) {
      addResidual(product, rowFrom, rowTo, columnFrom, width);
    }
    if (product.activation == Activation.NONE) {
      return;
    }
    if (width == product.cStride) {
      // Dense rows are one range: the elementwise kernel then has one tail instead of one per row.
      activation.apply(product.activation, product.c, offset, (rowTo - rowFrom) * width);
      return;
    }
    for (int row = rowFrom; row < rowTo; row++) {
      activation.apply(product.activation, product.c, offset, width);
      offset += product.cStride;
    }
  }

  private static void addResidual(
      FloatProduct product, int rowFrom, int rowTo, int columnFrom, int width) {
    float[] c = product.c;
    float[] residual = product.residual;
    for (int row = rowFrom; row < rowTo; row++) {
      int at = product.cOffset + row * product.cStride + columnFrom;
      int from = product.residualOffset + row * product.residualStride + columnFrom;
      for (int j = 0; j < width; j++) {
        c[at + j] += residual[from + j];
      }
    }
  }
}
