package dev.carrylane.engine.gemv;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;

/**
 * Matrix-vector products: one row of a {@link Gemm} on the same packed weights, with the same bits. One
 * user thread at a time; nothing is allocated by a call.
 */
public final class Gemv {
  private final Gemm gemm;

  private Gemv(Gemm gemm) {
    this.gemm = gemm;
  }

  /**
   * A matrix-vector operation.
   *
   * @param engine where it runs
   * @return an operation with scratch memory of its own
   */
  public static Gemv on(Engine engine) {
    return new Gemv(Gemm.on(engine));
  }

  /**
   * y = activation(x·W + bias).
   *
   * @param x {@code weights.inputs()} floats
   * @param xOffset where they start
   * @param weights the matrix and bias
   * @param y {@code weights.outputs()} floats, written; must not overlap x
   * @param yOffset where they start
   * @param activation applied to every element of the result
   * @throws IllegalArgumentException as {@link Gemm#multiply(int, float[], int, int, PackedWeights,
   *     float[], int, int, Activation)}
   */
  public void multiply(
      float[] x,
      int xOffset,
      PackedWeights weights,
      float[] y,
      int yOffset,
      Activation activation) {
    gemm.multiply(
        1, x, xOffset, weights.inputs(), weights, y, yOffset, weights.outputs(), activation);
  }

  /**
   * Products of one matrix with the vectors of several streams that step together: one pass over the weights
   * serves all of them. Each stream gets the bits that it would get alone.
   *
   * @param streams how many, 0 or more
   * @param x {@code weights.inputs()} floats of each stream
   * @param xOffset where those of the first start
   * @param xStride distance between those of two streams
   * @param weights the matrix and bias
   * @param y {@code weights.outputs()} floats of each stream, written; must not overlap x
   * @param yOffset where those of the first start
   * @param yStride distance between those of two streams
   * @param activation applied to every element of the result
   * @throws IllegalArgumentException as {@link Gemm#multiply(int, float[], int, int, PackedWeights,
   *     float[], int, int, Activation)}
   */
  public void multiply(
      int streams,
      float[] x,
      int xOffset,
      int xStride,
      PackedWeights weights,
      float[] y,
      int yOffset,
      int yStride,
      Activation activation) {
    gemm.multiply(streams, x, xOffset, xStride, weights, y, yOffset, yStride, activation);
  }

  /**
   * y = activation(y + x·W): the chains go on from what y holds, and the bias is not added.
   *
   * @param x {@code weights.inputs()} floats
   * @param xOffset where they start
   * @param weights the matrix; its bias is not used
   * @param y {@code weights.outputs()} floats, read and written; must not overlap x
   * @param yOffset where they start
   * @param activation applied to every element of the result
   * @throws IllegalArgumentException as {@link Gemm#multiply(int, float[], int, int, PackedWeights,
   *     float[], int, int, Activation)}
   */
  public void accumulate(
      float[] x,
      int xOffset,
      PackedWeights weights,
      float[] y,
      int yOffset,
      Activation activation) {
    gemm.accumulate(
        1, x, xOffset, weights.inputs(), weights, y, yOffset, weights.outputs(), activation);
  }
}
