package dev.carrylane.engine.internal.kernel;

/**
 * The gradient of h_t = P_t · h_{t−1} + g_t, from the last step to the first. What a step hands to the one
 * before it is the gradient b of the state between them. With u the gradient of the step's result,
 *
 * <ul>
 *   <li>the gradient of h_t is a = u + b, in an exclusive recurrence a = b; it is that of g_t, too;
 *   <li>the gradient of P_t[i][j] is a[i] · h_{t−1}[j], rounded once;
 *   <li>b[j] is then the chain from 0, in an exclusive recurrence from u[j], of s = fma(P_t[i][j], a[i], s) for
 *       i = 0, 1, ….
 * </ul>
 */
public interface DenseGradientKernel {
  /**
   * Runs 0 or more steps of at least 1 channel from the elements at pAt, upstreamAt, dpAt and dgAt on.
   *
   * @param past the states before the steps; null where they are zero, so that the gradient of p is
   * @param pastAt the state before the first of the steps
   * @param carry b of one channel after the other; replaced by what the steps hand on
   * @param scratch 2 n elements from scratchAt on
   */
  void run(
      Operands on,
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

  /**
   * The operands of a call, all of them checked: n rows in a block, whether the recurrence was exclusive, and where p
   * (and dp), the gradients of the results and dg lie in the direction of the gradient. dg may be upstream.
   */
  final class Operands {
    public int n;
    public boolean exclusive;
    public float[] p;
    public int pStep;
    public int pChannel;
    public float[] upstream;
    public int upstreamStep;
    public int upstreamChannel;
    public float[] dp;
    public float[] dg;
    public int dgStep;
    public int dgChannel;

    /** Lets go of the caller's arrays. */
    public void clear() {
      p = null;
      upstream = null;
      dp = null;
      dg = null;
    }
  }
}
