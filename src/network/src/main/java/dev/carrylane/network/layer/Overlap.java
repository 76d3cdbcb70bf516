package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Puts the last samples of what came before in front of a frame: a frame is then a piece of a signal, and neighbouring
 * pieces overlap. Before the first frame there are zeros.
 *
 * @param samples how many; from a frame no longer than itself
 */
public record Overlap(int samples) implements LayerDescription {
  /** Checks the size. */
  public Overlap {
    Sizes.check("overlap", "samples", samples);
  }

  static Overlap read(JsonObject json) {
    return new Overlap(json.integer("samples", 1, Sizes.MOST));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.OVERLAP;
  }

  @Override
  public int outputs(int inputs) {
    if (samples > inputs) {
      throw new IllegalArgumentException(
          "overlap: samples is %d, more than the %d of a frame".formatted(samples, inputs));
    }
    return Sizes.width("overlap", (long) inputs + samples);
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return List.of();
  }

  @Override
  public long stateSize(int inputs) {
    return samples;
  }

  @Override
  public OptionalLong receptiveField(int inputs) {
    return OptionalLong.of(2);
  }

  @Override
  public Map<String, Object> settings() {
    return Sizes.map("samples", samples);
  }
}
