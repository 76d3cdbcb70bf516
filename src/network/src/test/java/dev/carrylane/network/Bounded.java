package dev.carrylane.network;

import static org.junit.jupiter.api.Assertions.fail;

/**
 * A real number, computed in double, and how far the float that stands for it may be from it. Every
 * operation derives the bound of its result from those of its operands, by the standard model of
 * rounding: fl(x) = x(1 + δ) + η with |δ| ≤ u = 2^−24 and |η| ≤ 2^−150 (η only where the result is
 * subnormal). Below, x̂ is the float for x, and |x̂ − x| ≤ e.
 *
 * <ul>
 *   <li>A chain of n fused multiply-adds from b̂ gives b̂·∏(1 + δ) + Σ ŵ_i x̂_i ∏(1 + δ) with at most n
 *       factors in each product, so it is within γ_n(|b̂| + Σ|ŵ_i x̂_i|) of b̂ + Σ ŵ_i x̂_i, where γ_n = nu/(1 −
 *       nu); and that is within e_b + Σ(|w|e_x + |x|e_w + e_w e_x) of the exact sum. Each of the n
 *       operations adds at most 2^−150(1 + γ_n) < 2^−149 for subnormal results.
 *   <li>A function passes on e times its greatest slope between x − e and x + e: at most 1 for relu; for
 *       tanh and the sigmoid, 1 − tanh² and σ(1 − σ) at the point nearest to 0. tanh and sigmoid are
 *       computed to 3 ulp, which is at most 3·2^−24 as they stay within ±1; relu is exact.
 *   <li>A sum, product, quotient or root rounded to float adds u|result| + 2^−150.
 *   <li>A quotient's operands pass on (e_x + |x/y|e_y) / (|y| − e_y), a root's e/√x.
 *   <li>exp passes on e times its slope at x + e, and is computed to 2 ulp, at most 2·2^−23 of the result.
 * </ul>
 *
 * <p>The rounding of the double computation itself is smaller by 2^29 operation for operation; taking u
 * larger by one part in 2^16 covers it.
 *
 * @param value the number
 * @param error the bound
 */
record Bounded(double value, double error) {
  private static final double U = 0x1.0001p-24;
  private static final double SUBNORMAL = 0x1p-149;
  private static final double FUNCTION = 3 * 0x1p-24;
  private static final double EXP = 2 * 0x1p-23;

  /** A float that is given, not computed. */
  static Bounded exactly(double value) {
    return new Bounded(value, 0);
  }

  /** A real number rounded to float once. */
  static Bounded rounded(double value) {
    return new Bounded(value, U * Math.abs(value) + SUBNORMAL);
  }

  /** The chain that starts here and adds w_i·x_i for every i in order. */
  Bounded chain(Bounded[] w, Bounded[] x) {
    int n = w.length;
    double sum = value;
    double inherited = error;
    double magnitude = Math.abs(value) + error;
    for (int i = 0; i < n; i++) {
      sum += w[i].value * x[i].value;
      inherited += Math.abs(w[i].value) * x[i].error + w[i].error * x[i].magnitude();
      magnitude += w[i].magnitude() * x[i].magnitude();
    }
    double gamma = n * U / (1 - n * U);
    return new Bounded(sum, inherited + gamma * magnitude + n * SUBNORMAL);
  }

  Bounded plus(Bounded other) {
    double sum = value + other.value;
    double inherited = error + other.error;
    return new Bounded(sum, inherited + U * (Math.abs(sum) + inherited) + SUBNORMAL);
  }

  Bounded times(Bounded other) {
    double product = value * other.value;
    double inherited = Math.abs(value) * other.error + error * other.magnitude();
    return new Bounded(product, inherited + U * (Math.abs(product) + inherited) + SUBNORMAL);
  }

  /** this·factor + term, rounded once. */
  Bounded fma(Bounded factor, Bounded term) {
    return term.chain(new Bounded[] {this}, new Bounded[] {factor});
  }

  Bounded minus(Bounded other) {
    return plus(other.negated());
  }

  Bounded negated() {
    return new Bounded(-value, error);
  }

  Bounded absolute() {
    return new Bounded(Math.abs(value), error);
  }

  Bounded over(Bounded divisor) {
    double quotient = value / divisor.value;
    double inherited =
        (error + Math.abs(quotient) * divisor.error) / (Math.abs(divisor.value) - divisor.error);
    return new Bounded(quotient, inherited + U * (Math.abs(quotient) + inherited) + SUBNORMAL);
  }

  Bounded root() {
    double root = Math.sqrt(value);
    double inherited = error / root;
    return new Bounded(root, inherited + U * (root + inherited) + SUBNORMAL);
  }

  Bounded exp() {
    double greatest = Math.exp(value + error);
    return new Bounded(Math.exp(value), greatest * (error + EXP) + SUBNORMAL);
  }

  /** The greatest of several, which is one of them. */
  static Bounded greatest(Bounded[] values) {
    double greatest = Double.NEGATIVE_INFINITY;
    double error = 0;
    for (Bounded value : values) {
      greatest = Math.max(greatest, value.value);
      error = Math.max(error, value.error);
    }
    return new Bounded(greatest, error);
  }

  /**
   * (1 − share)·here + share·there as two fused operations, for a share from 0 to 1. An error of the share counts by the
   * distance of the two, which the operations one by one would not tell.
   */
  static Bounded between(Bounded here, Bounded there, Bounded share) {
    double rest = (1 - share.value) * here.value;
    double sum = rest + share.value * there.value;
    double inherited =
        Math.abs(there.value - here.value) * share.error
            + (1 - share.value) * here.error
            + share.value * there.error
            + share.error * (here.error + there.error);
    double rounding = U * (Math.abs(rest) + Math.abs(sum) + 2 * inherited + 2 * here.error);
    return new Bounded(sum, inherited + rounding + 2 * SUBNORMAL);
  }

  Bounded tanh() {
    double steepest = Math.tanh(nearestToZero());
    return new Bounded(Math.tanh(value), (1 - steepest * steepest) * error + FUNCTION);
  }

  Bounded sigmoid() {
    double steepest = sigmoid(nearestToZero());
    return new Bounded(sigmoid(value), steepest * (1 - steepest) * error + FUNCTION);
  }

  Bounded relu() {
    return new Bounded(Math.max(value, 0), error);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private double nearestToZero() {
    return Math.max(0, Math.abs(value) - error);
  }

  private double magnitude() {
    return Math.abs(value) + error;
  }

  /** Asserts that a float is within the bound. */
  void check(float actual, String what) {
    // Written so that NaN fails.
    if (!(Math.abs(actual - value) <= error)) {
      fail(what + ": " + actual + " is more than " + error + " from " + value);
    }
  }
}
