package dev.carrylane.engine.internal;

/** The operands of a running linear recurrence of higher order, all of them checked. */
public final class FloatCompanion {
  /** How many states before a step it depends on. */
  public int order;

  /** Coefficients. */
  public float[] a;

  /** Elements of a from a step to the next; negative where a scan goes back in time. */
  public int aStep;

  /** Elements of a from a channel to the next. */
  public int aChannel;

  /** Elements of a from the coefficient of a state to that of the state before it. */
  public int aTap;

  /** What is added. */
  public float[] g;

  /** As for a. */
  public int gStep;

  /** As for a. */
  public int gChannel;

  /** Receives the states; may be g. */
  public float[] h;

  /** As for a. */
  public int hStep;

  /** As for a. */
  public int hChannel;

  /** Operands of no recurrence. */
  public FloatCompanion() {}

  /**
   * Whether the channels of a step lie side by side in every operand.
   *
   * @return whether channels can go on lanes
   */
  public boolean channelsTouch() {
    return aChannel == 1 && gChannel == 1 && hChannel == 1;
  }

  /** Lets go of the caller's arrays. */
  public void clear() {
    a = null;
    g = null;
    h = null;
  }
}
