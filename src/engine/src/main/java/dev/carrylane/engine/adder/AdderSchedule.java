package dev.carrylane.engine.adder;

/**
 * The way in which an {@link Adder} finds the carries. The sum is exact and so the same with each; they
 * differ in speed alone.
 */
public enum AdderSchedule {
  /** Word after word, each waiting for the carry out of the one below: the definition. */
  RIPPLE,

  /**
   * Words side by side on SIMD lanes; the carries of all lanes from one addition of their generate and
   * propagate bits. A backend without lanes of 64 bits in fours or more (plain Java, 128-bit vectors) computes as
   * in {@link #RIPPLE}.
   */
  LOOKAHEAD,

  /**
   * Blocks of words side by side on threads, each by {@link #LOOKAHEAD} as if no carry came in. A scan
   * over what the blocks generate and propagate, (p₂, g₂) ∘ (p₁, g₁) = (p₂·p₁, p₂·g₁ + g₂) with
   * <i>and</i> for · and <i>or</i> for +, gives the carry into each block. A block that has one is
   * then increased by it, which changes its lowest words only as far as they are all ones: as a rule a
   * single word.
   */
  THREADED;

  /**
   * 512 bits take 8.3 ns in a ripple and 9.2 by lookahead, 768 bits 11.7 and 16.5 (512-bit vectors) or 10.8
   * (256-bit vectors), 1024 bits 16 and 10 or 15.
   */
  private static final long RIPPLE_MAX_BITS = 1023;

  /**
   * As long as operands and sum fit the second-level cache, here 2 MiB, one thread adds them as fast as two,
   * which take lines from each other: 4 million bits take it 16 µs, and two threads 20. Behind that two are
   * faster: 31 instead of 37 µs for 6 million bits, 54 to 67 instead of 127 for 10 million.
   */
  private static final long THREADED_MIN_BITS = 5 << 20;

  /**
   * The schedule that an adder uses unless it was given one by name.
   *
   * @param bits the length of the sum, 0 or more
   * @param threads the threads that the engine may use, 1 or more
   * @return the schedule for this length
   */
  public static AdderSchedule forLength(long bits, int threads) {
    if (bits <= RIPPLE_MAX_BITS) {
      return RIPPLE;
    }
    return threads > 1 && bits >= THREADED_MIN_BITS ? THREADED : LOOKAHEAD;
  }
}
