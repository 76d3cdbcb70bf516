package dev.carrylane.engine.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;

/** Test values, and their comparison bit by bit. */
final class Floats {
  /** Fills what must not be written; not a value that any function here gives. */
  static final float GUARD = -0x1.234568p77f;

  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0.625f,
    -0.625f,
    17.5f,
    -88f,
    -95f,
    -104.5f,
    88.9f
  };

  private Floats() {}

  /** A mixture of arbitrary bits, special values and values of moderate size. */
  static float[] mixed(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> SPECIAL[random.nextInt(SPECIAL.length)];
            default -> (float) random.nextDouble(-12, 12);
          };
    }
    return values;
  }

  static float[] moderate(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-12, 12);
    }
    return values;
  }

  static void assertSame(float[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      assertSameBits(expected[i], actual[i], what + ", element " + i);
    }
  }

  static void assertSameBits(float expected, float actual, String what) {
    // floatToIntBits maps every NaN to one.
    if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
      assertEquals(Float.toHexString(expected), Float.toHexString(actual), what);
    }
  }
}
