package dev.carrylane.engine.internal;

/** The operands of a running recurrence of square blocks, all of them checked. */
public final class FloatDense {
  /** Rows of a block, and elements of its state. */
  public int n;

  /** Blocks, stored by rows. */
  public float[] p;

  /** Elements of p from a step to the next: negative where a scan goes back in time, 0 for one matrix. */
  public int pStep;

  /** Elements of p from a channel to the next. */
  public int pChannel;

  /** What is added. */
  public float[] g;

  /** As for p. */
  public int gStep;

  /** As for p. */
  public int gChannel;

  /** Receives the states; may be g. */
  public float[] h;

  /** As for p. */
  public int hStep;

  /** As for p. */
  public int hChannel;

  /** Operands of no recurrence. */
  public FloatDense() {}

  /**
   * Whether the channels of a step lie side by side in every operand.
   *
   * @return whether several channels can share a vector
   */
  public boolean channelsTouch() {
    return pChannel == n * n && gChannel == n && hChannel == n;
  }

  /** Lets go of the caller's arrays. */
  public void clear() {
    p = null;
    g = null;
    h = null;
  }
}
