package dev.carrylane.network.layer;

import dev.carrylane.network.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A row of a table for each token. An input frame is one number, the token, from 0 to vocabulary − 1; any other is refused
 * when it comes.
 *
 * @param vocabulary rows
 * @param width channels of a row
 */
public record Embedding(int vocabulary, int width) implements LayerDescription {
  /** Checks the sizes. */
  public Embedding {
    Sizes.check("embedding", "vocabulary", vocabulary);
    Sizes.check("embedding", "width", width);
  }

  static Embedding read(JsonObject json) {
    return new Embedding(
        json.integer("vocabulary", 1, Sizes.MOST), json.integer("width", 1, Sizes.MOST));
  }

  @Override
  public LayerKind kind() {
    return LayerKind.EMBEDDING;
  }

  @Override
  public int outputs(int inputs) {
    if (inputs != 1) {
      throw new IllegalArgumentException(
          "embedding: its input frames are tokens, one number each, not frames of " + inputs);
    }
    return width;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return List.of(new ParameterSpec("weight", Initializer.normal(1), vocabulary, width));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("vocabulary", vocabulary);
    settings.put("width", width);
    return settings;
  }
}
