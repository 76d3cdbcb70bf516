package dev.carrylane.engine.internal;

/**
 * The gradient of h_t = P_t · h_{t−1} + g_t, from the last step to the first. What a step hands to the one before it
 * is the gradient b of the state between them. With u the gradient of the step's result,
 *
 * <ul>
 *   <li>the gradient of h_t is a = u + b, in an exclusive recurrence a = b; it is that of g_t, too;
 *   <li>the gradient of P_t[i][j] is a[i] · h_{t−1}[j], rounded once;
 *   <li>b[j] is then the chain from 0, in an exclusive recurrence from u[j], of s = fma(P_t[i][j], a[i], s) for
 *       i = 0, 1, ….
 * </ul>
 */
public interface FloatDenseGradientKernel {
  /**
   * Runs steps.
   *
   * @param on the operands
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param upstreamAt first element of the gradients of the results
   * @param dpAt first element of the gradient of p
   * @param dgAt first element of the gradient of g
   * @param past the states before the steps; null where they are zero, so that the gradient of p is
   * @param pastAt the state before the first of the steps
   * @param pastStep elements from there to that of the next
   * @param pastChannel elements from a channel to the next
   * @param carry b of one channel after the other; replaced by what the steps hand on
   * @param carryAt its first element
   * @param scratch of 2 n elements
   * @param scratchAt its first element
   */
  void run(
      FloatDenseGradient on,
      int steps,
      int channels,
      int pAt,
      int upstreamAt,
      int dpAt,
      int dgAt,
      float[] past,
      int pastAt,
      int pastStep,
      int pastChannel,
      float[] carry,
      int carryAt,
      float[] scratch,
      int scratchAt);
}
