package dev.carrylane.tasks.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A tensor of a checkpoint: where its elements are in a storage. */
final class TensorView {
  /** More dimensions than any layer has; bounds the work that one small view can ask for. */
  private static final int MAX_RANK = 16;

  private final Storage storage;
  private final int offset;
  private final int[] shape;
  private final int[] strides;
  private final int size;

  private TensorView(Storage storage, int offset, int[] shape, int[] strides, int size) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
    this.size = size;
  }

  /**
   * A view that stays inside its storage and has no more elements than it.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static TensorView of(Storage storage, long offset, long[] shape, long[] strides) {
    if (shape.length != strides.length || shape.length > MAX_RANK) {
      throw new IllegalArgumentException(
          "a tensor with "
              + shape.length
              + " dimensions and "
              + strides.length
              + " strides; they must be as many, and at most "
              + MAX_RANK);
    }
    String what =
        "a tensor of shape "
            + Arrays.toString(shape)
            + ", strides "
            + Arrays.toString(strides)
            + " and offset "
            + offset;
    long size = 1;
    boolean tooLarge = false;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(what + ": a dimension is negative");
      }
      tooLarge |= dimension > Integer.MAX_VALUE;
      // Kept below 2^31, so that the next product fits; a dimension of 0 still gives 0.
      size = tooLarge ? size : Math.min(size * dimension, Integer.MAX_VALUE);
    }
    if (tooLarge || size > storage.elements()) {
      throw new IllegalArgumentException(
          what
              + " has more elements than the "
              + storage.elements()
              + " of its storage; call contiguous() on it before saving");
    }
    if (offset < 0 || offset > storage.elements()) {
      throw new IllegalArgumentException(
          what + " begins outside its storage of " + storage.elements() + " elements");
    }
    long last = offset;
    for (int i = 0; i < shape.length; i++) {
      if (strides[i] < 0) {
        throw new IllegalArgumentException(what + ": a stride is negative");
      }
      if (size > 0 && shape[i] > 1) {
        // Both factors are below 2^31 here, or the storage is left and the loop with it.
        last += (shape[i] - 1) * Math.min(strides[i], Integer.MAX_VALUE);
        if (last >= storage.elements()) {
          throw new IllegalArgumentException(
              what + " reaches outside its storage of " + storage.elements() + " elements");
        }
      }
    }
    if (size > 0 && last >= storage.elements()) {
      throw new IllegalArgumentException(
          what + " begins outside its storage of " + storage.elements() + " elements");
    }
    return new TensorView(
        storage,
        (int) offset,
        Arrays.stream(shape).mapToInt(Math::toIntExact).toArray(),
        // The stride of a dimension of at most 1 is never used and may be any number.
        Arrays.stream(strides).mapToInt(s -> (int) Math.min(s, Integer.MAX_VALUE)).toArray(),
        (int) size);
  }

  Storage storage() {
    return storage;
  }

  int[] shape() {
    return shape.clone();
  }

  int size() {
    return size;
  }

  /**
   * The elements in row-major order.
   *
   * @param bytes the storage's, in little-endian order
   * @param imaginary whether to take the imaginary parts of complex elements
   */
  float[] values(ByteBuffer bytes, boolean imaginary) {
    float[] values = new float[size];
    int[] index = new int[shape.length];
    int position = offset;
    for (int i = 0; i < size; i++) {
      values[i] =
          imaginary
              ? storage.type().imaginary(bytes, position)
              : storage.type().element(bytes, position);
      // Counts the index up like an odometer, the last axis fastest.
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        if (++index[axis] < shape[axis]) {
          position += strides[axis];
          break;
        }
        position -= strides[axis] * (shape[axis] - 1);
        index[axis] = 0;
      }
    }
    return values;
  }

  /** A text that two views have in common exactly if they show the same elements in one shape. */
  String identity() {
    return storage.number() + "+" + offset + Arrays.toString(shape) + Arrays.toString(strides);
  }
}
