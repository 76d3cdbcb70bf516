package dev.carrylane.network;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Hands out parameters by name and shape while a model is built, and notices those nobody asked for. */
final class ParameterReader {
  private final Parameters parameters;
  private final Set<String> unread;

  ParameterReader(Parameters parameters) {
    this.parameters = parameters;
    unread = new LinkedHashSet<>(parameters.tensors().keySet());
  }

  boolean has(String name) {
    return parameters.tensors().containsKey(name);
  }

  /** The tensor of that name, which must have that shape. */
  Tensor get(String name, int... shape) {
    Tensor tensor = parameters.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "tensor %s is missing; it should have shape %s".formatted(name, Arrays.toString(shape)));
    }
    if (!tensor.hasShape(shape)) {
      throw new IllegalArgumentException(
          "tensor %s has shape %s; the model needs %s"
              .formatted(name, tensor, Arrays.toString(shape)));
    }
    unread.remove(name);
    return tensor;
  }

  /** Refuses tensors that the model has no place for: its result would silently not depend on them. */
  void requireAllRead(ModelDescription description) {
    if (!unread.isEmpty()) {
      String name = unread.iterator().next();
      throw new IllegalArgumentException(
          "a %s model has no tensor %s%s"
              .formatted(
                  description.architecture(),
                  MalformedFileException.quote(name),
                  unread.size() == 1 ? "" : " and " + (unread.size() - 1) + " more of the file's"));
    }
  }
}
