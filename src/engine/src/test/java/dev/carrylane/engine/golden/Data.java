package dev.carrylane.engine.golden;

/**
 * Numbers that are the same for ever: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014), written out here so that no library can change the stream. Every case begins
 * with a new instance.
 */
final class Data {
  /** Where rounding and underflow have their corners, and what overflows in products and long sums. */
  private static final double[] FINITE = {
    0.0,
    -0.0,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    0x1p125,
    0x1.23456p-140,
    -0x1.fffffep-127,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    -0x1p125,
    1.0,
    -1.0,
    0x1p-64,
    0x1p64
  };

  /** Factors that no state overflows by. */
  private static final double[] FACTORS = {
    0.0, -0.0, Float.MIN_VALUE, 1.0, -0x1.23456p-130, Float.MIN_NORMAL, -1.0, 0x1p-64, 0.99999994
  };

  private static final double[] NOT_FINITE = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private long state;

  long next() {
    state += 0x9e3779b97f4a7c15L;
    long z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /** From 0 to 1, exclusive. */
  private double unit() {
    return (next() >>> 11) * 0x1p-53;
  }

  double[] doubles(int length, double least, double most) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = least + (most - least) * unit();
    }
    return values;
  }

  float[] floats(int length, double least, double most) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (least + (most - least) * unit());
    }
    return values;
  }

  /** From −1 to 1. */
  float[] floats(int length) {
    return floats(length, -1, 1);
  }

  /** From −1 to 1. */
  double[] doubles(int length) {
    return doubles(length, -1, 1);
  }

  long[] longs(int length) {
    long[] values = new long[length];
    for (int i = 0; i < length; i++) {
      values[i] = next();
    }
    return values;
  }

  /** Puts special values, all finite, about the edges of vectors and blocks. */
  static float[] finiteSpecials(float[] values) {
    return sprinkle(values, FINITE);
  }

  /** As {@link #finiteSpecials}, in the range of double. */
  static double[] finiteSpecials(double[] values) {
    return sprinkle(values, FINITE);
  }

  /** As {@link #finiteSpecials}, for factors of a state: none is above 1. */
  static float[] factors(float[] values) {
    return sprinkle(values, FACTORS);
  }

  /** As {@link #factors(float[])}, in the range of double. */
  static double[] factors(double[] values) {
    return sprinkle(values, FACTORS);
  }

  private static float[] sprinkle(float[] values, double[] specials) {
    int special = 0;
    for (int i = 0; i < values.length; i++) {
      if (isEdge(i)) {
        values[i] = (float) specials[special++ % specials.length];
      }
    }
    return values;
  }

  private static double[] sprinkle(double[] values, double[] specials) {
    int special = 0;
    for (int i = 0; i < values.length; i++) {
      if (isEdge(i)) {
        double value = specials[special++ % specials.length];
        boolean extreme = Math.abs(value) < 0x1p-100 || Math.abs(value) > 0x1p100;
        values[i] = extreme ? Math.scalb(value, value * value < 1 ? -925 : 895) : value;
      }
    }
    return values;
  }

  /** Puts NaN and the infinities into the second half, far from each other. */
  static float[] notFinite(float[] values) {
    for (int i = values.length / 2; i < values.length; i++) {
      if (isRare(i)) {
        values[i] = (float) NOT_FINITE[i / 13 % NOT_FINITE.length];
      }
    }
    return values;
  }

  /** Puts NaN and the infinities into the second half, far from each other. */
  static double[] notFinite(double[] values) {
    for (int i = values.length / 2; i < values.length; i++) {
      if (isRare(i)) {
        values[i] = NOT_FINITE[i / 13 % NOT_FINITE.length];
      }
    }
    return values;
  }

  /** About the multiples of 512, and of 16 among the first of them. */
  private static boolean isEdge(int i) {
    int distance = (i + 1) % (i < 80 ? 16 : 512);
    return distance <= 2;
  }

  private static boolean isRare(int i) {
    return i % (i < 80 ? 13 : 97) == 11;
  }
}
