package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Layers over the positions of each frame, as if these were the frames of a sequence of its own: a frame is positions × channels, the
 * channels of a position side by side, and so is the output frame. They begin anew in each frame, and it looks at no other.
 *
 * @param channels channels of a position; the width of a frame is a multiple
 * @param layers the layers
 */
public record WithinFrame(int channels, List<LayerDescription> layers) implements LayerDescription {
  /** Copies the list. */
  public WithinFrame {
    layers = List.copyOf(layers);
    Sizes.check("within-frame", "channels", channels);
    Sequential.requireFrames("within-frame", layers);
  }

  static WithinFrame read(JsonObject json) {
    return new WithinFrame(
        json.integer("channels", 1, Sizes.MOST), LayerJson.readList(json, "layers"));
  }

  /** {@return the layers as one} */
  Sequential sequence() {
    return new Sequential(layers);
  }

  /**
   * The positions of a frame.
   *
   * @param inputs the width of an input frame
   * @return how many
   * @throws IllegalArgumentException if it is no whole number
   */
  public int positions(int inputs) {
    if (inputs % channels != 0) {
      throw new IllegalArgumentException(
          "within-frame: a frame of %d is no whole number of positions of %d channels"
              .formatted(inputs, channels));
    }
    return inputs / channels;
  }

  @Override
  public LayerKind kind() {
    return LayerKind.WITHIN_FRAME;
  }

  @Override
  public int outputs(int inputs) {
    return Sizes.width("within-frame", (long) positions(inputs) * sequence().outputs(channels));
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return sequence().parameters("within.", channels);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("channels", channels);
    settings.put("layers", LayerJson.list(layers));
    return settings;
  }
}
