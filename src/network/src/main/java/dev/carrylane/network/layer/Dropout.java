package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Sets elements to zero at random while a model is trained; at work it gives out what comes in.
 *
 * @param probability the share of elements
 */
public record Dropout(double probability) implements LayerDescription {
  /** Checks the share. */
  public Dropout {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "dropout: probability is " + probability + "; it must be at least 0 and below 1");
    }
  }

  static Dropout read(JsonObject json) {
    return new Dropout(json.number("probability", 0, 1, 0.5));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.DROPOUT;
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
    return Sizes.map("probability", probability);
  }
}
