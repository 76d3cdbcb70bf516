package dev.carrylane.engine.activation;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.check.Refusals;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.ActivationFunctions;
import dev.carrylane.engine.internal.kernel.ActivationKernel;
import java.util.Objects;

/**
 * Functions applied to every element of a range: {@code y[yOffset + i] = f(x[xOffset + i])} for i from
 * 0 to length − 1, where the backend, the position and the length never change a bit of a result. The
 * methods on one value give those bits too.
 *
 * <p>All of these but relu are polynomials of this library, evaluated in float with fused
 * multiply-adds, and not {@link Math}'s. Their errors are the greatest found over all 2^32 arguments, in
 * units in the last place: |result − exact| divided by the distance between floats at the float nearest
 * to the exact value (2^-149 for subnormal ones). Results are rounded to subnormal values
 * and to 0 where the exact value lies there. NaN gives NaN; which NaN is not specified.
 *
 * <p>Subnormal arguments and results are exact to the same bounds but slow, as the processor makes
 * them; otherwise the speed does not depend on the values.
 *
 * <p>Every method checks its arguments before it writes, allocates nothing, keeps no state, and may be
 * called from any number of threads on ranges that no other thread writes. The range of y may be that
 * of x; any other overlap, and a range that leaves its array, give an {@link IllegalArgumentException}. A null
 * argument gives a {@link NullPointerException} that names it.
 *
 * {@snippet :
 * float[] gates = new float[256];
 * Elementwise.sigmoid(Backend.active(), gates, 0, gates, 0, 128); // the first half, in place
 * }
 */
public final class Elementwise {
  private Elementwise() {}

  /**
   * e^x. Greatest error 0.987 ulp, at x = −5.8697. Never decreases as x increases. +∞ gives +∞, and so does
   * everything above 88.72; −∞ gives 0.
   *
   * @param backend the kernels to use
   * @param x the arguments
   * @param xOffset index of the first argument
   * @param y receives the results
   * @param yOffset index of the first result
   * @param length how many elements, 0 or more
   */
  public static void exp(
      Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
    kernel(backend, ActivationKernel.Function.EXP, x, xOffset, y, yOffset, length)
        .exp(x, xOffset, y, yOffset, length);
  }

  /**
   * The hyperbolic tangent. Greatest error 1.331 ulp, at x = ±0.62831. Odd, and never decreases as x
   * increases. ±0 gives ±0, and everything beyond ±9.02 gives ±1.
   *
   * @param backend the kernels to use
   * @param x the arguments
   * @param xOffset index of the first argument
   * @param y receives the results
   * @param yOffset index of the first result
   * @param length how many elements, 0 or more
   */
  public static void tanh(
      Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
    kernel(backend, ActivationKernel.Function.TANH, x, xOffset, y, yOffset, length)
        .tanh(x, xOffset, y, yOffset, length);
  }

  /**
   * The logistic sigmoid 1 / (1 + e^−x). Greatest error 1.691 ulp, at x = −1.1042. Within that error it
   * is not monotone. ±0 gives ½, +∞ gives 1 and −∞ gives 0.
   *
   * @param backend the kernels to use
   * @param x the arguments
   * @param xOffset index of the first argument
   * @param y receives the results
   * @param yOffset index of the first result
   * @param length how many elements, 0 or more
   */
  public static void sigmoid(
      Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
    kernel(backend, ActivationKernel.Function.SIGMOID, x, xOffset, y, yOffset, length)
        .sigmoid(x, xOffset, y, yOffset, length);
  }

  /**
   * max(x, 0), exact. NaN stays NaN, and −0 gives +0.
   *
   * @param backend the kernels to use
   * @param x the arguments
   * @param xOffset index of the first argument
   * @param y receives the results
   * @param yOffset index of the first result
   * @param length how many elements, 0 or more
   */
  public static void relu(
      Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
    kernel(backend, ActivationKernel.Function.RELU, x, xOffset, y, yOffset, length)
        .relu(x, xOffset, y, yOffset, length);
  }

  /**
   * The function that an activation names; {@link Activation#NONE} copies.
   *
   * @param backend the kernels to use
   * @param activation the function
   * @param x the arguments
   * @param xOffset index of the first argument
   * @param y receives the results
   * @param yOffset index of the first result
   * @param length how many elements, 0 or more
   */
  public static void apply(
      Backend backend,
      Activation activation,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int length) {
    if (activation == null) {
      throw Refusals.noActivation();
    }
    switch (activation) {
      case NONE -> {
        check(backend, x, xOffset, y, yOffset, length);
        System.arraycopy(x, xOffset, y, yOffset, length);
      }
      case RELU -> relu(backend, x, xOffset, y, yOffset, length);
      case TANH -> tanh(backend, x, xOffset, y, yOffset, length);
      case SIGMOID -> sigmoid(backend, x, xOffset, y, yOffset, length);
    }
  }

  /**
   * e^x of one value, with the bits of {@link #exp(Backend, float[], int, float[], int, int)}.
   *
   * @param x any float
   * @return e^x
   */
  public static float exp(float x) {
    return ActivationFunctions.exp(x);
  }

  /**
   * The hyperbolic tangent of one value, with the bits of {@link #tanh(Backend, float[], int, float[], int, int)}.
   *
   * @param x any float
   * @return tanh x
   */
  public static float tanh(float x) {
    return ActivationFunctions.tanh(x);
  }

  /**
   * The logistic sigmoid of one value, with the bits of {@link #sigmoid(Backend, float[], int,
   * float[], int, int)}.
   *
   * @param x any float
   * @return 1 / (1 + e^−x)
   */
  public static float sigmoid(float x) {
    return ActivationFunctions.sigmoid(x);
  }

  /**
   * max(x, 0) of one value, with the bits of {@link #relu(Backend, float[], int, float[], int, int)}.
   *
   * @param x any float
   * @return x where it is positive or NaN, else +0
   */
  public static float relu(float x) {
    return ActivationFunctions.relu(x);
  }

  private static ActivationKernel kernel(
      Backend backend,
      ActivationKernel.Function function,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int length) {
    check(backend, x, xOffset, y, yOffset, length);
    return Kernels.of(backend).activation(function);
  }

  private static void check(
      Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
    Objects.requireNonNull(backend, "backend");
    Checks.count("length", length);
    Checks.rows("x", x, xOffset, 1, length, length);
    Checks.rows("y", y, yOffset, 1, length, length);
    Checks.sameOrDisjoint("x", x, xOffset, length, "y", y, yOffset, length, 1, length);
  }
}
