package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One linear layer over all frames of a sequence of fixed length, side by side: one output frame, with the last frame
 * of the sequence, and nothing before. The last layer of a model.
 *
 * @param frames the length of a sequence
 * @param outputs channels of the output frame
 * @param bias whether a bias is added
 */
public record FlattenedLinear(int frames, int outputs, boolean bias) implements LayerDescription {
  /** Checks the sizes. */
  public FlattenedLinear {
    Sizes.check("flattened-linear", "frames", frames);
    Sizes.check("flattened-linear", "outputs", outputs);
  }

  static FlattenedLinear read(JsonObject json) {
    return new FlattenedLinear(
        json.integer("frames", 1, Sizes.MOST),
        json.integer("outputs", 1, Sizes.MOST),
        json.flag("bias", true));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.FLATTENED_LINEAR;
  }

  @Override
  public int outputs(int inputs) {
    return outputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    long width = stateSize(inputs);
    if (width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "flattened-linear: %d frames of %d channels are more than the %d floats of an array"
              .formatted(frames, inputs, Integer.MAX_VALUE));
    }
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(new ParameterSpec("weight", Initializer.fanIn(width), outputs, (int) width));
    if (bias) {
      specs.add(new ParameterSpec("bias", Initializer.fanIn(width), outputs));
    }
    return specs;
  }

  @Override
  public long stateSize(int inputs) {
    return (long) frames * inputs;
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return OptionalLong.of(frames);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("frames", frames);
    settings.put("outputs", outputs);
    settings.put("bias", bias);
    return settings;
  }
}
