package dev.carrylane.engine.activation;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A value in {@code double} and a bound on how far the float that stands for it may be off. Every
 * operation carries the errors of its operands on and adds its own: that of the float operation, taken
 * in ulp of the greatest value that it may give, and that of the {@code double} operation.
 *
 * @param value the reference
 * @param error the greatest |float − value|
 */
record Approximation(double value, double error) {
  /** The greatest errors of {@link Elementwise}, in ulp. */
  private static final double SIGMOID_ULPS = 1.691;

  private static final double TANH_ULPS = 1.331;

  /** Of a {@code double} result: half an ulp, relative to it. */
  private static final double ROUNDING = 0x1p-53;

  /** Of a {@code double} exp, sigmoid or tanh, which are wrong by less than 4 ulp. */
  private static final double FUNCTION = 0x1p-50;

  static Approximation exactly(float value) {
    return new Approximation(value, 0);
  }

  Approximation sigmoid() {
    double result = 1 / (1 + StrictMath.exp(-value));
    // The slope is nowhere above a quarter.
    return new Approximation(result, error / 4 + Math.abs(result) * FUNCTION).off(SIGMOID_ULPS);
  }

  Approximation tanh() {
    double result = StrictMath.tanh(value);
    // The slope is nowhere above 1.
    return new Approximation(result, error + Math.abs(result) * FUNCTION).off(TANH_ULPS);
  }

  Approximation negated() {
    return new Approximation(-value, error);
  }

  /** The exact product, as a fused operation uses it. */
  Approximation times(Approximation other) {
    double result = value * other.value;
    double carried =
        Math.abs(value) * other.error + Math.abs(other.value) * error + error * other.error;
    return new Approximation(result, carried + Math.abs(result) * ROUNDING);
  }

  /** The exact sum. */
  Approximation plus(Approximation other) {
    double result = value + other.value;
    return new Approximation(result, error + other.error + Math.abs(result) * ROUNDING);
  }

  /** Rounded to float. */
  Approximation rounded() {
    return off(0.5);
  }

  private Approximation off(double ulps) {
    float greatest = Math.nextUp((float) (Math.abs(value) + error));
    return new Approximation(value, error + ulps * Math.ulp(greatest));
  }

  void assertHolds(float actual, String what) {
    assertTrue(
        Math.abs(actual - value) <= error,
        () -> "%s is %s instead of %s ± %s".formatted(what, actual, value, error));
  }
}
