package dev.carrylane.engine.internal;

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
    int width = columnTo - columnFrom;
    int offset = product.cOffset + rowFrom * product.cStride + columnFrom;
    if (width == product.cStride) {
      // Dense rows are one range: the elementwise kernel then has one tail instead of one per row.
      applyRange(kernel, product, offset, (rowTo - rowFrom) * width);
      return;
    }
    for (int row = rowFrom; row < rowTo; row++) {
      applyRange(kernel, product, offset, width);
      offset += product.cStride;
    }
  }

  private static void applyRange(
      ActivationKernel kernel, SegmentedProduct product, int offset, int length) {
    float[] c = product.c;
    switch (product.activation) {
      case NONE -> {}
      case RELU -> kernel.relu(c, offset, c, offset, length);
      case TANH -> kernel.tanh(c, offset, c, offset, length);
      case SIGMOID -> kernel.sigmoid(c, offset, c, offset, length);
    }
  }
}
