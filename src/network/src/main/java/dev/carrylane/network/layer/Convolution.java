package dev.carrylane.network.layer;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.json.Json;
import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A causal convolution over time: y_t = activation(b + Σ_k W_k x_{t − (kernel − 1 − k) · dilation}). Frames before the
 * first count as zeros.
 *
 * @param outputs channels of y
 * @param kernel taps
 * @param dilation frames from tap to tap
 * @param bias whether there is a b
 * @param weightNorm whether W is kept as a direction v and a length g for each output channel, W = g·v/‖v‖ (Salimans and
 *     Kingma, arXiv 1602.07868)
 * @param activation applied to every element
 */
public record Convolution(
    int outputs, int kernel, int dilation, boolean bias, boolean weightNorm, Activation activation)
    implements LayerDescription {
  /** Checks the sizes. */
  public Convolution {
    Sizes.check("convolution", "outputs", outputs);
    Sizes.check("convolution", "kernel", kernel);
    Sizes.check("convolution", "dilation", dilation);
    Objects.requireNonNull(activation, "activation");
    if ((kernel - 1L) * dilation > Sizes.MOST) {
      throw new IllegalArgumentException(
          "convolution: a kernel of %d with dilation %d reaches %d frames back; it may reach %d"
              .formatted(kernel, dilation, (kernel - 1L) * dilation, Sizes.MOST));
    }
  }

  static Convolution read(JsonObject json) {
    return new Convolution(
        json.integer("outputs", 1, Sizes.MOST),
        json.integer("kernel", 1, Sizes.MOST),
        json.integer("dilation", 1, Sizes.MOST, 1),
        json.flag("bias", true),
        json.flag("weight_norm", false),
        json.constant("activation", Activation.values(), Activation.NONE));
  }

  /** {@return earlier frames that the oldest tap reaches} */
  public int reach() {
    return (kernel - 1) * dilation;
  }

  @Override
  public LayerKind kind() {
    return LayerKind.CONVOLUTION;
  }

  @Override
  public int outputs(int inputs) {
    return outputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    Initializer initializer = Initializer.fanIn((long) inputs * kernel);
    List<ParameterSpec> specs = new ArrayList<>();
    if (weightNorm) {
      specs.add(new ParameterSpec("weight_v", initializer, outputs, inputs, kernel));
      specs.add(new ParameterSpec("weight_g", Initializer.rowNorms(), outputs, 1, 1));
    } else {
      specs.add(new ParameterSpec("weight", initializer, outputs, inputs, kernel));
    }
    if (bias) {
      specs.add(new ParameterSpec("bias", initializer, outputs));
    }
    return specs;
  }

  @Override
  public long stateSize(int inputs) {
    return (long) reach() * inputs;
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return OptionalLong.of(reach() + 1L);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("outputs", outputs);
    settings.put("kernel", kernel);
    settings.put("dilation", dilation);
    settings.put("bias", bias);
    settings.put("weight_norm", weightNorm);
    settings.put("activation", Json.name(activation));
    return settings;
  }
}
