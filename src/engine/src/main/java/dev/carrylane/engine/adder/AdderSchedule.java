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
  LOOKAHEAD;

  /** From 1024 bits on lookahead is faster, whatever the width of vectors. */
  private static final long RIPPLE_MAX_BITS = 1023;

  /**
   * {@return the schedule that an adder uses unless it was given one by name}
   *
   * @param bits the length of the sum, 0 or more
   */
  public static AdderSchedule forLength(long bits) {
    return bits <= RIPPLE_MAX_BITS ? RIPPLE : LOOKAHEAD;
  }
}
