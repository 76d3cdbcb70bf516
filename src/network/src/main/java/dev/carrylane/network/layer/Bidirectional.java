package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A recurrent layer from the first frame to the last, another of the same kind from the last to the first, and the
 * outputs of both side by side, layer by layer, as PyTorch's {@code bidirectional=True}. Takes whole sequences only.
 *
 * @param layer the recurrent layer, of which there are two
 */
public record Bidirectional(RecurrentDescription layer) implements LayerDescription {
  /** Checks that there is a layer. */
  public Bidirectional {
    Objects.requireNonNull(layer, "layer");
  }

  static Bidirectional read(JsonObject json) {
    JsonObject inner = json.object("layer");
    if (LayerJson.read(inner) instanceof RecurrentDescription recurrent) {
      return new Bidirectional(recurrent);
    }
    throw inner.refused("its kind must be rnn, lstm or gru to go in both directions");
  }

  @Override
  public LayerKind kind() {
    return LayerKind.BIDIRECTIONAL;
  }

  @Override
  public int outputs(int inputs) {
    return Sizes.width("bidirectional", 2L * layer.hidden());
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    List<ParameterSpec> specs = new ArrayList<>();
    for (int i = 0; i < layer.layers(); i++) {
      int width = i == 0 ? inputs : 2 * layer.hidden();
      layer.add(specs, "_l" + i, width);
      layer.add(specs, "_l" + i + "_reverse", width);
    }
    return specs;
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return OptionalLong.empty();
  }

  @Override
  public boolean isCausal() {
    return false;
  }

  @Override
  public Map<String, Object> settings() {
    return Sizes.map("layer", LayerJson.map(layer));
  }
}
