package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.LogSoftmax;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** The laws of the elementwise functions and log-softmax, on the vector backend and the scalar one. */
final class ActivationProperties {
  private final Backend scalar = Backend.scalar();
  private final Backend vector = Engines.fastest();

  /** Every bit pattern, and as many values of the size that networks have. */
  @Provide
  Arbitrary<Float> floats() {
    return Arbitraries.frequencyOf(
        Tuple.of(
            1,
            Arbitraries.integers()
                .withDistribution(RandomDistribution.uniform())
                .map(Float::intBitsToFloat)),
        Tuple.of(1, finite(120)));
  }

  /** Multiples of a power of two up to a limit, as jqwik's own floats have two decimals. */
  private static Arbitrary<Float> finite(float limit) {
    return Arbitraries.integers().map(bits -> limit * (bits * 0x1p-31f));
  }

  @Provide
  Arbitrary<float[]> arrays() {
    return floats().array(float[].class).ofMaxSize(100);
  }

  @Provide
  Arbitrary<float[]> rows() {
    return finite(200).array(float[].class).ofMinSize(1).ofMaxSize(100);
  }

  @Provide
  Arbitrary<float[]> wholeRows() {
    return Arbitraries.integers()
        .between(-100_000, 100_000)
        .map(i -> i / 64f)
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(100);
  }

