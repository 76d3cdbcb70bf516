package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;

/**
 * A gated recurrent unit with PyTorch's gate order (reset, update, new), from h = 0, as PyTorch's {@code nn.GRU}; see
 * {@link dev.carrylane.engine.activation.GruCell}.
 *
 * @param hidden units of a layer
 * @param layers layers, each fed by the one before it
 * @param bias whether there are biases
 */
public record Gru(int hidden, int layers, boolean bias) implements RecurrentDescription {
  /** Checks the sizes. */
  public Gru {
    Sizes.check("gru", "hidden", hidden);
    Sizes.check("gru", "layers", layers, 1, MOST_LAYERS);
  }

  static Gru read(JsonObject json) {
    return new Gru(
        json.integer("hidden", 1, Sizes.MOST),
        json.integer("layers", 1, MOST_LAYERS, 1),
        json.flag("bias", true));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.GRU;
  }

  @Override
  public int gates() {
    return 3;
  }

  @Override
  public int memory() {
    return 1;
  }
}
