package dev.carrylane.network.layer;

import java.util.Arrays;
import java.util.Objects;

/** One trained tensor of a layer: its name, its shape, and what it holds before training. Immutable. */
public final class ParameterSpec {
  private final String name;
  private final int[] shape;
  private final Initializer initializer;

  ParameterSpec(String name, Initializer initializer, int... shape) {
    this.name = Objects.requireNonNull(name, "name");
    this.initializer = initializer;
    this.shape = shape;
    long size = 1;
    for (int dimension : shape) {
      size = Math.min(size * dimension, Long.MAX_VALUE >>> 21);
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "tensor %s of shape %s has more elements than an array holds"
              .formatted(name, Arrays.toString(shape)));
    }
  }

  /** The same tensor of a layer inside another. */
  ParameterSpec within(String prefix) {
    return new ParameterSpec(prefix + name, initializer, shape);
  }

  /** {@return the name, as {@code 0.weight_ih_l0}} */
  public String name() {
    return name;
  }

  /** {@return the dimensions, a copy} */
  public int[] shape() {
    return shape.clone();
  }

  /** {@return the number of elements} */
  public int size() {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return size;
  }

  /** {@return what training starts from} */
  public Initializer initializer() {
    return initializer;
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(shape);
  }
}
