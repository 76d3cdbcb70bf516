package dev.carrylane.engine.internal;

/** The operands of a running complex affine recurrence, all of them checked. Places are those of real parts. */
public final class FloatComplexAffine {
  /** Propagate. */
  public final FloatComplexOperand p = new FloatComplexOperand();

  /** Generate. */
  public final FloatComplexOperand g = new FloatComplexOperand();

  /** Receives the states; may be p or g. */
  public final FloatComplexOperand h = new FloatComplexOperand();

  /** Operands of no recurrence. */
  public FloatComplexAffine() {}

  /**
   * Whether the channels of a step lie side by side in every operand, as states do.
   *
   * @return whether channels can go on pairs of lanes
   */
  public boolean channelsTouch() {
    return p.channelsTouch() && g.channelsTouch() && h.channelsTouch();
  }

  /** Lets go of the caller's arrays. */
  public void clear() {
    p.clear();
    g.clear();
    h.clear();
  }
}
