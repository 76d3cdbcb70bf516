package dev.carrylane.engine.internal;

/** The operands of the gradient of an affine recurrence, all of them checked. */
public final class DoubleAffineGradient {
  /** Propagate. */
  public double[] p;

  /** Receives the gradient of p; may be any of the arrays that are read. */
  public double[] dp;

  /** Elements of p and dp from a step to the next of the gradient, which goes back. */
  public int pStep;

  /** Elements of p and dp from a channel to the next. */
  public int pChannel;

  /** Receives the gradient of g; may be any of the arrays that are read. */
  public double[] dg;

  /** As for p. */
  public int gStep;

  /** As for p. */
  public int gChannel;

  /** States of the recurrence. */
  public double[] h;

  /** Gradient of every state. */
  public double[] dh;

  /** As for p, of h and dh. */
  public int hStep;

  /** As for p, of h and dh. */
  public int hChannel;

  /** Operands of no recurrence. */
  public DoubleAffineGradient() {}

  /**
   * Whether the channels of a step lie side by side in every operand.
   *
   * @return whether channels can go on lanes
   */
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
