package dev.carrylane.engine.gemm;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.product.DoubleWeights;

/**
 * As {@link PackedWeights}, in double precision: a weight matrix and its bias in the layout that the kernels of one
 * {@link Backend} read. Immutable, shared by any number of threads, and given back in the same way.
 */
public final class DoublePackedWeights implements AutoCloseable {
  private final DoubleWeights weights;

  private DoublePackedWeights(DoubleWeights weights) {
    this.weights = weights;
  }

  /**
   * Packs weights in PyTorch's layout, {@code weight[out][in]}, for y = x·Wᵀ + bias.
   *
   * @param backend the backend that will multiply
   * @param outputs rows of the weight: columns of the result
   * @param inputs columns of the weight: columns of the left operand
   * @param weight the weight
   * @param weightOffset where it starts
   * @param weightStride distance between its rows
   * @param bias one value per output, where every chain starts; null for zeros
   * @param biasOffset where the bias starts
   * @return the packed copy
   * @throws IllegalArgumentException if a size is negative or a range leaves its array
   */
  public static DoublePackedWeights ofOutputRows(
      Backend backend,
      int outputs,
      int inputs,
      double[] weight,
      int weightOffset,
      int weightStride,
      double[] bias,
      int biasOffset) {
    check(outputs, inputs, bias, biasOffset);
    Checks.rows("weight", weight, weightOffset, outputs, inputs, weightStride);
    return new DoublePackedWeights(
        DoubleWeights.pack(
            backend, outputs, inputs, weight, weightOffset, 1, weightStride, bias, biasOffset));
  }

  /**
   * Packs a right operand in mathematical layout, {@code b[in][out]}, for C = A·B + bias.
   *
   * @param backend the backend that will multiply
   * @param inputs rows of B: columns of the left operand
   * @param outputs columns of B: columns of the result
   * @param b the matrix
   * @param bOffset where it starts
   * @param bStride distance between its rows
   * @param bias one value per output, where every chain starts; null for zeros
   * @param biasOffset where the bias starts
   * @return the packed copy
   * @throws IllegalArgumentException if a size is negative or a range leaves its array
   */
  public static DoublePackedWeights ofInputRows(
      Backend backend,
      int inputs,
      int outputs,
      double[] b,
      int bOffset,
      int bStride,
      double[] bias,
      int biasOffset) {
    check(outputs, inputs, bias, biasOffset);
    Checks.rows("b", b, bOffset, inputs, outputs, bStride);
    return new DoublePackedWeights(
        DoubleWeights.pack(backend, outputs, inputs, b, bOffset, bStride, 1, bias, biasOffset));
  }

  /**
   * As {@link #ofOutputRows(Backend, int, int, double[], int, int, double[], int)}, of rows that follow each other from the
   * beginning of each array.
   *
   * @param backend the backend that will multiply
   * @param outputs rows of the matrix
   * @param inputs columns of the matrix
   * @param weight the matrix
   * @param bias one value per output, or null for zeros
   * @return the packed copy
   */
  public static DoublePackedWeights ofOutputRows(
      Backend backend, int outputs, int inputs, double[] weight, double[] bias) {
    return ofOutputRows(backend, outputs, inputs, weight, 0, inputs, bias, 0);
  }

  /**
   * As {@link #ofInputRows(Backend, int, int, double[], int, int, double[], int)}, of rows that follow each other from the
   * beginning of each array.
   *
   * @param backend the backend that will multiply
   * @param inputs rows of the matrix
   * @param outputs columns of the matrix
   * @param b the matrix
   * @param bias one value per output, or null for zeros
   * @return the packed copy
   */
  public static DoublePackedWeights ofInputRows(
      Backend backend, int inputs, int outputs, double[] b, double[] bias) {
    return ofInputRows(backend, inputs, outputs, b, 0, outputs, bias, 0);
  }

  private static void check(int outputs, int inputs, double[] bias, int biasOffset) {
    Checks.count("outputs", outputs);
    Checks.count("inputs", inputs);
    if (bias != null) {
      Checks.rows("bias", bias, biasOffset, 1, outputs, outputs);
    }
  }

  /** {@return the backend these weights are packed for} */
  public Backend backend() {
    return weights.backend();
  }

  /** {@return doubles in a row that is multiplied} */
  public int inputs() {
    return weights.depth();
  }

  /** {@return doubles in a row of the result} */
  public int outputs() {
    return weights.columns();
  }

  /** Gives the memory back, as {@link PackedWeights#close}. */
  @Override
  public void close() {
    weights.close();
  }

  /** {@return the bytes of the elements that are there now, as {@link PackedWeights#bytes}} */
  public long bytes() {
    return weights.bytes();
  }

  DoubleWeights weights() {
    return weights;
  }
}
