package dev.carrylane.engine.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.Elementwise;
import java.util.SplittableRandom;

/** Products of floats. */
final class FloatPrecision implements Precision<float[], PackedWeights> {
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  @Override
  public int bytes() {
    return Float.BYTES;
  }

  @Override
  public float[] array(int length) {
    return new float[length];
  }

  @Override
  public float[] copy(float[] array) {
    return array.clone();
  }

  @Override
  public float[] ordinary(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @Override
  public float[] mixed(SplittableRandom random, int length) {
    float[] values = ordinary(random, length);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(8) == 0) {
        values[i] = SPECIAL[random.nextInt(SPECIAL.length)];
      }
    }
    return values;
  }

  @Override
  public void chains(
      int rows, int columns, int depth, Matrix<float[]> a, Matrix<float[]> b, Matrix<float[]> c) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float chain = c.array()[c.at(i, j)];
        for (int k = 0; k < depth; k++) {
          chain = Math.fma(a.array()[a.at(i, k)], b.array()[b.at(k, j)], chain);
        }
        c.array()[c.at(i, j)] = chain;
      }
    }
  }

  @Override
  public void activate(Activation activation, int rows, int columns, Matrix<float[]> c) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        c.array()[c.at(i, j)] = apply(activation, c.array()[c.at(i, j)]);
      }
    }
  }

  private static float apply(Activation activation, float x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Elementwise.relu(x);
      case TANH -> Elementwise.tanh(x);
      case SIGMOID -> Elementwise.sigmoid(x);
    };
  }

  @Override
  public void assertSame(float[] expected, float[] actual, String what) {
    // Without a tolerance this compares bits, but maps every NaN to one.
    assertArrayEquals(expected, actual, what);
  }

  @Override
  public PackedWeights pack(
      Backend backend, int inputs, int outputs, Matrix<float[]> b, float[] bias) {
    return PackedWeights.ofInputRows(
        backend, inputs, outputs, b.array(), b.offset(), b.stride(), bias, 0);
  }

  @Override
  public Operation<float[], PackedWeights> on(Engine engine) {
    return new Operations(Gemm.on(engine));
  }

  private record Operations(Gemm gemm) implements Operation<float[], PackedWeights> {
    @Override
    public void multiply(
        Transpose transpose,
        int rows,
        int columns,
        int depth,
        Matrix<float[]> a,
        Matrix<float[]> b,
        Matrix<float[]> c) {
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
        Matrix<float[]> a,
        Matrix<float[]> b,
        Matrix<float[]> c) {
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
        Matrix<float[]> a,
        PackedWeights weights,
        Matrix<float[]> c,
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
        Matrix<float[]> a,
        PackedWeights weights,
        Matrix<float[]> c,
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
