package dev.carrylane.engine.scan;

/**
 * Two operations from which a scan is made: h<sub>t</sub> = (p<sub>t</sub> ⊗ h<sub>t−1</sub>) ⊕
 * g<sub>t</sub>, where ⊗ distributes over ⊕. The last four are plain prefixes, h<sub>t</sub> =
 * h<sub>t−1</sub> ⊕ g<sub>t</sub>: nothing is propagated but the state itself, and they take no p.
 *
 * <p>A sequence that is given no initial state starts from the identity of ⊕, so that h<sub>0</sub> =
 * g<sub>0</sub>.
 */
public enum Semiring {
  /**
   * (or, and) of bits: h = (p {@code &} h) {@code |} g, the carry of a carry-lookahead adder, 64
   * independent channels in a word. {@code long} only; from 0.
   */
  OR_AND,

  /**
   * (+, ×) modulo 2<sup>64</sup>: h = p · h + g. {@code long} only; from 0.
   * {@link AffineScan} and {@link DoubleAffineScan} are those of floating-point numbers.
   */
  PLUS_TIMES,

  /**
   * (max, +): h = max(p + h, g), as in Viterbi's algorithm on logarithms. From −∞. Among {@code long},
   * {@code MIN_VALUE} stands for −∞: whatever is added to it, it remains. Other sums must not leave the range
   * of the type, or they wrap around.
   */
  MAX_PLUS,

  /**
   * (min, +): h = min(p + h, g), as in shortest paths. From ∞. Among {@code long}, {@code MAX_VALUE} stands for ∞,
   * as for {@link #MAX_PLUS}.
   */
  MIN_PLUS,

  /** h + g, modulo 2<sup>64</sup> among integers. From 0. */
  SUM,

  /** h · g, modulo 2<sup>64</sup> among integers. From 1. */
  PRODUCT,

  /**
   * The larger of h and g. From −∞, {@code MIN_VALUE} among integers. As {@link Math#max(float, float)}: NaN
   * from the first NaN on, and 0 is larger than −0.
   */
  MAX,

  /**
   * The smaller of h and g. From ∞, {@code MAX_VALUE} among integers. As {@link Math#min(float, float)}:
   * NaN from the first NaN on, and −0 is smaller than 0.
   */
  MIN;

  /** {@return whether the state is multiplied by p before something is added: not in the plain prefixes} */
  public boolean hasPropagate() {
    return compareTo(SUM) < 0;
  }
}
