package dev.carrylane.engine.internal;

/** The operands of the gradient of a complex affine recurrence, all of them checked. */
public final class FloatComplexGradient {
  /** Propagate. */
  public final FloatComplexOperand p = new FloatComplexOperand();

  /** For each step the state that it began from. */
  public final FloatComplexOperand before = new FloatComplexOperand();

  /**
   * What is added before a step's gradients are taken: that of what the recurrence gave out after the step, or
   * −0, which changes nothing.
   */
  public final FloatComplexOperand after = new FloatComplexOperand();

  /** What is added behind them: −0, or the gradient of what it gave out before the step. */
  public final FloatComplexOperand ahead = new FloatComplexOperand();

  /** Receives the gradient of p. */
  public final FloatComplexOperand dp = new FloatComplexOperand();

  /** Receives the gradient of g. */
  public final FloatComplexOperand dg = new FloatComplexOperand();

  /** Elements from the state of a channel to that of the next: 2 if they are interleaved, 1 if not. */
  public int stateChannel;

  /** Elements from the real part of a state to the imaginary part. */
  public int stateImaginary;

  /** Operands of nothing. */
  public FloatComplexGradient() {}

  /**
   * Becomes a copy but for the states.
   *
   * @param other of which
   */
  public void setAllButStates(FloatComplexGradient other) {
    p.set(other.p);
    after.set(other.after);
    ahead.set(other.ahead);
    dp.set(other.dp);
    dg.set(other.dg);
    stateChannel = other.stateChannel;
    stateImaginary = other.stateImaginary;
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
        && after.isInterleaved()
        && ahead.isInterleaved()
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
        && after.isSplit()
        && ahead.isSplit()
        && dp.isSplit()
        && dg.isSplit();
  }

  /** Lets go of the caller's arrays. */
  public void clear() {
    p.clear();
    before.clear();
    after.clear();
    ahead.clear();
    dp.clear();
    dg.clear();
  }
}
