package dev.carrylane.network.layer;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.json.Json;
import dev.carrylane.network.json.JsonObject;
import java.util.Map;

/**
 * The Elman recurrence h_t = activation(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh) from h = 0, as PyTorch's {@code nn.RNN}: the
 * serial adder.
 *
 * @param hidden units of a layer
 * @param layers layers, each fed by the one before it
 * @param bias whether there are biases
 * @param activation {@code TANH} or {@code RELU}
 */
public record Recurrent(int hidden, int layers, boolean bias, Activation activation)
    implements RecurrentDescription {
  /** Checks the sizes. */
  public Recurrent {
    Sizes.check("rnn", "hidden", hidden);
    Sizes.check("rnn", "layers", layers, 1, MOST_LAYERS);
    requireCell("rnn", activation);
  }

  /** A cell of this kind has tanh or ReLU. */
  static void requireCell(String kind, Activation activation) {
    if (activation != Activation.TANH && activation != Activation.RELU) {
      throw new IllegalArgumentException(
          kind + ": activation is " + activation + "; it must be tanh or relu");
    }
  }

  static Recurrent read(JsonObject json) {
    return new Recurrent(
        json.integer("hidden", 1, Sizes.MOST),
        json.integer("layers", 1, MOST_LAYERS, 1),
        json.flag("bias", true),
        json.constant("activation", Activation.values(), Activation.TANH));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.RNN;
  }

  @Override
  public int gates() {
    return 1;
  }

  @Override
  public int memory() {
    return 1;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = RecurrentDescription.super.settings();
    settings.put("activation", Json.name(activation));
    return settings;
  }
}
