package dev.carrylane.engine.internal.scalar;

import dev.carrylane.engine.internal.FloatEpilogue;
import dev.carrylane.engine.internal.FloatGemmKernel;
import dev.carrylane.engine.internal.FloatPanels;
import dev.carrylane.engine.internal.FloatProduct;
import java.util.Arrays;

/**
 * The definition, with the loops ordered so that the innermost runs along a row of the right operand: the
 * chains of a row of C advance together, in C itself.
 */
final class FloatScalarGemmKernel implements FloatGemmKernel {
  /** Two cache lines of packed floats: enough for the JIT to vectorise where it can. */
  private static final int PANEL_WIDTH = 32;

  private final FloatEpilogue epilogue;

  FloatScalarGemmKernel(FloatEpilogue epilogue) {
    this.epilogue = epilogue;
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
  public boolean readsInPlace(int rows, int bStride) {
    return true;
  }

  @Override
  public void pack(
      FloatPanels panels,
      int panelFrom,
      int panelTo,
      float[] b,
      int bOffset,
      int bStride,
      boolean transposed,
      float[] scratch,
      int worker) {
    float[] packed = panels.array();
    int rowStep = transposed ? 1 : bStride;
    int columnStep = transposed ? bStride : 1;
    for (int panel = panelFrom; panel < panelTo; panel++) {
      int column = panel * PANEL_WIDTH;
      int width = Math.min(PANEL_WIDTH, panels.columns() - column);
      for (int k = 0; k < panels.depth(); k++) {
        int to = (panel * panels.depth() + k) * PANEL_WIDTH;
        int from = bOffset + k * rowStep + column * columnStep;
        for (int j = 0; j < width; j++) {
          packed[to + j] = b[from + j * columnStep];
        }
        Arrays.fill(packed, to + width, to + PANEL_WIDTH, 0f);
      }
    }
  }

  @Override
  public void multiply(
      FloatProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int worker) {
    for (int panel = panelFrom; panel < panelTo; panel++) {
      int column = panel * PANEL_WIDTH;
      int width = Math.min(PANEL_WIDTH, product.columns - column);
      for (int row = rowFrom; row < rowTo; row++) {
        int c = product.cOffset + row * product.cStride + column;
        if (!product.accumulate) {
          System.arraycopy(product.bias, column, product.c, c, width);
        }
        for (int s = firstSegment; s < product.segments; s++) {
          segment(product, s, row, panel, width, c);
        }
      }
    }
    int columnTo = Math.min(panelTo * PANEL_WIDTH, product.columns);
    epilogue.apply(product, rowFrom, rowTo, panelFrom * PANEL_WIDTH, columnTo);
  }

  private static void segment(
      FloatProduct product, int segment, int row, int panel, int width, int c) {
    int k = segment * product.segmentLength;
    int packed = panel - product.panelsInPlace;
    boolean inPlace = packed < 0;
    float[] b = inPlace ? product.b : product.panels.array();
    int bStep = inPlace ? product.bStride : PANEL_WIDTH;
    int bOffset =
        inPlace
            ? product.bOffset + k * bStep + panel * PANEL_WIDTH
            : (packed * product.depth + k) * PANEL_WIDTH;
    int start = product.segmentOffsets[segment];
    int a = product.aTransposed ? start + row : start + row * product.aStride;
    int aStep = product.aTransposed ? product.aStride : 1;
    advance(product.segmentLength, product.a, a, aStep, b, bOffset, bStep, product.c, c, width);
  }

  private static void advance(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int width) {
    for (int k = 0; k < depth; k++) {
      float x = a[aOffset + k * aStep];
      int row = bOffset + k * bStep;
      for (int j = 0; j < width; j++) {
        c[cOffset + j] = Math.fma(x, b[row + j], c[cOffset + j]);
      }
    }
  }
}
