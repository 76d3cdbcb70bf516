package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.DoublePanels;

/** As {@link FloatPanelTiles}: panels in double precision keep their elements in one way. */
final class DoublePanelTiles {
  private DoublePanelTiles() {}

  static int fewestVectors(DoublePanels panels) {
    return 1;
  }

  static void multiply(
      int height,
      int vectors,
      double[] a,
      int depth,
      DoublePanels panels,
      long element,
      double[] bias,
      int biasOffset,
      boolean onward,
      double[] c,
      int cOffset,
      int cStride) {
    DoubleTiles.multiply(
        height,
        vectors,
        a,
        0,
        depth,
        panels.memory(),
        element * Double.BYTES,
        panels.panelBytes(),
        bias,
        biasOffset,
        onward,
        c,
        cOffset,
        cStride);
  }
}
