package dev.carrylane.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;

/** Arrays that reach every corner of the format, and the comparison of their bits. */
public final class Floats {
  /** Fills what must not be written; not a value that any operation gives. */
  public static final float GUARD = -0x1.234568p77f;

  /** Products of two values of this size are denormal: their sums round at a fixed place. */
  private static final float TINY = 0x1p-70f;

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
    -1f,
    // Where activations change their formula, or leave the range of the format.
    0.625f,
    -0.625f,
    17.5f,
    -88f,
    -95f,
    -104.5f,
    88.9f
  };

  private Floats() {}

  /**
   * The values at which something changes.
   *
   * @return NaN, infinities, zeros, the ends of the format, ones, and where activations change
   */
  public static float[] special() {
    return SPECIAL.clone();
  }

  /**
   * Values of one kind, drawn first: any 32 bits, special values alone, ordinary values with a few
   * special ones among them, ordinary values alone, values with denormal products. Chains of arbitrary
   * bits soon end in NaN, so ordinary values, which keep every rounding visible, come more often.
   *
   * @param random where they come from
   * @param length how many
   * @return a new array
   */
  public static float[] any(SplittableRandom random, int length) {
    int kind = random.nextInt(8);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          switch (kind) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> special(random);
            case 2 -> random.nextInt(16) == 0 ? special(random) : within(random, 1);
            case 3 -> within(random, 1) * TINY;
            default -> within(random, 1);
          };
    }
    return values;
  }

  /**
   * Any bits, special values and moderate ones beside each other, for operations on single elements.
   *
   * @param length how many
   * @param seed the same values for the same seed
   * @return a new array
   */
  public static float[] mixed(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> special(random);
            default -> within(random, 12);
          };
    }
    return values;
  }

  /**
   * Values in which no activation overflows.
   *
   * @param length how many
   * @param seed the same values for the same seed
   * @return a new array
   */
  public static float[] moderate(int length, long seed) {
    return within(new SplittableRandom(seed), length, 12);
  }

  /**
   * Finite values around 0.
   *
   * @param random where they come from
   * @param length how many
   * @param bound the greatest magnitude
   * @return a new array
   */
  public static float[] within(SplittableRandom random, int length, double bound) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = within(random, bound);
    }
    return values;
  }

  private static float special(SplittableRandom random) {
    return SPECIAL[random.nextInt(SPECIAL.length)];
  }

  private static float within(SplittableRandom random, double bound) {
    return (float) random.nextDouble(-bound, bound);
  }

  /**
   * Asserts equality of bits, where one NaN is as good as another.
   *
   * @param expected what should be there
   * @param actual what is there
   * @param what begins the message
   */
  public static void assertSameBits(float[] expected, float[] actual, String what) {
    if (expected.length != actual.length) {
      fail(what + ": " + actual.length + " values instead of " + expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      if (!sameBits(expected[i], actual[i])) {
        fail(what + ", at " + i + ": " + text(actual[i]) + " instead of " + text(expected[i]));
      }
    }
  }

  /**
   * Asserts equality of bits, where one NaN is as good as another.
   *
   * @param expected what should be there
   * @param actual what is there
   * @param what begins the message
   */
  public static void assertSameBits(float expected, float actual, String what) {
    if (!sameBits(expected, actual)) {
      fail(what + ": " + text(actual) + " instead of " + text(expected));
    }
  }

  private static String text(float value) {
    return "%s (%08x)".formatted(value, Float.floatToRawIntBits(value));
  }

  /**
   * Compares bits, where one NaN is as good as another.
   *
   * @param x a value
   * @param y another
   * @return whether they have the same bits, or are both NaN
   */
  public static boolean sameBits(float x, float y) {
    return Float.floatToIntBits(x) == Float.floatToIntBits(y);
  }
}
