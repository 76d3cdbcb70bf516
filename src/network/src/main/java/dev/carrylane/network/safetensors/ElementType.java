package dev.carrylane.network.safetensors;

import dev.carrylane.network.MalformedFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The element types that become {@code float}, and how. All are stored little-endian, unaligned. */
enum ElementType {
  /** IEEE 754 binary32, copied bit for bit. */
  F32(4) {
    @Override
    void copy(MemorySegment file, long offset, float[] values) {
      MemorySegment.copy(file, FLOAT, offset, values, 0, values.length);
    }
  },
  /** IEEE 754 binary64, rounded to the nearest float. */
  F64(8) {
    @Override
    void copy(MemorySegment file, long offset, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) file.get(DOUBLE, offset + 8L * i);
      }
    }
  },
  /** IEEE 754 binary16, widened exactly. */
  F16(2) {
    @Override
    void copy(MemorySegment file, long offset, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.float16ToFloat(file.get(SHORT, offset + 2L * i));
      }
    }
  },
  /** The upper half of a binary32, widened exactly. */
  BF16(2) {
    @Override
    void copy(MemorySegment file, long offset, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat(file.get(SHORT, offset + 2L * i) << 16);
      }
    }
  };

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The format's other types, so that a message can tell "not for us" from "not a type". */
  private static final Set<String> OTHERS =
      Set.of(
          "BOOL", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64", "C64", "F4", "F6_E2M3",
          "F6_E3M2", "F8_E4M3", "F8_E5M2", "F8_E8M0");

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element. */
  int bytes() {
    return bytes;
  }

  /** Fills an array with the elements that start at a byte of the file. */
  abstract void copy(MemorySegment file, long offset, float[] values);

  /** The type of that name, if it is one that becomes {@code float}. */
  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Why a type of that name is not read, for the user. */
  static String refusal(String name) {
    return OTHERS.contains(name)
        ? "elements of type "
            + name
            + " are not read; convert the tensor to F32, F64, F16 or BF16 before saving it"
        : "unknown element type " + MalformedFileException.quote(name);
  }
}
