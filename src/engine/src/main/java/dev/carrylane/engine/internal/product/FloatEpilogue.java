package dev.carrylane.engine.internal.product;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.ActivationKernel;
import dev.carrylane.engine.internal.kernel.FloatProduct;

/** What follows the chains of a product, over a rectangle still in cache: the activation. */
final class FloatEpilogue implements FloatProduct.Epilogue {
  private final Kernels kernels;

  FloatEpilogue(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public void apply(FloatProduct product, int rowFrom, int rowTo, int columnFrom, int columnTo) {
    int width = columnTo - columnFrom;
    int offset = product.cOffset + rowFrom * product.cStride + columnFrom;
    if (product.activation == Activation.NONE) {
      return;
    }
    ActivationKernel activation =
        kernels.activation(ActivationKernel.Function.of(product.activation));
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
}
