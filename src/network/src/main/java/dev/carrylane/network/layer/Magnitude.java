package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * √(a² + b²) of pairs: a position of 2 · channels elements, first all real and then all imaginary parts, becomes one of
 * channels magnitudes. A frame is any number of positions. The bits are those of {@code Math.sqrt(Math.fma(a, a, b * b))}
 * in single precision.
 *
 * @param channels pairs of a position
 */
public record Magnitude(int channels) implements LayerDescription {
  /** Checks the size. */
  public Magnitude {
    Sizes.check("magnitude", "channels", channels);
  }

  static Magnitude read(JsonObject json) {
    return new Magnitude(json.integer("channels", 1, Sizes.MOST));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.MAGNITUDE;
  }

  @Override
  public int outputs(int inputs) {
    if (inputs % (2 * channels) != 0) {
      throw new IllegalArgumentException(
          "magnitude: a frame of %d is no whole number of positions of %d pairs"
              .formatted(inputs, channels));
    }
    return inputs / 2;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return List.of();
  }

  @Override
  public Map<String, Object> settings() {
    return Sizes.map("channels", channels);
  }
}
