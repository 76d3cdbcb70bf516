package dev.carrylane.engine.scan;

import dev.carrylane.engine.scan.Region.Kind;

/**
 * A recurrence h<sub>t</sub> = p<sub>t</sub> ∘ h<sub>t−1</sub> + g<sub>t</sub>, in the direction of time.
 *
 * @param <A> the arrays that elements lie in
 */
abstract class ForwardRecurrence<A> extends Recurrence<A> {
  final Region<A> p;
  final Region<A> g;
  final Region<A> h;

  /** With so many elements of p for each channel and step. */
  ForwardRecurrence(ScanAbilities abilities, A none, int propagateWidth) {
    super(abilities, none, "initial", "finalState");
    p = region("p", Kind.PROPAGATE, propagateWidth);
    g = region("g", Kind.GENERATE, width);
    h = result(region("h", Kind.STATE, width));
  }

  @Override
  void check() {
    checkPropagate();
    g.check();
    h.check();
    initial.checkIfGiven();
    last.checkIfGiven();
    checkPlaceOfPropagate();
    g.checkInPlace(h);
    if (at.count > 1) {
      // That of a single sequence is copied before anything is written.
      initial.checkApart(h);
      initial.checkInPlace(last);
    }
    last.checkApart(h);
    last.checkApart(p);
    last.checkApart(g);
  }

  /** Checks that p lies in its array. */
  void checkPropagate() {
    p.check();
  }

  /** Checks that p is h or apart from it. */
  void checkPlaceOfPropagate() {
    p.checkInPlace(h);
  }
}
