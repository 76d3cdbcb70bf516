package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.ActivationKernel;
import dev.carrylane.engine.internal.Epilogue;
import dev.carrylane.engine.internal.GemmKernel;
import dev.carrylane.engine.internal.SegmentedProduct;

/**
 * The definition, with the loops ordered so that the innermost runs along a packed row: the chains of a
 * row of C advance together, in C itself.
 */
final class ScalarGemmKernel implements GemmKernel {
  /** Two cache lines of packed weights: enough for the JIT to vectorise where it can. */
  private static final int PANEL_WIDTH = 32;

  private final ActivationKernel activation;

  ScalarGemmKernel(ActivationKernel activation) {
    this.activation = activation;
  }

  @Override
  public int panelWidth() {
    return PANEL_WIDTH;
  }

  @Override
  public int rowTile() {
    return 1;
  }

  @Override
  public int scratchSize() {
    return 0;
  }

  @Override
  public void multiply(
      SegmentedProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int part) {
    for (int panel = panelFrom; panel < panelTo; panel++) {
      int column = panel * PANEL_WIDTH;
      int width = Math.min(PANEL_WIDTH, product.columns - column);
      for (int row = rowFrom; row < rowTo; row++) {
        int c = product.cOffset + row * product.cStride + column;
        if (!product.accumulate) {
          System.arraycopy(product.bias, column, product.c, c, width);
        }
        for (int s = firstSegment; s < product.segments; s++) {
          advance(
              product.segmentLength,
              product.a,
              product.segmentOffsets[s] + row * product.aStride,
              product.panels,
              (panel * product.depth + s * product.segmentLength) * PANEL_WIDTH,
              product.c,
              c,
              width);
        }
      }
    }
    int columnTo = Math.min(panelTo * PANEL_WIDTH, product.columns);
    Epilogue.apply(activation, product, rowFrom, rowTo, panelFrom * PANEL_WIDTH, columnTo);
  }

  private static void advance(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int width) {
    for (int k = 0; k < depth; k++) {
      float x = a[aOffset + k];
      int row = bOffset + k * PANEL_WIDTH;
      for (int j = 0; j < width; j++) {
        c[cOffset + j] = Math.fma(x, b[row + j], c[cOffset + j]);
      }
    }
  }
}
