package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * y = x + layers(x): the layers' outputs are as wide as their inputs.
 *
 * @param layers the layers
 */
public record Residual(List<LayerDescription> layers) implements LayerDescription {
  /** Copies the list. */
  public Residual {
    layers = List.copyOf(layers);
    Sequential.requireFrames("residual", layers);
  }

  static Residual read(JsonObject json) {
    return new Residual(LayerJson.readList(json, "layers"));
  }

  /** {@return the layers as one} */
  Sequential sequence() {
    return new Sequential(layers);
  }

  @Override
  public LayerKind kind() {
    return LayerKind.RESIDUAL;
  }

  @Override
  public int outputs(int inputs) {
    int outputs = sequence().outputs(inputs);
    if (outputs != inputs) {
      throw new IllegalArgumentException(
          "residual: its layers make frames of %d channels from frames of %d; both must be as wide to be added"
              .formatted(outputs, inputs));
    }
    return outputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return sequence().parameters("residual.", inputs);
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
    return Sizes.map("layers", LayerJson.list(layers));
  }
}
