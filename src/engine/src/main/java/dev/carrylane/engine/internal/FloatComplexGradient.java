package dev.carrylane.engine.internal;

/** The operands of the gradient of a complex affine recurrence, all of them checked. */
public final class FloatComplexGradient {
  /** Propagate. */
  public final FloatComplexOperand p = new FloatComplexOperand();

  /** For each step the state that it began from. */
  public final FloatComplexOperand before = new FloatComplexOperand();

  /** Gradient of what the recurrence gave out. */
  public final FloatComplexOperand dh = new FloatComplexOperand();

  /** Receives the gradient of p. */
  public final FloatComplexOperand dp = new FloatComplexOperand();

  /** Receives the gradient of g. */
  public final FloatComplexOperand dg = new FloatComplexOperand();

  /** Elements from the state of a channel to that of the next: 2 if they are interleaved, 1 if not. */
  public int stateChannel;

  /** Elements from the real part of a state to the imaginary part. */
  public int stateImaginary;

  /** Whether the recurrence gave out the states before its steps. */
  public boolean exclusive;

  /** Operands of nothing. */
  public FloatComplexGradient() {}

  /**
   * Becomes a copy but for the states.
   *
   * @param other of which
   */
  public void setAllButStates(FloatComplexGradient other) {
    p.set(other.p);
    dh.set(other.dh);
    dp.set(other.dp);
    dg.set(other.dg);
    stateChannel = other.stateChannel;
    stateImaginary = other.stateImaginary;
    exclusive = other.exclusive;
  }

  /**
   * Whether states and every operand have real and imaginary parts by turns, and the channels of a step
   * side by side.
   *
   * @return whether channels can go on pairs of lanes
   */
  public boolean isInterleaved() {
    return stateChannel == 2
        && p.isInterleaved()
        && before.isInterleaved()
        && dh.isInterleaved()
        && dp.isInterleaved()
        && dg.isInterleaved();
  }

  /**
   * Whether states and every operand have their real parts apart, and the channels of a step side by side.
   *
   * @return whether channels can go on lanes
   */
  public boolean isSplit() {
    return stateChannel == 1
        && p.isSplit()
        && before.isSplit()
        && dh.isSplit()
        && dp.isSplit()
        && dg.isSplit();
  }

  /** Lets go of the caller's arrays. */
  public void clear() {
    p.clear();
    before.clear();
    dh.clear();
    dp.clear();
    dg.clear();
  }
}
