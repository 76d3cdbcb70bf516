package dev.carrylane.network.safetensors;

import java.nio.ByteBuffer;

/** The format's element types. Those that become {@code float} say how; all are stored little-endian. */
enum ElementType {
  /** IEEE 754 binary32, copied bit for bit. */
  F32(32) {
    @Override
    void copy(ByteBuffer bytes, float[] values, int at, int count) {
      bytes.asFloatBuffer().get(values, at, count);
    }
  },
  /** IEEE 754 binary64, rounded to the nearest float. */
  F64(64) {
    @Override
    void copy(ByteBuffer bytes, float[] values, int at, int count) {
      for (int i = 0; i < count; i++) {
        values[at + i] = (float) bytes.getDouble(8 * i);
      }
    }
  },
  /** IEEE 754 binary16, widened exactly. */
  F16(16) {
    @Override
    void copy(ByteBuffer bytes, float[] values, int at, int count) {
      for (int i = 0; i < count; i++) {
        values[at + i] = Float.float16ToFloat(bytes.getShort(2 * i));
      }
    }
  },
  /** The upper half of a binary32, widened exactly. */
  BF16(16) {
    @Override
    void copy(ByteBuffer bytes, float[] values, int at, int count) {
      for (int i = 0; i < count; i++) {
        values[at + i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      }
    }
  },
  BOOL(8),
  U8(8),
  I8(8),
  U16(16),
  I16(16),
  U32(32),
  I32(32),
  U64(64),
  I64(64),
  C64(64),
  F4(4),
  F6_E2M3(6),
  F6_E3M2(6),
  F8_E4M3(8),
  F8_E5M2(8),
  F8_E8M0(8);

  private final int bits;

  ElementType(int bits) {
    this.bits = bits;
  }

  /** The bits of one element, of which whole bytes are made only by all of a tensor's together. */
  int bits() {
    return bits;
  }

  /** Whether elements become {@code float}. */
  boolean isRead() {
    return ordinal() <= BF16.ordinal();
  }

  /**
   * Converts elements.
   *
   * @param bytes little-endian, with the first element at 0, which is its position, too
   * @param values receives them from {@code at} on
   */
  void copy(ByteBuffer bytes, float[] values, int at, int count) {
    throw new UnsupportedOperationException(name());
  }

  /** The type of that name; null where the format has none. */
  static ElementType named(String name) {
    for (ElementType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }
}
