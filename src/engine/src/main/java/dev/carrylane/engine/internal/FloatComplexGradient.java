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
  }

  /**
   * Whether the channels of a step lie side by side in every operand, as states do.
   *
   * @return whether channels can go on pairs of lanes
   */
  public boolean channelsTouch() {
    return p.channelsTouch()
        && before.channelsTouch()
        && after.channelsTouch()
        && ahead.channelsTouch()
        && dp.channelsTouch()
        && dg.channelsTouch();
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
