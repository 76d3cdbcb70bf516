package dev.carrylane.engine.internal;

/**
 * The recurrence h_t = p_t · h_{t−1} + g_t of complex numbers, channels independent. With re and im for
 * the parts of a number, a step is
 *
 * <pre>
 * re h_t = fma(re p_t, re h_{t−1}, fma(−im p_t, im h_{t−1}, re g_t))
 * im h_t = fma(re p_t, im h_{t−1}, fma( im p_t, re h_{t−1}, im g_t))
 * </pre>
 *
 * <p>in which the real part of p comes last in both, so that one operation on all lanes does it where real
 * and imaginary parts take turns on them.
 */
public interface FloatComplexAffineKernel {
  /**
   * A product with both parts below this in absolute value cannot change a {@code float} result by more
   * than the rounding that {@link dev.carrylane.engine.scan.ComplexAffineScan} allows, whatever {@code float}
   * it multiplies; {@link #reduce} replaces it by zero.
   */
  double NEGLIGIBLE_PRODUCT = 0x1p-300;

  /**
   * {@link #reduce} compares its product with {@link #NEGLIGIBLE_PRODUCT} after the steps 1 to 64, 65 to
   * 128, … of a block: before gates of 2^−11 reach the slow subnormal numbers, and rarely enough to cost
   * nothing.
   */
  int PRODUCT_CHECK_STEPS = 64;

  /**
   * Runs the recurrence. {@code h} may be the same elements as {@code g} or {@code p}.
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
      FloatComplexAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt);

  /**
   * Reduces steps to one affine map, h_after = product · h_before + sum. The sum is the state after the
   * steps if it starts with h = g in the first, by the same operations as in {@link #scan}; so is the
   * product, of which the first is p, in {@code double} and with products instead of the inner fma, with the
   * replacement that {@link #NEGLIGIBLE_PRODUCT} names.
   *
   * @param on the operands; h is not used
   * @param steps steps, at least 1
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param gAt first element of g
   * @param product receives the products, which lie as states do
   * @param sum receives the sums, which lie as states do
   * @param at first element of both
   */
  void reduce(
      FloatComplexAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at);
}
