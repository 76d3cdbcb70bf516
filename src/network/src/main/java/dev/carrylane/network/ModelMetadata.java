package dev.carrylane.network;

import static dev.carrylane.network.MalformedFileException.quote;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a model file says of itself beside its tensors. Version 2 has the description as JSON; version 1 is still read. */
final class ModelMetadata {
  private static final String FORMAT = "carrylane-model";

  private ModelMetadata() {}

  static Map<String, String> write(ModelDescription description) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", "2");
    metadata.put("model", description.toJsonLine());
    return metadata;
  }

  static boolean isModel(Map<String, String> metadata) {
    return FORMAT.equals(metadata.get("format"));
  }

  /**
   * The model of a file's metadata and tensors.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Described read(Map<String, String> metadata, Map<String, Tensor> tensors) {
    if (!isModel(metadata)) {
      throw new IllegalArgumentException(
          "its metadata has format %s, not '%s': it holds tensors, but no model description; './carrylane import' makes a model of it"
              .formatted(
                  metadata.containsKey("format") ? quote(metadata.get("format")) : "none", FORMAT));
    }
    String version = text(metadata, "version");
    if (version.equals("1")) {
      return VersionOne.read(metadata, tensors);
    }
    if (!version.equals("2")) {
      throw new IllegalArgumentException(
          "it is a model file of version %s; this program reads versions 1 and 2"
              .formatted(quote(version)));
    }
    return new Described(ModelDescription.fromJson(text(metadata, "model")), tensors);
  }

  static String text(Map<String, String> metadata, String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw new IllegalArgumentException("its metadata has no '" + key + "'");
    }
    return text;
  }

  /** A description, and tensors under the names that it gives them. */
  record Described(ModelDescription description, Map<String, Tensor> tensors) {}
}
