package dev.carrylane.engine.internal;

/** The operands of a running gradient of a recurrence of square blocks, all of them checked. */
public final class FloatDenseGradient {
  /** Rows of a block, and elements of its state. */
  public int n;

  /**
   * Whether the result of a step of the recurrence was the state before it, so that the gradient that comes
   * with the step is that of the state before it, too.
   */
  public boolean exclusive;

  /** Blocks, stored by rows. */
  public float[] p;

  /** Elements of p from a step to the next in the direction of the gradient. */
  public int pStep;

  /** Elements of p from a channel to the next. */
  public int pChannel;

  /** Gradients of the results of the steps. */
  public float[] upstream;

  /** As for p. */
  public int upstreamStep;

  /** As for p. */
  public int upstreamChannel;

  /** Receives the gradients of the blocks. */
  public float[] dp;

  /** Receives the gradients of what is added; may be the gradients of the results. */
  public float[] dg;

  /** As for p. */
  public int dgStep;

  /** As for p. */
  public int dgChannel;

  /** Operands of no gradient. */
  public FloatDenseGradient() {}

  /** Lets go of the caller's arrays. */
  public void clear() {
    p = null;
    upstream = null;
    dp = null;
    dg = null;
  }
}
