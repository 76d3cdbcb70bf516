package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The linear recurrent unit of arXiv 2303.06349: s_t = λ ∘ s_{t−1} + γ ∘ (B x_t) from s = 0 with complex s, and y_t = Re(C s_t)
 * + D ∘ x_t. As there, λ = exp(−exp(ν) + i·exp(θ)), and ν, θ and log γ are what is trained ({@code nu_log}, {@code theta_log},
 * {@code gamma_log}); B and C are kept as real and imaginary parts.
 *
 * @param state complex numbers in s; y is as wide as x
 */
public record LinearRecurrentUnit(int state) implements LayerDescription {
  /** The argument that a λ has before training is from 0 to this. */
  private static final double MOST_PHASE = 2 * Math.PI;

  /** Checks the size. */
  public LinearRecurrentUnit {
    Sizes.check("lru", "state", state);
  }

  static LinearRecurrentUnit read(JsonObject json) {
    return new LinearRecurrentUnit(json.integer("state", 1, Sizes.MOST));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.LRU;
  }

  @Override
  public int outputs(int inputs) {
    return inputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    Initializer in = Initializer.normal(1 / Math.sqrt(2.0 * inputs));
    Initializer out = Initializer.normal(1 / Math.sqrt(state));
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(new ParameterSpec("nu_log", Initializer.ringRadius(), state));
    specs.add(new ParameterSpec("gamma_log", Initializer.ringGain(), state));
    specs.add(new ParameterSpec("theta_log", Initializer.logUniform(MOST_PHASE), state));
    specs.add(new ParameterSpec("B_re", in, state, inputs));
    specs.add(new ParameterSpec("B_im", in, state, inputs));
    specs.add(new ParameterSpec("C_re", out, inputs, state));
    specs.add(new ParameterSpec("C_im", out, inputs, state));
    specs.add(new ParameterSpec("D", Initializer.normal(1), inputs));
    return specs;
  }

  @Override
  public long stateSize(int inputs) {
    return 2L * state;
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return OptionalLong.empty();
  }

  @Override
  public Map<String, Object> settings() {
    return Sizes.map("state", state);
  }
}
