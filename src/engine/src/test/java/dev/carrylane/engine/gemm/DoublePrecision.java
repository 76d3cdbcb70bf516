package dev.carrylane.engine.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import java.util.SplittableRandom;

/** Products of doubles. */
final class DoublePrecision implements Precision<double[], DoublePackedWeights> {
  private static final double[] SPECIAL = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0d,
    -0d,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE
  };

  @Override
  public int bytes() {
    return Double.BYTES;
  }

  @Override
  public double[] array(int length) {
    return new double[length];
  }

  @Override
  public double[] copy(double[] array) {
    return array.clone();
  }

  @Override
  public double[] ordinary(SplittableRandom random, int length) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextDouble(-1, 1);
    }
    return values;
  }

  @Override
  public double[] mixed(SplittableRandom random, int length) {
    double[] values = ordinary(random, length);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(8) == 0) {
        values[i] = SPECIAL[random.nextInt(SPECIAL.length)];
      }
    }
    return values;
  }

  @Override
  public void chains(
      int rows,
      int columns,
      int depth,
      Matrix<double[]> a,
      Matrix<double[]> b,
      Matrix<double[]> c) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double chain = c.array()[c.at(i, j)];
        for (int k = 0; k < depth; k++) {
          chain = Math.fma(a.array()[a.at(i, k)], b.array()[b.at(k, j)], chain);
        }
        c.array()[c.at(i, j)] = chain;
      }
    }
  }

  @Override
  public void activate(Activation activation, int rows, int columns, Matrix<double[]> c) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        c.array()[c.at(i, j)] = apply(activation, c.array()[c.at(i, j)]);
      }
    }
  }

  private static double apply(Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> x <= 0 ? 0 : x;
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
    };
  }

  @Override
  public void assertSame(double[] expected, double[] actual, String what) {
    // Without a tolerance this compares bits, but maps every NaN to one.
    assertArrayEquals(expected, actual, what);
  }

  @Override
  public DoublePackedWeights pack(
      Backend backend, int inputs, int outputs, Matrix<double[]> b, double[] bias) {
    return DoublePackedWeights.ofInputRows(
        backend, inputs, outputs, b.array(), b.offset(), b.stride(), bias, 0);
  }

  @Override
  public Operation<double[], DoublePackedWeights> on(Engine engine) {
    return new Operations(DoubleGemm.on(engine));
  }

  private record Operations(DoubleGemm gemm) implements Operation<double[], DoublePackedWeights> {
    @Override
    public void multiply(
        Transpose transpose,
        int rows,
        int columns,
        int depth,
        Matrix<double[]> a,
        Matrix<double[]> b,
        Matrix<double[]> c) {
      gemm.multiply(
          transpose,
          rows,
          columns,
          depth,
          a.array(),
          a.offset(),
          a.stride(),
          b.array(),
          b.offset(),
          b.stride(),
          c.array(),
          c.offset(),
          c.stride());
    }

    @Override
    public void accumulate(
        Transpose transpose,
        int rows,
        int columns,
        int depth,
        Matrix<double[]> a,
        Matrix<double[]> b,
        Matrix<double[]> c) {
      gemm.accumulate(
          transpose,
          rows,
          columns,
          depth,
          a.array(),
          a.offset(),
          a.stride(),
          b.array(),
          b.offset(),
          b.stride(),
          c.array(),
          c.offset(),
          c.stride());
    }

    @Override
    public void multiply(
        int rows,
        Matrix<double[]> a,
        DoublePackedWeights weights,
        Matrix<double[]> c,
        Activation activation) {
      gemm.multiply(
          rows,
          a.array(),
          a.offset(),
          a.stride(),
          weights,
          c.array(),
          c.offset(),
          c.stride(),
          activation);
    }

    @Override
    public void accumulate(
        int rows,
        Matrix<double[]> a,
        DoublePackedWeights weights,
        Matrix<double[]> c,
        Activation activation) {
      gemm.accumulate(
          rows,
          a.array(),
          a.offset(),
          a.stride(),
          weights,
          c.array(),
          c.offset(),
          c.stride(),
          activation);
    }
  }
}
