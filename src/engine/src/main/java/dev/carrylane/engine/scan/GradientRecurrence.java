package dev.carrylane.engine.scan;

import dev.carrylane.engine.scan.Region.Kind;

/**
 * The way back through a scan, a recurrence in the other direction, in which {@link #at} counts steps. Its state is the
 * gradient that a step hands to the one before it, so that it begins with that of the final state and ends with that of
 * the initial one.
 *
 * @param <A> the arrays that elements lie in
 */
abstract class GradientRecurrence<A> extends Recurrence<A> {
  final Region<A> p;
  final Region<A> h;
  final Region<A> before;
  final Region<A> dh;
  final Region<A> dp;
  final Region<A> dg;

  /** Whether the scan was exclusive. */
  boolean exclusive;

  private boolean[] resets;
  private int resetsOffset;

  /** With so many elements of p for each channel and step. */
  GradientRecurrence(ScanAbilities abilities, A none, int propagateWidth) {
    super(abilities, none, "dFinal", "dInitial");
    p = region("p", Kind.PROPAGATE, propagateWidth);
    h = region("h", Kind.STATE, width);
    before = region("initial", Kind.EDGE, width);
    dh = region("dh", Kind.STATE, width);
    dp = region("dp", Kind.PROPAGATE, propagateWidth);
    dg = region("dg", Kind.GENERATE, width);
    at.adjoint = true;
  }

  /** Describes the way back through sequences that had these flags. */
  final void describe(Sequences sequences, boolean[] resets, int resetsOffset) {
    at.describe(sequences);
    exclusive = at.exclusive;
    at.exclusive = false;
    at.reversed = !at.reversed;
    this.resets = resets;
    this.resetsOffset = resetsOffset;
  }

  /** Describes the way back through one time-major sequence without flags. */
  final void describe(
      int steps, int channels, int propagateStride, int generateStride, int stateStride) {
    at.timeMajor(steps, channels, propagateStride, generateStride, stateStride);
    exclusive = false;
    at.reversed = true;
    resets = null;
  }

  @Override
  void check() {
    p.check();
    h.check();
    dh.check();
    dp.check();
    dg.check();
    before.checkIfGiven();
    initial.checkIfGiven();
    last.checkIfGiven();
    checkInPlace();
    dg.checkApart(dp);
    checkEdge(before);
    checkEdge(initial);
    checkEdge(last);
    last.checkApart(p);
    last.checkApart(h);
    last.checkApart(dh);
    before.checkInPlace(last);
    initial.checkInPlace(last);
  }

  /** Checks that results take the place of what is read in the same step, or share nothing with it. */
  void checkInPlace() {
    p.checkInPlace(dp);
    h.checkInPlace(dp);
    dh.checkInPlace(dp);
    p.checkInPlace(dg);
    h.checkInPlace(dg);
    dh.checkInPlace(dg);
  }

  private void checkEdge(Region<A> states) {
    states.checkApart(dp);
    states.checkApart(dg);
  }

  @Override
  void release() {
    super.release();
    resets = null;
  }

  /** Whether a flag keeps anything from being handed back behind a step. */
  final boolean isCut(int sequence, int step) {
    return at.beginsAnew(resets, resetsOffset, sequence, step);
  }
}
