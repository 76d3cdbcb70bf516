package dev.carrylane.engine.internal;

/**
 * The gradient of a complex affine recurrence, step after step from the last to the first. What a step
 * hands to the one before it is its carry c. A step is
 *
 * <pre>
 * a = c + after
 * dg = a
 * re dp = fma(re a, re before,   im a · im before)
 * im dp = fma(im a, re before, −(re a · im before))
 * re c = fma(re a, re p,   im a · im p)  + re ahead
 * im c = fma(im a, re p, −(re a · im p)) + im ahead
 * </pre>
 */
public interface FloatComplexGradientKernel {
  /**
   * Runs the steps, which the operands lead back through. Results may be the same elements as operands of
   * the same step; results of different steps or kinds have no element in common.
   *
   * @param on the operands
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param beforeAt first element of the states before
   * @param afterAt first element of what is added before
   * @param aheadAt first element of what is added behind
   * @param dpAt first element of dp
   * @param dgAt first element of dg
   * @param carry the carry of each channel; replaced by that after the steps
   * @param carryAt its first element
   */
  void scan(
      FloatComplexGradient on,
      int steps,
      int channels,
      int pAt,
      int beforeAt,
      int afterAt,
      int aheadAt,
      int dpAt,
      int dgAt,
      float[] carry,
      int carryAt);
}
