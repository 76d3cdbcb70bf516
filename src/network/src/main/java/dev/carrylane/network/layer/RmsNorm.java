package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * y = x / √(mean(x²) + epsilon) ∘ weight over the channels of a frame (arXiv 1910.07467).
 *
 * @param epsilon added under the root
 */
public record RmsNorm(double epsilon) implements LayerDescription {
  /** Checks the number. */
  public RmsNorm {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException(
          "rms-norm: epsilon is " + epsilon + "; it must be from 0 to 1");
    }
  }

  static RmsNorm read(JsonObject json) {
    return new RmsNorm(json.number("epsilon", 0, 1, 1e-6));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.RMS_NORM;
  }

  @Override
  public int outputs(int inputs) {
    return inputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(new ParameterSpec("weight", Initializer.constant(1), inputs));
    return specs;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("epsilon", epsilon);
    return settings;
  }
}
