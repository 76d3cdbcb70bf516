package dev.carrylane.engine.internal.product;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.DoubleProduct;

/**
 * What follows the chains of a double product: the activation. The functions are those of {@link StrictMath},
 * which are defined to the bit; double products are for checking and training, where their speed does not matter.
 */
final class DoubleEpilogue implements DoubleProduct.Epilogue {
  DoubleEpilogue(Kernels kernels) {}

  @Override
  public void apply(DoubleProduct product, int rowFrom, int rowTo, int columnFrom, int columnTo) {
    if (product.activation == Activation.NONE) {
      return;
    }
    double[] c = product.c;
    for (int row = rowFrom; row < rowTo; row++) {
      int at = product.cOffset + row * product.cStride;
      for (int j = columnFrom; j < columnTo; j++) {
        c[at + j] = apply(product.activation, c[at + j]);
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
