package dev.carrylane.tasks.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** PyTorch's storage classes: how many bytes an element has, and how it becomes a {@code float}. */
enum StorageType {
  FLOAT("FloatStorage", "float32", 4) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return bytes.getFloat(4 * index);
    }
  },
  DOUBLE("DoubleStorage", "float64", 8) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(8 * index);
    }
  },
  HALF("HalfStorage", "float16", 2) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return Float.float16ToFloat(bytes.getShort(2 * index));
    }
  },
  BFLOAT16("BFloat16Storage", "bfloat16", 2) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
    }
  },
  LONG("LongStorage", "int64", 8),
  INT("IntStorage", "int32", 4),
  SHORT("ShortStorage", "int16", 2),
  CHAR("CharStorage", "int8", 1),
  BYTE("ByteStorage", "uint8", 1),
  BOOL("BoolStorage", "bool", 1),
  COMPLEX_FLOAT("ComplexFloatStorage", "complex64", 8) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return bytes.getFloat(8 * index);
    }

    @Override
    float imaginary(ByteBuffer bytes, int index) {
      return bytes.getFloat(8 * index + 4);
    }
  },
  COMPLEX_DOUBLE("ComplexDoubleStorage", "complex128", 16) {
    @Override
    float element(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(16 * index);
    }

    @Override
    float imaginary(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(16 * index + 8);
    }
  },
  QUANTIZED_INT8("QInt8Storage", "qint8", 1),
  QUANTIZED_UINT8("QUInt8Storage", "quint8", 1),
  QUANTIZED_INT32("QInt32Storage", "qint32", 4),
  UNTYPED("UntypedStorage", "bytes", 1);

  private final String className;
  private final String typeName;
  private final int bytes;

  StorageType(String className, String typeName, int bytes) {
    this.className = className;
    this.typeName = typeName;
    this.bytes = bytes;
  }

  /** The type whose storages are of a class of package {@code torch}. */
  static Optional<StorageType> of(Global global) {
    return Arrays.stream(values())
        .filter(
            type ->
                global.is("torch", type.className)
                    || type == UNTYPED && global.is("torch.storage", type.className))
        .findFirst();
  }

  /** What PyTorch calls the type of the elements. */
  String typeName() {
    return typeName;
  }

  /** The size of one element. */
  int bytes() {
    return bytes;
  }

  /** Whether {@link #element} may be called. */
  boolean readable() {
    return switch (this) {
      case FLOAT, DOUBLE, HALF, BFLOAT16, COMPLEX_FLOAT, COMPLEX_DOUBLE -> true;
      default -> false;
    };
  }

  /**
   * One element of a storage, given as little-endian bytes; only of types that are readable. Of a complex
   * one, the real part.
   */
  float element(ByteBuffer bytes, int index) {
    throw new UnsupportedOperationException(className);
  }

  /** Whether {@link #imaginary} may be called. */
  boolean complex() {
    return this == COMPLEX_FLOAT || this == COMPLEX_DOUBLE;
  }

  /** The imaginary part of an element. */
  float imaginary(ByteBuffer bytes, int index) {
    throw new UnsupportedOperationException(className);
  }
}
