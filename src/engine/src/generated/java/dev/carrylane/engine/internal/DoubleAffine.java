package dev.carrylane.engine.internal;

/** The operands of a running affine recurrence, all of them checked. */
public final class DoubleAffine {
  /** Propagate. */
  public double[] p;

  /** Elements of p from a step to the next; negative where a scan goes back in time. */
  public int pStep;

  /** Elements of p from a channel to the next. */
  public int pChannel;

  /** Generate. */
  public double[] g;

  /** As for p. */
  public int gStep;

  /** As for p. */
  public int gChannel;

  /** Receives the states; may be p or g. */
  public double[] h;

  /** As for p. */
  public int hStep;

  /** As for p. */
  public int hChannel;

  /** Operands of no recurrence. */
  public DoubleAffine() {}

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
    g = null;
    h = null;
  }
}
