package dev.carrylane.network.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Layers one after the other.
 *
 * @param layers the layers; none gives out what comes in
 */
public record Sequential(List<LayerDescription> layers) implements LayerDescription {
  /** Copies the list. */
  public Sequential {
    layers = List.copyOf(layers);
    for (int i = 0; i < layers.size(); i++) {
      boolean inside = layers.get(i) instanceof Sequential inner && inner.isFlattened();
      if (inside || i < layers.size() - 1 && layers.get(i) instanceof FlattenedLinear) {
        throw new IllegalArgumentException(
            "layer %d %s a flattened-linear, which gives one frame for a whole sequence; it must be the last layer of a model"
                .formatted(i, inside ? "ends in" : "is"));
      }
    }
  }

  private boolean isFlattened() {
    return !layers.isEmpty() && layers.getLast() instanceof FlattenedLinear;
  }

  /** Refuses layers that can't be inside another, which takes a frame for each frame. */
  static void requireFrames(String kind, List<LayerDescription> layers) {
    for (LayerDescription layer : layers) {
      boolean inside = layer instanceof Sequential inner && inner.isFlattened();
      if (inside || layer instanceof FlattenedLinear) {
        throw new IllegalArgumentException(
            kind + ": a flattened-linear can't be inside; it must be the last layer of a model");
      }
    }
  }

  @Override
  public LayerKind kind() {
    return LayerKind.SEQUENTIAL;
  }

  @Override
  public int outputs(int inputs) {
    int width = inputs;
    for (int i = 0; i < layers.size(); i++) {
      try {
        width = layers.get(i).outputs(width);
      } catch (IllegalArgumentException refused) {
        throw new IllegalArgumentException("layer " + i + ", " + refused.getMessage(), refused);
      }
    }
    return width;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return parameters("", inputs);
  }

  /** The tensors of all layers, named by the prefix and the position of their layer. */
  List<ParameterSpec> parameters(String prefix, int inputs) {
    List<ParameterSpec> all = new ArrayList<>();
    int width = inputs;
    for (int i = 0; i < layers.size(); i++) {
      try {
        for (ParameterSpec spec : layers.get(i).parameters(width)) {
          all.add(spec.within(prefix + i + "."));
        }
      } catch (IllegalArgumentException refused) {
        throw new IllegalArgumentException("layer " + i + ", " + refused.getMessage(), refused);
      }
      width = layers.get(i).outputs(width);
    }
    return all;
  }

  @Override
  public long stateSize(int inputs) {
    long size = 0;
    int width = inputs;
    for (LayerDescription layer : layers) {
      size += layer.stateSize(width);
      width = layer.outputs(width);
    }
    return size;
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    long earlier = 0;
    int width = inputs;
    for (LayerDescription layer : layers) {
      OptionalLong field = layer.receptiveField(width);
      if (field.isEmpty()) {
        return field;
      }
      earlier += field.getAsLong() - 1;
      width = layer.outputs(width);
    }
    return OptionalLong.of(1 + earlier);
  }

  @Override
  public boolean isCausal() {
    for (LayerDescription layer : layers) {
      if (!layer.isCausal()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Map<String, Object> settings() {
    return Sizes.map("layers", LayerJson.list(layers));
  }
}
