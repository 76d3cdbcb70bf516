package dev.carrylane.engine.internal.kernel;

/**
 * The gradient of a complex affine recurrence, step after step from the last to the first. What a step
 * hands to the one before it is its carry c. A step is
 *
 * <pre>
 * a = c + after
 * dg = a
 * re dp = fma(re a, re before,   im a · im before)
 * im dp = fma(im a, re before, −(re a · im before))
 * re c = fma(re a, re p,   im a · im p)  + re ahead
 * im c = fma(im a, re p, −(re a · im p)) + im ahead
 * </pre>
 */
public interface ComplexGradientKernel {
  /**
   * Runs 0 or more steps of at least 1 channel, which the operands lead back through, from the real parts at pAt,
   * beforeAt, … on. Results may be the same elements as operands of the same step; results of different steps or kinds
   * have no element in common. The carry of each channel is replaced by that after the steps.
   */
  void scan(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int beforeAt,
      int afterAt,
      int aheadAt,
      int dpAt,
      int dgAt,
      float[] carry,
      int carryAt);

  /**
   * The operands of a call, all of them checked: {@code before} has for each step the state that it began from,
   * {@code after} and {@code ahead} the gradients of what the recurrence gave out after it or before it; the other
   * of the two has −0, which changes nothing.
   */
  final class Operands {
    public final ComplexOperand p = new ComplexOperand();
    public final ComplexOperand before = new ComplexOperand();
    public final ComplexOperand after = new ComplexOperand();
    public final ComplexOperand ahead = new ComplexOperand();
    public final ComplexOperand dp = new ComplexOperand();
    public final ComplexOperand dg = new ComplexOperand();

    /** Becomes a copy of another but for the states. */
    public void setAllButStates(Operands other) {
      p.set(other.p);
      after.set(other.after);
      ahead.set(other.ahead);
      dp.set(other.dp);
      dg.set(other.dg);
    }

    /** Whether the channels of a step lie side by side in every operand, so that they can go on pairs of lanes. */
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
}
