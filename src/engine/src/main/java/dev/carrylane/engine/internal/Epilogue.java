package dev.carrylane.engine.internal;

import dev.carrylane.engine.activation.Activation;

/** What follows the chains of a product: its activation, over a rectangle still in cache. */
public final class Epilogue {
  private Epilogue() {}

  /**
   * Applies the activation of a product to part of its result.
   *
   * @param kernel the elementwise functions
   * @param product the product
   * @param rowFrom first row
   * @param rowTo one past the last row
   * @param columnFrom first column
   * @param columnTo one past the last column
   */
  public static void apply(
      ActivationKernel kernel,
      SegmentedProduct product,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo) {
    if (product.activation == Activation.NONE) {
      return;
    }
    int width = columnTo - columnFrom;
    int offset = product.cOffset + rowFrom * product.cStride + columnFrom;
    if (width == product.cStride) {
      // Dense rows are one range: the elementwise kernel then has one tail instead of one per row.
      kernel.apply(product.activation, product.c, offset, (rowTo - rowFrom) * width);
      return;
    }
    for (int row = rowFrom; row < rowTo; row++) {
      kernel.apply(product.activation, product.c, offset, width);
      offset += product.cStride;
    }
  }
}
