package dev.carrylane.engine.internal;

/** The recurrence h_t = fma(p_t, h_{t−1}, g_t), channels independent. */
public interface FloatAffineKernel {
  // #float
  /**
   * A product of absolute value below this cannot change a {@code float} result by more than the
   * rounding that {@link dev.carrylane.engine.scan.AffineScan} allows, whatever {@code float} it
   * multiplies; {@link #reduce} replaces it by zero.
   */
  double NEGLIGIBLE_PRODUCT = 0x1p-300;

  /**
   * {@link #reduce} compares its product with {@link #NEGLIGIBLE_PRODUCT} after the rows 1 to 64, 65
   * to 128, … of a block. Often enough that gates of 2^−11 do not reach the slow subnormal numbers in
   * between, and rarely enough to cost nothing.
   */
  int PRODUCT_CHECK_STEPS = 64;

  // #end
  // #double /** A product below this counts as zero, where the carry that it multiplies is at most
  // 1. */
  // #double double NEGLIGIBLE_PRODUCT = 0x1p-900;
  // #double
  // #double /** Steps between two comparisons: gates of 2^−7 stay clear of subnormal products. */
  // #double int PRODUCT_CHECK_STEPS = 16;

  /**
   * Runs the recurrence. {@code h} may be the same array as {@code g} or {@code p} in the same places.
   *
   * @param on the operands
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param gAt first element of g
   * @param hAt first element of h
   * @param state the state before, of each channel; replaced by the state after
   * @param stateAt its first element
   */
  void scan(
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt);

  /**
   * Reduces steps to one affine map, h_after = product · h_before + sum. The sum is the state after the
   * steps if it starts with h = g in the first, by fma as in {@link #scan}; the product is taken in
   * {@code double} in the order of the steps, with the replacement that {@link #NEGLIGIBLE_PRODUCT} names.
   *
   * @param on the operands; h is not used
   * @param steps steps, at least 1
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param gAt first element of g
   * @param product receives the products
   * @param sum receives the sums
   * @param at first element of both
   */
  void reduce(
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at);
}
