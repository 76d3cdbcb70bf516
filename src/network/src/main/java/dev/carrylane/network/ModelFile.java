package dev.carrylane.network;

import dev.carrylane.network.layer.ParameterSpec;
import dev.carrylane.network.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a model file holds: a description, and a tensor for each of its parameters. A safetensors file whose metadata has the
 * description as JSON. Immutable.
 *
 * @param description the layers
 * @param parameters their tensors
 */
public record ModelFile(ModelDescription description, Parameters parameters) {
  /**
   * Checks that the tensors are those of the description.
   *
   * @throws IllegalArgumentException if one is missing, left over or of another shape
   */
  public ModelFile {
    Objects.requireNonNull(description, "description");
    Map<String, Tensor> tensors = parameters.tensors();
    int known = 0;
    for (ParameterSpec spec : description.parameters()) {
      Tensor tensor = tensors.get(spec.name());
      if (tensor == null) {
        throw new IllegalArgumentException(
            "tensor %s is missing; it should have shape %s"
                .formatted(spec.name(), Arrays.toString(spec.shape())));
      }
      if (!tensor.hasShape(spec.shape())) {
        throw new IllegalArgumentException(
            "tensor %s has shape %s; the model needs %s"
                .formatted(spec.name(), tensor, Arrays.toString(spec.shape())));
      }
      known++;
    }
    if (known < tensors.size()) {
      throw new IllegalArgumentException(leftOver(description, tensors, tensors.size() - known));
    }
  }

  private static String leftOver(
      ModelDescription description, Map<String, Tensor> tensors, int count) {
    Set<String> names = new LinkedHashSet<>(tensors.keySet());
    for (ParameterSpec spec : description.parameters()) {
      names.remove(spec.name());
    }
    return "the model has no place for tensor %s%s"
        .formatted(
            MalformedFileException.quote(names.iterator().next()),
            count == 1 ? "" : " and " + (count - 1) + " more of the file's");
  }

  /**
   * Whether a safetensors file says that it is a model file; others are tensors of any program.
   *
   * @param file a safetensors file
   * @return true if its metadata has a model description
   * @throws MalformedFileException if it is no safetensors file
   * @throws IOException if it cannot be read
   */
  public static boolean isModel(Path file) throws IOException {
    return ModelMetadata.isModel(SafetensorsFile.metadata(file));
  }

  /**
   * Reads a model file of version 1 or 2. A thread that is interrupted reads on.
   *
   * @param file a safetensors file that {@link #write} wrote
   * @return its contents
   * @throws MalformedFileException if it is not a valid safetensors file or not a model
   * @throws IOException if it cannot be read
   */
  public static ModelFile read(Path file) throws IOException {
    return of(SafetensorsFile.read(file), file.toString());
  }

  /**
   * Reads a model file's bytes, from a jar for instance; the stream is left open.
   *
   * @param in the bytes of a file, to their end
   * @param name what to call it in messages
   * @return its contents
   * @throws MalformedFileException if it is not a valid safetensors file or not a model
   * @throws IOException if it cannot be read
   */
  public static ModelFile read(InputStream in, String name) throws IOException {
    return of(SafetensorsFile.read(in, name), name);
  }

  /**
   * Reads a model file's bytes; nothing refers to the array afterwards.
   *
   * @param bytes the bytes of a file
   * @param name what to call it in messages
   * @return its contents
   * @throws MalformedFileException if it is not a valid safetensors file or not a model
   */
  public static ModelFile read(byte[] bytes, String name) throws MalformedFileException {
    return of(SafetensorsFile.read(bytes, name), name);
  }

  private static ModelFile of(SafetensorsFile file, String name) throws MalformedFileException {
    try {
      ModelMetadata.Described model = ModelMetadata.read(file.metadata(), file.tensors());
      return new ModelFile(model.description(), Parameters.of(model.tensors()));
    } catch (IllegalArgumentException invalid) {
      throw new MalformedFileException(name, invalid.getMessage());
    }
  }

  /**
   * Writes a model file of version 2. It appears whole or not at all.
   *
   * @param file where to write; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    SafetensorsFile.write(file, ModelMetadata.write(description), parameters.tensors());
  }
}
