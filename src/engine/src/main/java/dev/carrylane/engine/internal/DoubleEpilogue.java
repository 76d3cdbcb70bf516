package dev.carrylane.engine.internal;

import dev.carrylane.engine.activation.Activation;

/**
 * What follows the chains of a double product: residual, then activation. The functions are those of
 * {@link StrictMath}, which are defined to the bit; double products are for checking and training, where
 * their speed does not matter.
 */
public final class DoubleEpilogue {
  /** The one there is; it has no state. */
  public DoubleEpilogue() {}

  /**
   * Finishes part of the result of a product.
   *
   * @param product the product
   * @param rowFrom first row
   * @param rowTo one past the last row
   * @param columnFrom first column
   * @param columnTo one past the last column
   */
  public void apply(DoubleProduct product, int rowFrom, int rowTo, int columnFrom, int columnTo) {
    if (product.residual == null && product.activation == Activation.NONE) {
      return;
    }
    double[] c = product.c;
    for (int row = rowFrom; row < rowTo; row++) {
      int at = product.cOffset + row * product.cStride;
      int from = product.residualOffset + row * product.residualStride;
      for (int j = columnFrom; j < columnTo; j++) {
        double sum = product.residual == null ? c[at + j] : c[at + j] + product.residual[from + j];
        c[at + j] = apply(product.activation, sum);
      }
    }
  }

  private static double apply(Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> x <= 0 ? 0 : x;
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
    };
  }
}
