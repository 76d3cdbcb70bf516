package dev.carrylane.tasks.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** PyTorch's storage classes: how many bytes an element has, and how it becomes a {@code float}. */
enum StorageType {
  FLOAT("FloatStorage", 4, true) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return bytes.getFloat(4 * index);
    }
  },
  DOUBLE("DoubleStorage", 8, true) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(8 * index);
    }
  },
  HALF("HalfStorage", 2, true) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return Float.float16ToFloat(bytes.getShort(2 * index));
    }
  },
  BFLOAT16("BFloat16Storage", 2, true) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
    }
  },
  /** Counters, such as how many batches a normalisation layer has seen; exact or refused. */
  LONG("LongStorage", 8, true) {
    @Override
    float element(ByteBuffer bytes, int index) {
      long value = bytes.getLong(8 * index);
      if (value < -EXACT_INTEGERS || value > EXACT_INTEGERS) {
        throw new IllegalArgumentException(
            "the integer "
                + value
                + " has no exact float; remove the tensor or convert it with float() before saving");
      }
      return value;
    }
  },
  INT("IntStorage", 4, false),
  SHORT("ShortStorage", 2, false),
  CHAR("CharStorage", 1, false),
  BYTE("ByteStorage", 1, false),
  BOOL("BoolStorage", 1, false),
  COMPLEX_FLOAT("ComplexFloatStorage", 8, false),
  COMPLEX_DOUBLE("ComplexDoubleStorage", 16, false),
  UNTYPED("UntypedStorage", 1, false);

  /** All integers up to this size are floats. */
  private static final long EXACT_INTEGERS = 1 << 24;

  private final String className;
  private final int bytes;
  private final boolean readable;

  StorageType(String className, int bytes, boolean readable) {
    this.className = className;
    this.bytes = bytes;
    this.readable = readable;
  }

  /** The type whose storages are of a class of package {@code torch}. */
  static Optional<StorageType> of(Global global) {
    return Arrays.stream(values()).filter(type -> global.is("torch", type.className)).findFirst();
  }

  /** The class name without package. */
  String className() {
    return className;
  }

  /** The size of one element. */
  int bytes() {
    return bytes;
  }

  /** Whether {@link #element} may be called. */
  boolean readable() {
    return readable;
  }

  /**
   * One element of a storage, given as little-endian bytes.
   *
   * @throws IllegalArgumentException if the element cannot be had as a float, with a message for the
   *     user
   */
  float element(ByteBuffer bytes, int index) {
    throw new UnsupportedOperationException(className);
  }
}
