package dev.carrylane.engine.internal.kernel;

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
public interface ComplexAffineKernel {
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
   * Runs 0 or more steps of at least 1 channel from the real parts at pAt, gAt and hAt on. {@code h} may be the same
   * elements as {@code g} or {@code p}. The state before, of each channel, is replaced by the state after.
   */
  void scan(
      Operands on, int steps, int channels, int pAt, int gAt, int hAt, float[] state, int stateAt);

  /**
   * Reduces steps to one affine map, h_after = product · h_before + sum. The sum is the state after the
   * steps if it starts with h = g in the first, by the same operations as in {@link #scan}; so is the
   * product, of which the first is p, in {@code double} and with products instead of the inner fma, with the
   * replacement that {@link #NEGLIGIBLE_PRODUCT} names. There is at least one step, and h is not used; products and
   * sums lie as states do, {@code at} is the first element of both.
   */
  void reduce(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at);

  /** The operands of a call, all of them checked. h may be p or g. */
  final class Operands {
    public final ComplexOperand p = new ComplexOperand();
    public final ComplexOperand g = new ComplexOperand();
    public final ComplexOperand h = new ComplexOperand();

    /** Whether the channels of a step lie side by side in every operand, so that they can go on pairs of lanes. */
    public boolean channelsTouch() {
      return p.channelsTouch() && g.channelsTouch() && h.channelsTouch();
    }

    /** Lets go of the caller's arrays. */
    public void clear() {
      p.clear();
      g.clear();
      h.clear();
    }
  }
}
