package dev.carrylane.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.activation.GruCell;
import dev.carrylane.engine.activation.LogSoftmax;
import dev.carrylane.engine.activation.LstmCell;
import dev.carrylane.engine.conv.CausalConvolution;
import dev.carrylane.engine.conv.ConvolutionWeights;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemm.Transpose;
import org.junit.jupiter.api.Test;

/** Forms without offsets and strides are those with offsets of 0 and strides of a row's length. */
class ContiguousFormsTest {
  private static final Backend BACKEND = Backend.scalar();
  private static final Engine ENGINE = Engine.of(BACKEND);

  private static float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i * 37 % 101 - 50) / 16f;
    }
    return values;
  }

  @Test
  void products() {
    Gemm gemm = Gemm.on(ENGINE);
    float[] a = values(6);
    float[] b = values(12);
    float[] bias = values(4);
    for (PackedWeights[] pair :
        new PackedWeights[][] {
          {
            PackedWeights.ofOutputRows(BACKEND, 4, 3, b, bias),
            PackedWeights.ofOutputRows(BACKEND, 4, 3, b, 0, 3, bias, 0)
          },
          {
            PackedWeights.ofInputRows(BACKEND, 3, 4, b, bias),
            PackedWeights.ofInputRows(BACKEND, 3, 4, b, 0, 4, bias, 0)
          }
        }) {
      float[] actual = new float[8];
      float[] expected = new float[8];
      gemm.multiply(2, a, pair[0], actual, Activation.TANH);
      gemm.multiply(2, a, 0, 3, pair[1], expected, 0, 4, Activation.TANH);
      assertArrayEquals(expected, actual);
      gemm.accumulate(2, a, pair[0], actual, Activation.NONE);
      gemm.accumulate(2, a, 0, 3, pair[1], expected, 0, 4, Activation.NONE);
      assertArrayEquals(expected, actual);
    }
    for (Transpose transpose : Transpose.values()) {
      int aStride = transpose == Transpose.LEFT ? 2 : 3;
      int bStride = transpose == Transpose.RIGHT ? 3 : 4;
      float[] actual = new float[8];
      float[] expected = new float[8];
      gemm.multiply(transpose, 2, 4, 3, a, b, actual);
      gemm.accumulate(transpose, 2, 4, 3, a, b, actual);
      gemm.multiply(transpose, 2, 4, 3, a, 0, aStride, b, 0, bStride, expected, 0, 4);
      gemm.accumulate(transpose, 2, 4, 3, a, 0, aStride, b, 0, bStride, expected, 0, 4);
      assertArrayEquals(expected, actual);
    }
  }

  @Test
  void convolutions() {
    float[] weight = values(4 * 3 * 2);
    float[] bias = values(4);
    float[] x = values(5 * 3);
    float[] actual = new float[5 * 4];
    float[] expected = new float[5 * 4];
    CausalConvolution operation = CausalConvolution.on(ENGINE);
    ConvolutionWeights weights = ConvolutionWeights.of(BACKEND, 4, 3, 2, 1, weight, bias);
    operation.run(5, x, weights, actual, Activation.RELU);
    weights = ConvolutionWeights.of(BACKEND, 4, 3, 2, 1, weight, 0, bias, 0);
    operation.run(5, 0, x, 0, 3, weights, expected, 0, 4, Activation.RELU);
    assertArrayEquals(expected, actual);
  }

  @Test
  void cellsAndRows() {
    float[] gates = values(2 * 4 * 3);
    float[] actual = values(6);
    float[] expected = values(6);
    float[] hidden = new float[6];
    float[] expectedHidden = new float[6];
    LstmCell.update(BACKEND, 2, 3, gates, actual, hidden);
    LstmCell.update(BACKEND, 2, 3, gates, 0, 12, expected, 0, 3, expectedHidden, 0, 3);
    assertArrayEquals(expected, actual);
    assertArrayEquals(expectedHidden, hidden);
    float[] other = values(2 * 3 * 3);
    GruCell.update(BACKEND, 2, 3, gates, other, hidden, actual);
    GruCell.update(BACKEND, 2, 3, gates, 0, 9, other, 0, 9, hidden, 0, 3, expected, 0, 3);
    assertArrayEquals(expected, actual);
    LogSoftmax.logSoftmax(BACKEND, 2, 3, actual, actual);
    LogSoftmax.logSoftmax(BACKEND, 2, 3, expected, 0, 3, expected, 0, 3);
    assertArrayEquals(expected, actual);
  }
}
