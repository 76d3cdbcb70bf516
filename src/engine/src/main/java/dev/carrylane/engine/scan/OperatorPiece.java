package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanOperator.NONE;

/** Scans steps of one line of an operator one after the other. */
final class OperatorPiece {
  final Placement at;

  /** From a step to the next. */
  int inputStep;

  int outputStep;
  private ScanOperator on;
  private int width;
  private int scratch;

  OperatorPiece(Placement at) {
    this.at = at;
  }

  /** Takes over the operands of a call. */
  void bind(ScanOperator operator, int inputStep, int outputStep, int scratch) {
    on = operator;
    this.inputStep = inputStep;
    this.outputStep = outputStep;
    this.scratch = scratch;
    width = operator.width();
  }

  void release() {
    on = null;
  }

  /**
   * Scans at least one step, from x to y, from the state at {@code carry}, which an inclusive scan can do without. Returns
   * where the state after the steps lies: in the output, or where the worker's next scan overwrites it.
   */
  int scan(int worker, int x, int y, int steps, int carry) {
    int state = carry;
    if (at.exclusive) {
      int slot = scratch + 2 * worker * width;
      int other = slot + width;
      for (int t = 0; t < steps; t++) {
        // In this order, because a result may replace its step.
        on.combine(state, x, slot);
        on.copy(state, y);
        state = slot;
        slot = other;
        other = state;
        x += inputStep;
        y += outputStep;
      }
      return state;
    }
    if (state != NONE) {
      on.combine(state, x, y);
    } else if (x != y) {
      on.copy(x, y);
    }
    for (int t = 1; t < steps; t++) {
      x += inputStep;
      on.combine(y, x, y + outputStep);
      y += outputStep;
    }
    return y;
  }
}
