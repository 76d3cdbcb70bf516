package dev.carrylane.engine.internal.kernel;

/**
 * The adjoint of the recurrence h = fma(p, h, g), channels independent. With a the gradient of the state
 * behind a step of the recurrence, a step back is
 *
 * <p>dg = a, dp = a · h, a = fma(p, a, dh),
 *
 * <p>where h is the state before the step, and dh what else depends on it.
 */
public interface FloatAffineGradientKernel {
  /**
   * Goes back 0 or more steps of at least 1 channel from the elements at pAt, hAt (the state before the first step
   * taken) and dgAt on. A step reads all its elements before it writes one, so that {@code dp} and {@code dg} may take
   * the places of elements that this step or one before it reads. The state, a of each channel, is replaced by that
   * before the steps.
   */
  void run(
      Operands on, int steps, int channels, int pAt, int hAt, int dgAt, float[] state, int stateAt);

  /**
   * The operands of a call, all of them checked, with the distance from a step to the next in the direction of the
   * gradient and from a channel to the next; dp lies as p, and dh as h, so much further in its array. dp and dg may be any of the arrays that are read.
   */
  final class Operands {
    public float[] p;
    public float[] dp;
    public int dpFurther;
    public int pStep;
    public int pChannel;
    public float[] dg;
    public int gStep;
    public int gChannel;
    public float[] h;
    public float[] dh;
    public int dhFurther;
    public int hStep;
    public int hChannel;

    /** Whether the channels of a step lie side by side in every operand, so that they can go on lanes. */
    public boolean channelsTouch() {
      return pChannel == 1 && gChannel == 1 && hChannel == 1;
    }

    /** Lets go of the caller's arrays. */
    public void clear() {
      p = null;
      dp = null;
      dg = null;
      h = null;
      dh = null;
    }
  }
}
