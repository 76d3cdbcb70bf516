package dev.carrylane.engine.internal;

/**
 * The operands of a running complex affine recurrence, all of them checked. Places are those of real parts;
 * an imaginary part lies in an array of its own or in the same one, at a fixed distance.
 */
public final class FloatComplexAffine {
  /** Propagate. */
  public final FloatComplexOperand p = new FloatComplexOperand();

  /** Generate. */
  public final FloatComplexOperand g = new FloatComplexOperand();

  /** Receives the states; may be p or g. */
  public final FloatComplexOperand h = new FloatComplexOperand();

  /** Elements from the state of a channel to that of the next: 2 if they are interleaved, 1 if not. */
  public int stateChannel;

  /** Elements from the real part of a state to the imaginary part. */
  public int stateImaginary;

  /** Operands of no recurrence. */
  public FloatComplexAffine() {}

  /**
   * Whether states and every operand have real and imaginary parts by turns, and the channels of a step side by side.
   *
   * @return whether channels can go on pairs of lanes
   */
  public boolean isInterleaved() {
    return stateChannel == 2 && p.isInterleaved() && g.isInterleaved() && h.isInterleaved();
  }

  /**
   * Whether states and every operand have their real parts apart, and the channels of a step side by side.
   *
   * @return whether channels can go on lanes
   */
  public boolean isSplit() {
    return stateChannel == 1 && p.isSplit() && g.isSplit() && h.isSplit();
  }

  /** Lets go of the caller's arrays. */
  public void clear() {
    p.clear();
    g.clear();
    h.clear();
  }
}
