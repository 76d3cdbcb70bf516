package dev.carrylane.engine.internal.pack;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** As {@link FloatStorage}: weights in double precision are only ever kept as they were given. */
public enum DoubleStorage {
  /** As they were given. */
  FULL;

  /** What messages call such weights. */
  public final String words = "packed weights";

  /** The size of an element in panels. */
  public long bytes() {
    return Double.BYTES;
  }

  public double round(double value) {
    return value;
  }

  void store(double[] panel, int width, MemorySegment memory, long first) {
    MemorySegment.copy(
        panel, 0, memory, ValueLayout.JAVA_DOUBLE, first * Double.BYTES, panel.length);
  }
}
