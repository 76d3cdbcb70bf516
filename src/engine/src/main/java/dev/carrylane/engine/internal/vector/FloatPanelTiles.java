package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.FloatPanels;
import dev.carrylane.engine.internal.FloatStorage;

/** Register tiles on panels, by how these keep their elements. */
final class FloatPanelTiles {
  private FloatPanelTiles() {}

  /** The fewest vectors in a row of a tile: a vector of bfloat16 pairs holds two of columns. */
  static int fewestVectors(FloatPanels panels) {
    return panels.storage() == FloatStorage.BFLOAT16 ? 2 : 1;
  }

  /** As {@link FloatTiles#multiply}. */
  static void multiply(
      int height,
      int vectors,
      float[] a,
      int depth,
      FloatPanels panels,
      long element,
      float[] bias,
      int biasOffset,
      boolean onward,
      float[] c,
      int cOffset,
      int cStride) {
    long at = element * panels.storage().bytes();
    long step = panels.panelBytes();
    if (panels.storage() == FloatStorage.BFLOAT16) {
      FloatTilesHalf.multiply(
          height,
          vectors,
          a,
          0,
          depth,
          panels.memory(),
          at,
          step,
          bias,
          biasOffset,
          onward,
          c,
          cOffset,
          cStride);
      return;
    }
    FloatTiles.multiply(
        height,
        vectors,
        a,
        0,
        depth,
        panels.memory(),
        at,
        step,
        bias,
        biasOffset,
        onward,
        c,
        cOffset,
        cStride);
  }
}
