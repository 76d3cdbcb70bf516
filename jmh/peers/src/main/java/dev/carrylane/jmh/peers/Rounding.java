package dev.carrylane.jmh.peers;

/**
 * How far a sum of products may be from the exact one, by the standard model of rounding: fl(x) = x(1 + δ) +
 * η with |δ| ≤ u and |η| ≤ half the smallest subnormal number. Whatever the order and wherever products and
 * additions are fused, each of n terms passes at most n roundings (its product and n − 1 additions), so the
 * result is within γ_n Σ|a_i b_i| of the exact sum, γ_n = nu/(1 − nu) (Higham, Accuracy and Stability of
 * Numerical Algorithms, section 3.1), and at most 2n roundings add an η, each doubled at most.
 */
final class Rounding {
  /** Of a float; larger by one part in 2^16, which covers the rounding of what is computed in double here. */
  private static final double UNIT = 0x1.0001p-24;

  private static final double SMALLEST_FLOAT = 0x1p-149;

  private Rounding() {}

  /** The bound for float sums of n terms whose magnitudes add up to the given one. */
  static double ofFloats(int n, double magnitude) {
    return n * UNIT / (1 - n * UNIT) * magnitude + 2 * n * SMALLEST_FLOAT;
  }

  /** The bound for one float rounded once. */
  static double ofFloat(double value) {
    return UNIT * Math.abs(value) + SMALLEST_FLOAT;
  }
}
