package dev.carrylane.engine.internal;

/**
 * One step of the affine recurrence h ← p·h + g of positive numbers on their logarithms: the
 * definition, operation by operation, of what the scalar and the vector kernels compute. A change here is
 * a change in the vector kernel too.
 *
 * <p>log(p·h + g) = max + log(1 + e^−|difference|), where max is the greater of log p + log h and log g. The
 * state log h is a pair of floats, the float nearest to it and what that lacks, so that sums are taken with
 * about 48 bits: with one float, a step at log h = −10^6 would round by up to 2^-5, and 10^6 steps of 1.01 would
 * each count as 1. Sums and differences of two floats are taken with their rounding errors (T. J. Dekker, "A
 * floating-point technique for extending the available precision", Numerische Mathematik 18, 1971; D. E.
 * Knuth, The Art of Computer Programming, volume 2, section 4.2.2). The logarithm that is added is a float:
 * its error is relative to what it adds, which is what keeps errors from piling up; see {@link
 * dev.carrylane.engine.scan.LogAffineScan}.
 *
 * <p>Where a sum is not finite its rounding error is NaN, and counts as 0. So is the remainder of a state that
 * is not finite, until the steps of a call are done.
 */
public final class LogAffineFunctions {
  /**
   * Below this e^v does not count: it changes a state by less than 2^-92. The intermediate values stay far
   * from the slow subnormal numbers.
   */
  public static final float EXPONENT_LOWEST = -64f;

  /** Stands for every lower argument: here n is −127, and the bits of 2^n are 0. */
  public static final float EXPONENT_OF_ZERO = -88.03f;

  private LogAffineFunctions() {}

  /**
   * Replaces a state by the next one.
   *
   * @param p log p
   * @param g log g
   * @param state array of the float nearest to log h
   * @param at its place
   * @param low array of what it lacks
   * @param lowAt its place
   */
  public static void step(float p, float g, float[] state, int at, float[] low, int lowAt) {
    // carried + carriedRest = log p + log h
    float before = state[at];
    float carried = p + before;
    float back = carried - p;
    float carriedRest = (p - (carried - back)) + (before - back) + low[lowAt];

    // difference + rest = log p + log h − log g
    float gap = carried - g;
    back = gap - carried;
    float gapRest = (carried - (gap - back)) - (g + back) + carriedRest;
    gapRest = Float.isNaN(gapRest) ? 0f : gapRest;
    float difference = gap + gapRest;
    float rest = gapRest - (difference - gap);

    // −∞ and −∞, or +∞ and +∞, have the difference NaN: then one is as good as the other. So has a
    // NaN.
    boolean below = difference < 0f;
    float greater = below ? g : carried;
    greater = Float.isNaN(g) ? g : greater;
    float greaterRest = below ? 0f : carriedRest;
    float added = log1pOfExp(-Math.abs(difference), below ? rest : -rest);

    float sum = greater + added;
    back = sum - greater;
    float sumRest = (greater - (sum - back)) + (added - back) + greaterRest;
    sumRest = Float.isNaN(sumRest) ? 0f : sumRest;
    float after = sum + sumRest;
    state[at] = after;
    low[lowAt] = sumRest - (after - sum);
  }

  /** log(1 + e^(v + rest)) for v up to 0, 0 for NaN; the rest is at most about an ulp of v. */
  private static float log1pOfExp(float v, float rest) {
    boolean counts = v >= EXPONENT_LOWEST;
    float exponent = counts ? v : EXPONENT_OF_ZERO;
    float rounded = Math.fma(exponent, ActivationFunctions.LOG2_E, ActivationFunctions.ROUND_WHOLE);
    float r = ActivationFunctions.reduce(exponent, rounded - ActivationFunctions.ROUND_WHOLE);
    float power = ActivationFunctions.expOfReduced(r + (counts ? rest : 0f));
    int scale = Float.floatToRawIntBits(rounded) << ActivationFunctions.EXPONENT_SHIFT;
    return ActivationFunctions.log1pOfUnit(power * Float.intBitsToFloat(scale));
  }
}
