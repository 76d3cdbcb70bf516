package dev.carrylane.engine.scan;

import dev.carrylane.engine.internal.Checks;
import dev.carrylane.engine.scan.Placement.Operand;

/** Which arrays of the gradient of a scan may share elements, whose ranges are already checked. */
final class GradientChecks {
  private final Placement at;
  private final int width;

  /**
   * Checks for one operation object.
   *
   * @param at where the elements of a call lie
   * @param width elements for each channel and step, of all arrays alike
   */
  GradientChecks(Placement at, int width) {
    this.at = at;
    this.width = width;
  }

  /**
   * Checks that results take the place of what is read in the same step, or share nothing with it, and nothing
   * with each other, and that no states lie among rows that are written.
   */
  void run(
      Object p,
      int pOffset,
      Object h,
      int hOffset,
      Object initial,
      int initialOffset,
      Object dh,
      int dhOffset,
      Object dFinal,
      int dFinalOffset,
      Object dp,
      int dpOffset,
      Object dg,
      int dgOffset,
      Object dInitial,
      int dInitialOffset) {
    inPlace("p", p, pOffset, Operand.PROPAGATE, "dp", dp, dpOffset, Operand.PROPAGATE);
    inPlace("h", h, hOffset, Operand.STATE, "dp", dp, dpOffset, Operand.PROPAGATE);
    inPlace("dh", dh, dhOffset, Operand.STATE, "dp", dp, dpOffset, Operand.PROPAGATE);
    inPlace("p", p, pOffset, Operand.PROPAGATE, "dg", dg, dgOffset, Operand.GENERATE);
    inPlace("h", h, hOffset, Operand.STATE, "dg", dg, dgOffset, Operand.GENERATE);
    inPlace("dh", dh, dhOffset, Operand.STATE, "dg", dg, dgOffset, Operand.GENERATE);
    results(dp, dpOffset, dg, dgOffset);
    states("initial", initial, initialOffset, dp, dpOffset, dg, dgOffset);
    states("dFinal", dFinal, dFinalOffset, dp, dpOffset, dg, dgOffset);
    states("dInitial", dInitial, dInitialOffset, dp, dpOffset, dg, dgOffset);
    apart("dInitial", dInitial, dInitialOffset, "p", p, pOffset, Operand.PROPAGATE);
    apart("dInitial", dInitial, dInitialOffset, "h", h, hOffset, Operand.STATE);
    apart("dInitial", dInitial, dInitialOffset, "dh", dh, dhOffset, Operand.STATE);
    statesInPlace("initial", initial, initialOffset, dInitial, dInitialOffset);
    statesInPlace("dFinal", dFinal, dFinalOffset, dInitial, dInitialOffset);
  }

  private void inPlace(
      String name,
      Object array,
      int offset,
      Operand operand,
      String resultName,
      Object result,
      int resultOffset,
      Operand resultOperand) {
    Checks.sameOrDisjoint(
        name,
        array,
        offset,
        at.stride(operand, width),
        resultName,
        result,
        resultOffset,
        at.stride(resultOperand, width),
        at.rows(),
        at.columns(width));
  }

  private void results(Object dp, int dpOffset, Object dg, int dgOffset) {
    int dpStride = at.stride(Operand.PROPAGATE, width);
    int dgStride = at.stride(Operand.GENERATE, width);
    int rows = at.rows();
    if (dp == dg
        && Checks.overlap(dpOffset, dpStride, rows, dgOffset, dgStride, rows, at.columns(width))) {
      throw new IllegalArgumentException(
          "dp (offset %d, stride %d) overlaps dg (offset %d, stride %d) in one array; give each elements of its own"
              .formatted(dpOffset, dpStride, dgOffset, dgStride));
    }
  }

  private void states(
      String name, Object states, int offset, Object dp, int dpOffset, Object dg, int dgOffset) {
    apart(name, states, offset, "dp", dp, dpOffset, Operand.PROPAGATE);
    apart(name, states, offset, "dg", dg, dgOffset, Operand.GENERATE);
  }

  private void apart(
      String name,
      Object states,
      int offset,
      String otherName,
      Object other,
      int otherOffset,
      Operand operand) {
    if (states != null) {
      at.checkStatesApart(
          name, states, offset, width, operand, width, otherName, other, otherOffset);
    }
  }

  private void statesInPlace(
      String name, Object states, int offset, Object dInitial, int dInitialOffset) {
    if (states == null || dInitial == null) {
      return;
    }
    int length = at.channels * width;
    Checks.sameOrDisjoint(
        name,
        states,
        offset,
        length,
        "dInitial",
        dInitial,
        dInitialOffset,
        length,
        at.count,
        length);
  }
}
