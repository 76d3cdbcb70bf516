package dev.carrylane.engine.internal.pack;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** How packed weights keep their elements. */
public enum FloatStorage {
  /** As they were given. */
  FULL("packed weights", Float.BYTES) {
    @Override
    public float round(float value) {
      return value;
    }

    @Override
    void store(float[] panel, int width, MemorySegment memory, long first) {
      MemorySegment.copy(
          panel, 0, memory, ValueLayout.JAVA_FLOAT, first * Float.BYTES, panel.length);
    }
  },

  /** As bfloat16 numbers, two in an int. */
  BFLOAT16("bfloat16 weights", Short.BYTES) {
    @Override
    public float round(float value) {
      return Bfloat16.round(value);
    }

    /** Columns j and j + width/2 share an int, so that each half of a row of ints is a vector of columns. */
    @Override
    void store(float[] panel, int width, MemorySegment memory, long first) {
      int lanes = width / 2;
      int[] pairs = new int[panel.length / 2];
      for (int i = 0; i < pairs.length; i++) {
        int at = i / lanes * width + i % lanes;
        int low = Float.floatToRawIntBits(panel[at]) >>> 16;
        pairs[i] = Float.floatToRawIntBits(panel[at + lanes]) | low;
      }
      MemorySegment.copy(pairs, 0, memory, ValueLayout.JAVA_INT, first * Short.BYTES, pairs.length);
    }
  };

  /** What messages call such weights. */
  public final String words;

  private final long bytes;

  FloatStorage(String words, long bytes) {
    this.words = words;
    this.bytes = bytes;
  }

  /** The size of an element in panels. */
  public long bytes() {
    return bytes;
  }

  /** The nearest number that is kept as it is. */
  public abstract float round(float value);

  /** Writes a panel. */
  abstract void store(float[] panel, int width, MemorySegment memory, long first);
}
