package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * y = layers(x without its last channels), then those channels: they go past the layers.
 *
 * @param layers the layers
 * @param passed channels that go past them; a frame has more
 */
public record Beside(List<LayerDescription> layers, int passed) implements LayerDescription {
  /** Copies the list. */
  public Beside {
    layers = List.copyOf(layers);
    Sizes.check("beside", "passed", passed);
    Sequential.requireFrames("beside", layers);
  }

  static Beside read(JsonObject json) {
    return new Beside(LayerJson.readList(json, "layers"), json.integer("passed", 1, Sizes.MOST));
  }

  /** {@return the layers as one} */
  Sequential sequence() {
    return new Sequential(layers);
  }

  /** The channels that the layers get. */
  int taken(int inputs) {
    if (inputs <= passed) {
      throw new IllegalArgumentException(
          "beside: %d channels of a frame go past the layers, and the frame has %d; it must have more"
              .formatted(passed, inputs));
    }
    return inputs - passed;
  }

  @Override
  public LayerKind kind() {
    return LayerKind.BESIDE;
  }

  @Override
  public int outputs(int inputs) {
    return Sizes.width("beside", (long) sequence().outputs(taken(inputs)) + passed);
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return sequence().parameters("beside.", taken(inputs));
  }

  @Override
  public long stateSize(int inputs) {
    return sequence().stateSize(taken(inputs));
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return sequence().receptiveField(taken(inputs));
  }

  @Override
  public boolean isCausal() {
    return sequence().isCausal();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("layers", LayerJson.list(layers));
    settings.put("passed", passed);
    return settings;
  }
}
