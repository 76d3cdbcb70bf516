package dev.carrylane.network;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * An immutable dense array of {@code float} values in row-major order, with its shape. May be shared
 * by any number of threads.
 */
public final class Tensor {
  private final int[] shape;
  private final float[] values;

  private Tensor(int[] shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * A tensor that takes over an array: the caller must not write to it afterwards.
   *
   * @param values the elements, row-major
   * @param shape the dimensions; empty for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if a dimension is negative or their product is not the number of
   *     elements
   */
  public static Tensor of(float[] values, int... shape) {
    long size = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("negative dimension in shape " + Arrays.toString(shape));
      }
      size = Math.min(size * dimension, Integer.MAX_VALUE);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + values.length + " elements");
    }
    return new Tensor(shape.clone(), values);
  }

  /**
   * The dimensions.
   *
   * @return a copy
   */
  public int[] shape() {
    return shape.clone();
  }

  /**
   * The number of dimensions.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return shape.length;
  }

  /**
   * One dimension.
   *
   * @param axis 0 to rank − 1
   * @return its size
   */
  public int dimension(int axis) {
    return shape[axis];
  }

  /**
   * The number of elements.
   *
   * @return the product of the dimensions
   */
  public int size() {
    return values.length;
  }

  /**
   * One element.
   *
   * @param index its row-major position
   * @return its value
   */
  public float get(int index) {
    return values[index];
  }

  /**
   * The elements.
   *
   * @return a copy, row-major
   */
  public float[] toArray() {
    return values.clone();
  }

  /**
   * Whether the shape is the given one.
   *
   * @param dimensions the dimensions to compare with
   * @return true if all are equal
   */
  public boolean hasShape(int... dimensions) {
    return Arrays.equals(shape, dimensions);
  }

  /** Updates a checksum with the elements, by way of a buffer. */
  void digest(CRC32C checksum, ByteBuffer buffer) {
    int most = buffer.capacity() / Float.BYTES;
    for (int from = 0; from < values.length; from += most) {
      int count = Math.min(most, values.length - from);
      buffer.clear();
      buffer.asFloatBuffer().put(values, from, count);
      checksum.update(buffer.limit(count * Float.BYTES));
    }
  }

  /** The shape, as {@code [150, 88, 5]}. */
  @Override
  public String toString() {
    return Arrays.toString(shape);
  }
}
