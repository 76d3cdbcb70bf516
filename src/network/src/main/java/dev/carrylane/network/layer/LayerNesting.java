package dev.carrylane.network.layer;

import java.util.List;

/** How deep a model's layers may be inside each other. */
public final class LayerNesting {
  /** JSON, which has an object and a list for each, is read to a depth of 64. */
  private static final int MOST = 28;

  private LayerNesting() {}

  /**
   * Checks a model's layers as a whole.
   *
   * @param layers the layers
   * @throws IllegalArgumentException if they are nested too deep to be read back from JSON
   */
  public static void check(Sequential layers) {
    check(layers, 0);
  }

  private static void check(LayerDescription layer, int depth) {
    if (depth > MOST) {
      throw new IllegalArgumentException(
          "layers are nested more than "
              + MOST
              + " deep; write the inner ones one after the other");
    }
    for (LayerDescription inner : inside(layer)) {
      check(inner, depth + 1);
    }
  }

  private static List<LayerDescription> inside(LayerDescription layer) {
    if (layer instanceof Sequential sequential) {
      return sequential.layers();
    }
    if (layer instanceof Residual residual) {
      return residual.layers();
    }
    if (layer instanceof WithinFrame within) {
      return within.layers();
    }
    if (layer instanceof Beside beside) {
      return beside.layers();
    }
    return layer instanceof CarryLookahead cell ? cell.carry() : List.of();
  }
}
