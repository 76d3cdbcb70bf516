package dev.carrylane.engine.internal.vector;

import dev.carrylane.engine.internal.kernel.DoubleTile;
import dev.carrylane.engine.internal.pack.DoublePanels;

/** As {@link FloatPanelTiles}: panels in double precision keep their elements in one way. */
final class DoublePanelTiles {
  private DoublePanelTiles() {}

  static int fewestVectors(DoublePanels panels) {
    return 1;
  }

  static void multiply(int height, int vectors, DoubleTile on, DoublePanels panels, long element) {
    on.memory = panels.memory();
    on.place = element * Double.BYTES;
    on.panelBytes = panels.panelBytes();
    DoubleTiles.multiply(height, vectors, on);
  }
}
