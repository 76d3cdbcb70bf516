package dev.carrylane.network.layer;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.json.Json;
import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A function of every element, where no layer before it has it as its own.
 *
 * @param activation the function
 */
public record Pointwise(Activation activation) implements LayerDescription {
  /** Checks that there is a function. */
  public Pointwise {
    Objects.requireNonNull(activation, "activation");
  }

  static Pointwise read(JsonObject json) {
    return new Pointwise(json.constant("activation", Activation.values()));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.ACTIVATION;
  }

  @Override
  public int outputs(int inputs) {
    return inputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return List.of();
  }

  @Override
  public Map<String, Object> settings() {
    return Sizes.map("activation", Json.name(activation));
  }
}
