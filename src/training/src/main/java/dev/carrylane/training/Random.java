package dev.carrylane.training;

/**
 * Random bits by number: value i of a key is a hash of both, so that any thread can draw any value, in any order. The hash is
 * that of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), which as a generator passes
 * BigCrush.
 */
public final class Random {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Random() {}

  /**
   * {@return 64 bits}
   *
   * @param key says which sequence of values
   * @param index says which of them
   */
  public static long bits(long key, long index) {
    long z = key + (index + 1) * GOLDEN;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /**
   * {@return a key for one part of what another key is for}
   *
   * @param key the other key
   * @param part its number
   */
  public static long key(long key, long part) {
    return bits(bits(key, part), 0x63617272);
  }

  /**
   * {@return a number from 0, inclusive, to a bound, exclusive; from a bound of 2³¹ down, off from uniform by less than 2⁻³²}
   *
   * @param key says which sequence of values
   * @param index says which of them
   * @param bound 1 or more
   */
  public static int below(long key, long index, int bound) {
    return (int) ((bits(key, index) >>> 32) * bound >>> 32);
  }

  /**
   * {@return a multiple of 2⁻⁵³ from 0, inclusive, to 1, exclusive}
   *
   * @param key says which sequence of values
   * @param index says which of them
   */
  public static double unit(long key, long index) {
    return (bits(key, index) >>> 11) * 0x1p-53;
  }
}
