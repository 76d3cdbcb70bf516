package dev.carrylane.engine.golden;

/**
 * A 64-bit hash over the bits of results. All NaN count as one, because which NaN a result is isn't
 * specified; 0 and −0 differ. Each element goes through a bijection of the state, so a single changed bit
 * always changes the value.
 */
final class BitHash {
  private long state = 0xcbf29ce484222325L;

  BitHash add(long bits) {
    long mixed = (state ^ bits) * 0x9e3779b97f4a7c15L;
    state = mixed ^ mixed >>> 29;
    return this;
  }

  BitHash add(float[] values) {
    add(values.length);
    for (float value : values) {
      add(Float.floatToIntBits(value));
    }
    return this;
  }

  BitHash add(double[] values) {
    add(values.length);
    for (double value : values) {
      add(Double.doubleToLongBits(value));
    }
    return this;
  }

  BitHash add(long[] values) {
    add(values.length);
    for (long value : values) {
      add(value);
    }
    return this;
  }

  long value() {
    return state;
  }
}
