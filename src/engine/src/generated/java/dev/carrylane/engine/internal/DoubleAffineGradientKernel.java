package dev.carrylane.engine.internal;

/**
 * The adjoint of the recurrence h = fma(p, h, g), channels independent. With a the gradient of the state
 * behind a step of the recurrence, a step back is
 *
 * <p>dg = a, dp = a · h, a = fma(p, a, dh),
 *
 * <p>where h is the state before the step, and dh what else depends on it.
 */
public interface DoubleAffineGradientKernel {
  /**
   * Goes back some steps. A step reads all its elements before it writes one, so that {@code dp} and
   * {@code dg} may take the places of elements that this step or one before it reads.
   *
   * @param on the operands
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param hAt first element of h: the state before the first step taken
   * @param dhAt first element of dh
   * @param dpAt first element of dp
   * @param dgAt first element of dg
   * @param state a of each channel; replaced by that before the steps
   * @param stateAt its first element
   */
  void run(
      DoubleAffineGradient on,
      int steps,
      int channels,
      int pAt,
      int hAt,
      int dhAt,
      int dpAt,
      int dgAt,
      double[] state,
      int stateAt);
}
