package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * h_t = (1 − z_t) ∘ h_{t−1} + z_t ∘ h̃_t from h = 0, with z = σ(W_z x + b_z) and h̃ = W_h x + b_h: a gated unit whose gates do not
 * look at h, so that all its time steps are one scan ("Were RNNs all we needed?", arXiv 2410.01201, section 3.1).
 *
 * @param hidden units
 * @param bias whether there are biases
 */
public record MinGru(int hidden, boolean bias) implements LayerDescription {
  /** Checks the size. */
  public MinGru {
    Sizes.check("min-gru", "hidden", hidden);
  }

  static MinGru read(JsonObject json) {
    return new MinGru(json.integer("hidden", 1, Sizes.MOST), json.flag("bias", true));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.MIN_GRU;
  }

  @Override
  public int outputs(int inputs) {
    return hidden;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    List<ParameterSpec> specs = new ArrayList<>();
    for (String name : new String[] {"linear_z.", "linear_h."}) {
      specs.add(new ParameterSpec(name + "weight", Initializer.fanIn(inputs), hidden, inputs));
      if (bias) {
        specs.add(new ParameterSpec(name + "bias", Initializer.fanIn(inputs), hidden));
      }
    }
    return specs;
  }

  @Override
  public long stateSize(int inputs) {
    return hidden;
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return OptionalLong.empty();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("hidden", hidden);
    settings.put("bias", bias);
    return settings;
  }
}
