package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * y = (x − mean(x)) / √(variance(x) + epsilon) ∘ weight + bias over the channels of a frame, with the variance of the n
 * channels as they are (divided by n), as PyTorch's {@code nn.LayerNorm}.
 *
 * @param epsilon added under the root
 * @param bias whether there is a bias
 */
public record LayerNorm(double epsilon, boolean bias) implements LayerDescription {
  /** Checks the number. */
  public LayerNorm {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException(
          "layer-norm: epsilon is " + epsilon + "; it must be from 0 to 1");
    }
  }

  static LayerNorm read(JsonObject json) {
    return new LayerNorm(json.number("epsilon", 0, 1, 1e-5), json.flag("bias", true));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.LAYER_NORM;
  }

  @Override
  public int outputs(int inputs) {
    return inputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(new ParameterSpec("weight", Initializer.constant(1), inputs));
    if (bias) {
      specs.add(new ParameterSpec("bias", Initializer.constant(0), inputs));
    }
    return specs;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("epsilon", epsilon);
    settings.put("bias", bias);
    return settings;
  }
}
