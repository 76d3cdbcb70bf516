package dev.carrylane.network.safetensors;

import java.util.List;

/**
 * What the header of a file says of one tensor.
 *
 * @param name its name
 * @param type the type of its elements in the format's spelling, such as {@code F32} or {@code I64}
 * @param shape its dimensions
 */
public record SafetensorsEntry(String name, String type, List<Long> shape) {
  /** Keeps a copy of the shape. */
  public SafetensorsEntry {
    shape = List.copyOf(shape);
  }
}
