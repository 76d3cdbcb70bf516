package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;

/** Arrays that reach every corner of the format, and the comparison of their bits. */
final class Floats {
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f,
    -1f
  };

  /** Products of two values of this size are denormal: their sums round at a fixed place. */
  private static final float TINY = 0x1p-70f;

  private Floats() {}

  /**
   * Values of one kind, drawn first: any 32 bits, special values alone, ordinary values with a few
   * special ones among them, ordinary values alone, values with denormal products. Chains of arbitrary
   * bits soon end in NaN, so ordinary values, which keep every rounding visible, come more often.
   */
  static float[] any(SplittableRandom random, int length) {
    int kind = random.nextInt(8);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          switch (kind) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> special(random);
            case 2 -> random.nextInt(16) == 0 ? special(random) : ordinary(random);
            case 3 -> ordinary(random) * TINY;
            default -> ordinary(random);
          };
    }
    return values;
  }

  /** Finite values within ±1. */
  static float[] ordinary(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = ordinary(random);
    }
    return values;
  }

  /** One value of any 32 bits. */
  static float anyBits(SplittableRandom random) {
    return Float.intBitsToFloat(random.nextInt());
  }

  private static float special(SplittableRandom random) {
    return SPECIAL[random.nextInt(SPECIAL.length)];
  }

  private static float ordinary(SplittableRandom random) {
    return (float) random.nextDouble(-1, 1);
  }

  /** Equality of bits, where one NaN is as good as another. */
  static void assertSameBits(float[] expected, float[] actual, String what) {
    if (expected.length != actual.length) {
      fail(what + ": " + actual.length + " values instead of " + expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      if (!sameBits(expected[i], actual[i])) {
        fail(
            "%s, at %d: %s (%08x) instead of %s (%08x)"
                .formatted(
                    what,
                    i,
                    actual[i],
                    Float.floatToRawIntBits(actual[i]),
                    expected[i],
                    Float.floatToRawIntBits(expected[i])));
      }
    }
  }

  static boolean sameBits(float x, float y) {
    return Float.floatToIntBits(x) == Float.floatToIntBits(y);
  }
}
