package dev.carrylane.network.layer;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.json.Json;
import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * y = activation(W x + b) of every frame.
 *
 * @param outputs channels of y
 * @param bias whether there is a b
 * @param activation applied to every element
 */
public record Linear(int outputs, boolean bias, Activation activation) implements LayerDescription {
  /** Checks the size. */
  public Linear {
    Sizes.check("linear", "outputs", outputs);
    Objects.requireNonNull(activation, "activation");
  }

  static Linear read(JsonObject json) {
    return new Linear(
        json.integer("outputs", 1, Sizes.MOST),
        json.flag("bias", true),
        json.constant("activation", Activation.values(), Activation.NONE));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.LINEAR;
  }

  @Override
  public int outputs(int inputs) {
    return outputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(new ParameterSpec("weight", Initializer.fanIn(inputs), outputs, inputs));
    if (bias) {
      specs.add(new ParameterSpec("bias", Initializer.fanIn(inputs), outputs));
    }
    return specs;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("outputs", outputs);
    settings.put("bias", bias);
    settings.put("activation", Json.name(activation));
    return settings;
  }
}
