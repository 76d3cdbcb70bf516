package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;

/**
 * Long short-term memory with PyTorch's gate order (input, forget, cell, output), from h = c = 0, as PyTorch's {@code nn.LSTM}; see
 * {@link dev.carrylane.engine.activation.LstmCell}.
 *
 * @param hidden units of a layer
 * @param layers layers, each fed by the one before it
 * @param bias whether there are biases
 */
public record Lstm(int hidden, int layers, boolean bias) implements RecurrentDescription {
  /** Checks the sizes. */
  public Lstm {
    Sizes.check("lstm", "hidden", hidden);
    Sizes.check("lstm", "layers", layers, 1, MOST_LAYERS);
  }

  static Lstm read(JsonObject json) {
    return new Lstm(
        json.integer("hidden", 1, Sizes.MOST),
        json.integer("layers", 1, MOST_LAYERS, 1),
        json.flag("bias", true));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.LSTM;
  }

  @Override
  public int gates() {
    return 4;
  }

  @Override
  public int memory() {
    return 2;
  }
}
