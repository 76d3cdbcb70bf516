package dev.carrylane.engine.internal.kernel;

/**
 * The elementwise functions on one value: the definition, operation by operation, of what the scalar
 * and the vector kernels compute. A change here is a change in the vector kernel too.
 *
 * <p>Every function is a fixed sequence of IEEE 754 float operations and comparisons, with no
 * branch that skips work, so that lanes can run it. None of it makes a subnormal intermediate value
 * unless the argument or the result is subnormal, for those cost hundreds of cycles.
 *
 * <p>exp(v) = 2^n e^r with n = round(v / ln 2) and |r| ≤ ln 2 / 2. Adding {@link #ROUND_HALVES} rounds
 * v / ln 2 to an integer (the sum lies where floats are whole numbers) and leaves n, biased, in the low
 * bits. ln 2 is split in two floats; the first subtraction is exact, because n·LN2_HIGH is a
 * multiple of 2^-24 close to v and the fused operation does not round it. e^r = 1 + (r + r²·q(r)),
 * where q is the polynomial of degree 4 with the least relative error of e^r (Remez exchange at 40
 * digits, then rounded to floats), weighted fourfold for r &lt; −0.24, where the other roundings are
 * largest. Its own error is 2^-28 there and 2^-27 elsewhere. 2^n is applied as two factors, for n goes
 * from −150 to 128 and one float cannot hold that; the first product is exact and the second rounds once.
 */
public final class ActivationFunctions {
  /** Above this e^x overflows: ln(2^128) = 88.72… */
  public static final float EXP_HIGHEST = 89f;

  /** Below this e^x rounds to 0: ln(2^-150) = −103.97… */
  public static final float EXP_LOWEST = -104f;

  /**
   * Stands for every argument whose power is to be 0: here n is −254 and both factors are 0. A product
   * that rounds to 0 would be as slow as a subnormal one.
   */
  public static final float EXP_OF_ZERO = -176.06f;

  /** 1 / ln 2. */
  public static final float LOG2_E = 0x1.715476p0f;

  /** −ln 2 rounded to float. */
  public static final float MINUS_LN2_HIGH = -0x1.62e43p-1f;

  /** The rest of −ln 2. */
  public static final float MINUS_LN2_LOW = 0x1.05c61p-29f;

  /** Rounds to an integer n and leaves n + 254, the sum of two biased exponents, in the low bits. */
  public static final float ROUND_HALVES = 0x1.8p23f + 254f;

  /** Rounds to an integer n and leaves n + 127, a biased exponent, in the low bits. */
  public static final float ROUND_WHOLE = 0x1.8p23f + 127f;

  /** Bits of the significand below the exponent. */
  public static final int EXPONENT_SHIFT = 23;

  /** The sign bit. */
  public static final int SIGN = 0x80000000;

  /**
   * Added, inside a fused operation, to squares: keeps the square of a tiny value from being
   * subnormal. It is too small to change any result.
   */
  public static final float TINY = 0x1p-100f;

  /** The coefficients of q in e^r = 1 + (r + r²·q(r)), from the constant term on. */
  public static final float EXP_C2 = 0x1.ffffeep-2f;

  public static final float EXP_C3 = 0x1.55549cp-3f;
  public static final float EXP_C4 = 0x1.5563f8p-5f;
  public static final float EXP_C5 = 0x1.12339p-7f;
  public static final float EXP_C6 = 0x1.6213fcp-10f;

  /** From 17.4 on the sigmoid is 1, so e^−|x| need not be known below this when x is positive. */
  public static final float SIGMOID_LOWEST = -20f;

  /** From 9.02 on the hyperbolic tangent is 1, so |x| may stop here. */
  public static final float TANH_HIGHEST = 10f;

  /**
   * Below this |x| the hyperbolic tangent is an odd polynomial, above it 1 − 2/(e^{2|x|} + 1), whose
   * subtraction would lose bits where the result is small.
   */
  public static final float TANH_SPLIT = 0.625f;

  /** The coefficients of q in tanh a = a + a·u·q(u), u = a², from the constant term on: least relative error to 0.625. */
  public static final float TANH_C3 = -0x1.555532p-2f;

  public static final float TANH_C5 = 0x1.11071ep-3f;
  public static final float TANH_C7 = -0x1.b83b18p-5f;
  public static final float TANH_C9 = 0x1.521e0cp-6f;
  public static final float TANH_C11 = -0x1.75b9f2p-8f;

  private ActivationFunctions() {}

  /** e^x. */
  public static float exp(float x) {
    // Comparisons with NaN are false, so NaN passes here and through the arithmetic below.
    float v = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    return expOfClamped(v < EXP_LOWEST ? EXP_OF_ZERO : v);
  }

  /**
   * 1 / (1 + e^−x). With z = e^−|x| it is 1/(1 + z) or z/(1 + z), that is m − m·z/(1 + z) with m = 1 or z:
   * the quotient, which carries the roundings of the sum and the division, enters as a correction.
   */
  public static float sigmoid(float x) {
    boolean negative = x < 0f;
    float lowest = negative ? EXP_LOWEST : SIGMOID_LOWEST;
    float v = Float.intBitsToFloat(Float.floatToRawIntBits(x) | SIGN);
    float z = expOfClamped(v < lowest ? EXP_OF_ZERO : v);
    float main = negative ? z : 1f;
    float quotient = z / (z + 1f);
    return Math.fma(-quotient, main, main);
  }

  /** tanh x. */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float v = a > TANH_HIGHEST ? TANH_HIGHEST : a;
    v = v + v;
    float rounded = Math.fma(v, LOG2_E, ROUND_WHOLE);
    float power = expOfReduced(reduce(v, rounded - ROUND_WHOLE));
    // 0 ≤ n ≤ 29 here: one factor holds 2^n.
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << EXPONENT_SHIFT);
    float far = 1f - 2f / Math.fma(power, scale, 1f);

    float u = Math.fma(a, a, TINY);
    float q = Math.fma(TANH_C11, u, TANH_C9);
    q = Math.fma(q, u, TANH_C7);
    q = Math.fma(q, u, TANH_C5);
    q = Math.fma(q, u, TANH_C3);
    float near = Math.fma(q * u, a, a);

    float result = a < TANH_SPLIT ? near : far;
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(result) | (Float.floatToRawIntBits(x) & SIGN));
  }

  /** max(x, 0). */
  public static float relu(float x) {
    return x <= 0f ? 0f : x;
  }

  /** e^v for v from {@link #EXP_LOWEST} to {@link #EXP_HIGHEST}, {@link #EXP_OF_ZERO} or NaN. */
  private static float expOfClamped(float v) {
    float rounded = Math.fma(v, LOG2_E, ROUND_HALVES);
    float power = expOfReduced(reduce(v, rounded - ROUND_HALVES));
    int bits = Float.floatToRawIntBits(rounded);
    int first = (bits >>> 1) << EXPONENT_SHIFT;
    int second = (bits << EXPONENT_SHIFT) - first;
    return power * Float.intBitsToFloat(first) * Float.intBitsToFloat(second);
  }

  private static float reduce(float v, float n) {
    return Math.fma(n, MINUS_LN2_LOW, Math.fma(n, MINUS_LN2_HIGH, v));
  }

  private static float expOfReduced(float r) {
    float q = Math.fma(EXP_C6, r, EXP_C5);
    q = Math.fma(q, r, EXP_C4);
    q = Math.fma(q, r, EXP_C3);
    q = Math.fma(q, r, EXP_C2);
    return Math.fma(q, Math.fma(r, r, TINY), r) + 1f;
  }
}
