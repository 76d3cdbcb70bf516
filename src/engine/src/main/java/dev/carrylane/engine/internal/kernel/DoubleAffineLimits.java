package dev.carrylane.engine.internal.kernel;

/** As {@link FloatAffineLimits}, for elements in double precision, whose products have no wider type to be taken in. */
public final class DoubleAffineLimits {
  /** A product below this counts as zero, where the carry that it multiplies is at most 1. */
  public static final double NEGLIGIBLE_PRODUCT = 0x1p-900;

  /** Steps between two comparisons: gates of 2^−7 stay clear of subnormal products. */
  public static final int PRODUCT_CHECK_STEPS = 16;

  /** Elements that {@link DoubleAffineKernel#lookahead} takes at a time: 1024 bits. */
  public static final int LOOKAHEAD_TURN = 16;

  /** A product of a whole tile below this is not good enough. */
  public static final double LEAST_LOOKAHEAD_PRODUCT = 0x1p-511;

  /** Elements that are looked ahead at once: 16 KB of each operand. */
  public static final int LOOKAHEAD_BLOCK = 2048;

  private DoubleAffineLimits() {}

  /**
   * The product of four parts of a block, each zero if it was negligible; zero if it is itself; NaN if a part that counts
   * as zero meets one large enough to make up for it.
   */
  public static double product(double p0, double p1, double p2, double p3) {
    boolean lost = p0 == 0 || p1 == 0 || p2 == 0 || p3 == 0;
    double first = Math.max(Math.abs(p0), Math.abs(p1));
    double second = Math.max(Math.abs(p2), Math.abs(p3));
    if (lost && Math.max(first, second) > 1) {
      return Double.NaN;
    }
    double product = p0 * p1 * (p2 * p3);
    return Math.abs(product) < NEGLIGIBLE_PRODUCT ? 0 : product;
  }

  /** The state behind a block, from its map and the state before: product · carry + sum. */
  public static double apply(double product, double carry, double sum) {
    return Math.fma(product, carry, sum);
  }

  /**
   * Whether a state from a map is that of the recurrence, but for rounding: a product that counts as zero may have been
   * as large as {@link #NEGLIGIBLE_PRODUCT}.
   */
  public static boolean holds(double product, double carry, double next) {
    boolean zero = product == 0 && Math.abs(carry) > 1;
    return Double.isFinite(next) && !zero || Double.isNaN(carry);
  }
}