  @Property
  void bothBackendsGiveTheBitsOfOneValueAtAnyOffset(
      @ForAll ActivationFunction function,
      @ForAll("arrays") float[] values,
      @ForAll @IntRange(max = 40) int xOffset,
      @ForAll @IntRange(max = 40) int yOffset) {
    float[] x = new float[xOffset + values.length];
    System.arraycopy(values, 0, x, xOffset, values.length);
    float[] expected = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      expected[i] = function.apply(values[i]);
    }
    for (Backend backend : new Backend[] {scalar, vector}) {
      float[] y = new float[yOffset + values.length];
      function.apply(backend, x, xOffset, y, yOffset, values.length);
      assertSameBits(expected, Arrays.copyOfRange(y, yOffset, y.length), backend + ", other array");
      float[] inPlace = x.clone();
      function.apply(backend, inPlace, xOffset, inPlace, xOffset, values.length);
      assertSameBits(
          expected, Arrays.copyOfRange(inPlace, xOffset, x.length), backend + ", in place");
    }
  }

  @Property
  void monotoneWhereDocumented(
      @ForAll ActivationFunction function, @ForAll("floats") float a, @ForAll("floats") float b) {
    if (function.monotone && a <= b) {
      assertTrue(function.apply(a) <= function.apply(b));
    }
  }

  @Property
  void neighboursAreInOrderWhereDocumented(
      @ForAll ActivationFunction function, @ForAll("floats") float x) {
    if (function.monotone && !Float.isNaN(x)) {
      assertTrue(function.apply(x) <= function.apply(Math.nextUp(x)));
    }
  }

  @Property
  void tanhIsOdd(@ForAll("floats") float x) {
    assertEquals(
        Float.floatToIntBits(-Elementwise.tanh(x)), Float.floatToIntBits(Elementwise.tanh(-x)));
  }

  @Property
  void sigmoidsOfOppositeArgumentsAddUpToOne(@ForAll("floats") float x) {
    if (!Float.isNaN(x)) {
      float right = Elementwise.sigmoid(x);
      float left = Elementwise.sigmoid(-x);
      double bound =
          ActivationFunction.SIGMOID.errorBound(right)
              + ActivationFunction.SIGMOID.errorBound(left)
              + Math.ulp(1.0);
      assertEquals(1, (double) right + left, bound);
    }
  }

  @Property
  void powersOfOppositeArgumentsMultiplyToOne(@ForAll("floats") float x) {
    float power = Elementwise.exp(x);
    float inverse = Elementwise.exp(-x);
    if (power >= Float.MIN_NORMAL && inverse >= Float.MIN_NORMAL && power * inverse > 0) {
      double first = ActivationFunction.EXP.errorBound(power) / power;
      double second = ActivationFunction.EXP.errorBound(inverse) / inverse;
      // Exact in double: two significands of 24 bits.
      double product = (double) power * inverse;
      assertEquals(1, product, (1 + first) * (1 + second) / (1 - first) / (1 - second) - 1);
    }
  }

  /**
   * Let p_i be the softmax of the row. The computed e^(x_i − max) has a relative error of at most
   * |d_i|·2^-24 from rounding d_i = x_i − max, and 2^-23 from exp (or 2^-149 absolutely). So the
   * logarithm is wrong by at most the mean of these, weighted with p_i, and y_i by half an ulp more,
   * apart from roundings in double. Σ e^(y_i) is wrong by the mean of the errors of y_i.
   */
  @Property
  void rowsOfLogSoftmaxAreLogarithmsOfProbabilities(@ForAll("rows") float[] row) {
    float[] y = new float[row.length];
    LogSoftmax.logSoftmax(vector, 1, row.length, row, 0, row.length, y, 0, row.length);
    float max = Float.NEGATIVE_INFINITY;
    for (float value : row) {
      max = Math.max(max, value);
    }
    double total = 0;
    double errorOfLogarithm = row.length * (0x1p-149 + Math.ulp(1.0) * row.length);
    for (int i = 0; i < row.length; i++) {
      double p = StrictMath.exp(y[i]);
      total += p;
      errorOfLogarithm += p * (Math.abs(row[i] - max) * 0x1p-24 + 0x1p-23);
    }
    double bound = row.length * Math.ulp(1.0);
    for (int i = 0; i < row.length; i++) {
      double roundings = Math.ulp(y[i]) / 2 + 4 * Math.ulp((double) y[i]);
      bound += StrictMath.exp(y[i]) * StrictMath.expm1(errorOfLogarithm + roundings);
    }
    // The p_i used in the bound are themselves wrong, by less than a thousandth.
    assertEquals(1, total, bound * 1.001);
  }

  @Property
  void logSoftmaxDoesNotDependOnTheLayout(
      @ForAll("arrays") float[] values,
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(max = 20) int xOffset,
      @ForAll @IntRange(max = 20) int xGap,
      @ForAll @IntRange(max = 20) int yOffset,
      @ForAll @IntRange(max = 20) int yGap) {
    int columns = values.length / rows;
    float[] expected = new float[rows * columns];
    LogSoftmax.logSoftmax(scalar, rows, columns, values, 0, columns, expected, 0, columns);
    int xStride = columns + xGap;
    int yStride = columns + yGap;
    for (Backend backend : new Backend[] {scalar, vector}) {
      float[] x = new float[xOffset + rows * xStride];
      float[] y = new float[yOffset + rows * yStride];
      for (int row = 0; row < rows; row++) {
        System.arraycopy(values, row * columns, x, xOffset + row * xStride, columns);
      }
      LogSoftmax.logSoftmax(backend, rows, columns, x, xOffset, xStride, y, yOffset, yStride);
      LogSoftmax.logSoftmax(backend, rows, columns, x, xOffset, xStride, x, xOffset, xStride);
      for (int row = 0; row < rows; row++) {
        float[] want = Arrays.copyOfRange(expected, row * columns, (row + 1) * columns);
        int xFrom = xOffset + row * xStride;
        int yFrom = yOffset + row * yStride;
        assertSameBits(
            want, Arrays.copyOfRange(y, yFrom, yFrom + columns), backend + ", other array");
        assertSameBits(want, Arrays.copyOfRange(x, xFrom, xFrom + columns), backend + ", in place");
      }
    }
  }

  /** The sums are exact here: at most 17 + 6 bits. */
  @Property
  void logSoftmaxDoesNotChangeWhenARowIsShifted(
      @ForAll("wholeRows") float[] row, @ForAll @IntRange(min = -1000, max = 1000) int shift) {
    float[] shifted = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      shifted[i] = row[i] + shift;
    }
    float[] y = new float[row.length];
    LogSoftmax.logSoftmax(vector, 1, row.length, row, 0, row.length, y, 0, row.length);
    LogSoftmax.logSoftmax(vector, 1, row.length, shifted, 0, row.length, shifted, 0, row.length);
    assertSameBits(y, shifted, "shifted");
  }
}
