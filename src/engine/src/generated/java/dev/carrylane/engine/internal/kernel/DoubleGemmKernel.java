package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.internal.pack.DoublePanels;

/** As {@link FloatGemmKernel}, whose comments hold here; generated. */
public interface DoubleGemmKernel {
  boolean readsPanels();

  int panelWidth();

  int rowTile();

  int panelsInPlace(int rows, int columns, int bStride, boolean transposed);

  void pack(DoubleProduct product, DoublePanels panels, int panelFrom, int panelTo, int worker);

  void multiply(
      DoubleProduct product,
      int firstSegment,
      int rowFrom,
      int rowTo,
      int panelFrom,
      int panelTo,
      int worker);
}
