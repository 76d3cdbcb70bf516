package dev.carrylane.engine.internal.pack;

/** The upper half of a float: its sign, its exponent and 7 bits of its significand. */
final class Bfloat16 {
  private static final int LOWER = 0xFFFF;
  private static final int QUIET = 1 << 22;

  private Bfloat16() {}

  /**
   * The nearest bfloat16, ties to even, as a float whose lower half is zero. What rounds past the largest
   * becomes infinite; NaN stays NaN.
   */
  static float round(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return Float.intBitsToFloat((bits | QUIET) & ~LOWER);
    }
    int even = bits >>> 16 & 1;
    return Float.intBitsToFloat((bits + (LOWER >>> 1) + even) & ~LOWER);
  }
}
