package dev.carrylane.tasks.checkpoint;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a file says of one tensor.
 *
 * @param name its name; in dictionaries and modules, the keys that lead to it, separated by dots
 * @param type the type of its elements in PyTorch's spelling, such as {@code float32} or {@code int64};
 *     whatever the file says where the type is unknown
 * @param shape its dimensions, empty for a scalar
 */
public record ListedTensor(String name, String type, List<Long> shape) {
  /** Keeps a copy of the shape. */
  public ListedTensor {
    shape = List.copyOf(shape);
  }

  /** Name, type and shape, as {@code rnn.bias_hh_l0 float32 [150]}. */
  @Override
  public String toString() {
    return name
        + " "
        + type
        + shape.stream().map(String::valueOf).collect(Collectors.joining(", ", " [", "]"));
  }
}
