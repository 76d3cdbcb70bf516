package dev.carrylane.network.layer;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.json.Json;
import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The hidden layer of a carry-lookahead network (arXiv 2106.12901, section 3): the carry layers give the carry c_t of
 * every position, and the cell z_t = activation(W_ih x_t + b_ih + W_hh c_t + b_hh) runs at all positions at once.
 *
 * @param carry the layers that look the carries up: causal convolutions in the paper, an {@link ExactCarry} for carries
 *     from any distance
 * @param hidden units of the cell
 * @param bias whether the cell has biases
 * @param activation {@code TANH} or {@code RELU}
 */
public record CarryLookahead(
    List<LayerDescription> carry, int hidden, boolean bias, Activation activation)
    implements LayerDescription {
  /** Checks the size. */
  public CarryLookahead {
    carry = List.copyOf(carry);
    Sizes.check("carry-lookahead", "hidden", hidden);
    Recurrent.requireCell("carry-lookahead", activation);
    Sequential.requireFrames("carry-lookahead", carry);
  }

  static CarryLookahead read(JsonObject json) {
    return new CarryLookahead(
        LayerJson.readList(json, "carry"),
        json.integer("hidden", 1, Sizes.MOST),
        json.flag("bias", true),
        json.constant("activation", Activation.values(), Activation.TANH));
  }

  /** {@return the carry layers as one} */
  Sequential sequence() {
    return new Sequential(carry);
  }

  @Override
  public LayerKind kind() {
    return LayerKind.CARRY_LOOKAHEAD;
  }

  @Override
  public int outputs(int inputs) {
    sequence().outputs(inputs);
    return hidden;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    Sequential sequence = sequence();
    List<ParameterSpec> specs = new ArrayList<>(sequence.parameters("carry.", inputs));
    Initializer initializer = Initializer.fanIn(hidden);
    specs.add(new ParameterSpec("cell.weight_ih", initializer, hidden, inputs));
    specs.add(new ParameterSpec("cell.weight_hh", initializer, hidden, sequence.outputs(inputs)));
    if (bias) {
      specs.add(new ParameterSpec("cell.bias_ih", initializer, hidden));
      specs.add(new ParameterSpec("cell.bias_hh", initializer, hidden));
    }
    return specs;
  }

  @Override
  public long stateSize(int inputs) {
    return sequence().stateSize(inputs);
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return sequence().receptiveField(inputs);
  }

  @Override
  public boolean isCausal() {
    return sequence().isCausal();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("carry", LayerJson.list(carry));
    settings.put("hidden", hidden);
    settings.put("bias", bias);
    settings.put("activation", Json.name(activation));
    return settings;
  }
}
