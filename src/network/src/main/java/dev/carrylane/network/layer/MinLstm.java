package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * h_t = f′_t ∘ h_{t−1} + i′_t ∘ h̃_t from h = 0, with f = σ(W_f x + b_f), i = σ(W_i x + b_i), f′ = f / (f + i), i′ = i / (f + i) and h̃ =
 * W_h x + b_h: a long short-term memory whose gates do not look at h, so that all its time steps are one scan ("Were RNNs
 * all we needed?", arXiv 2410.01201, section 3.2).
 *
 * @param hidden units
 * @param bias whether there are biases
 */
public record MinLstm(int hidden, boolean bias) implements LayerDescription {
  /** Checks the size. */
  public MinLstm {
    Sizes.check("min-lstm", "hidden", hidden);
  }

  static MinLstm read(JsonObject json) {
    return new MinLstm(json.integer("hidden", 1, Sizes.MOST), json.flag("bias", true));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.MIN_LSTM;
  }

  @Override
  public int outputs(int inputs) {
    return hidden;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    List<ParameterSpec> specs = new ArrayList<>();
    for (String name : new String[] {"linear_f.", "linear_i.", "linear_h."}) {
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
