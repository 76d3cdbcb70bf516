package dev.carrylane.engine.internal.kernel;

/** What follows from the precision of elements for the recurrence of {@link FloatAffineKernel}. */
public final class FloatAffineLimits {
  /**
   * A product of absolute value below this cannot change a {@code float} result by more than the rounding that {@link
   * dev.carrylane.engine.scan.AffineScan} allows, whatever {@code float} it multiplies; it counts as zero.
   */
  public static final double NEGLIGIBLE_PRODUCT = 0x1p-300;

  /**
   * A product is compared with {@link #NEGLIGIBLE_PRODUCT} after the steps 1 to 64, 65 to 128, … of a block. Often
   * enough that gates of 2^−11 do not reach the slow subnormal numbers in between, and rarely enough to cost nothing.
   */
  public static final int PRODUCT_CHECK_STEPS = 64;

  /** Elements that {@link FloatAffineKernel#lookahead} takes at a time: 1024 bits. */
  public static final int LOOKAHEAD_TURN = 32;

  /** A product of a whole tile below this is not good enough. */
  public static final float LEAST_LOOKAHEAD_PRODUCT = 0x1p-63f;

  /**
   * Elements that are looked ahead at once, and taken serially if they are not good enough for it: 16 KB of each
   * operand, long enough to hide the beginning and the end, and short enough that the copy of what is overwritten in
   * place stays in the first-level cache.
   */
  public static final int LOOKAHEAD_BLOCK = 4096;

  private FloatAffineLimits() {}

  /** The product of four parts of a block, each zero if it was negligible; zero if it is itself. */
  public static double product(double p0, double p1, double p2, double p3) {
    double product = p0 * p1 * (p2 * p3);
    return Math.abs(product) < NEGLIGIBLE_PRODUCT ? 0 : product;
  }

  /** The state behind a block, from its map and the state before: product · carry + sum. */
  public static float apply(double product, float carry, float sum) {
    return (float) Math.fma(product, (double) carry, (double) sum);
  }

  /** Whether a state from a map is that of the recurrence, but for rounding. */
  public static boolean holds(double product, float carry, float next) {
    return Float.isFinite(next) || Float.isNaN(carry);
  }
}
