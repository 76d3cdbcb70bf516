package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.FloatTile;
import dev.carrylane.engine.internal.pack.FloatPanels;
import dev.carrylane.engine.internal.pack.FloatStorage;

/** Register tiles on panels, by how these keep their elements. */
final class FloatPanelTiles {
  private FloatPanelTiles() {}

  /** The fewest vectors in a row of a tile: a vector of bfloat16 pairs holds two of columns. */
  static int fewestVectors(FloatPanels panels) {
    return panels.storage() == FloatStorage.BFLOAT16 ? 2 : 1;
  }

  /** One tile, whose right operand begins at an element of the panels. */
  static void multiply(int height, int vectors, FloatTile on, FloatPanels panels, long element) {
    on.memory = panels.memory();
    on.place = element * panels.storage().bytes();
    on.panelBytes = panels.panelBytes();
    if (panels.storage() == FloatStorage.BFLOAT16) {
      FloatTilesHalf.multiply(height, vectors, on);
    } else {
      FloatTiles.multiply(height, vectors, on);
    }
  }
}
