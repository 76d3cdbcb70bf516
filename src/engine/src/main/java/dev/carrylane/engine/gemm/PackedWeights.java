package dev.carrylane.engine.gemm;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.pack.FloatStorage;
import dev.carrylane.engine.internal.product.FloatWeights;
import dev.carrylane.engine.internal.product.PackedWeightsMaker;

/**
 * A weight matrix and its bias in the layout that the kernels of one {@link Backend} read; packed once,
 * used by any number of products. It is a copy: later writes to the source do not show. Immutable, and
 * shared by any number of threads.
 *
 * <p>For a vector backend the copy lies in native memory, so that every vector begins where the cache wants
 * it. It is given back when these weights are closed, or some time after they are unreachable. All weights together
 * have no more than {@code -XX:MaxDirectMemorySize}, direct buffers not counted: beyond that packing asks for a
 * collection, then throws {@link OutOfMemoryError}. (Weights that were packed before the vector kernels were proved, and
 * find no room for their second layout, remain on the scalar kernel.)
 */
public final class PackedWeights implements AutoCloseable {
  static {
    PackedWeightsMaker.install(
        new PackedWeightsMaker() {
          @Override
          protected PackedWeights make(FloatWeights weights) {
            return new PackedWeights(weights);
          }
        });
  }

  private final FloatWeights weights;
  private final int inputs;
  private final int outputs;

  private PackedWeights(FloatWeights weights) {
    this.weights = weights;
    inputs = weights.depth();
    outputs = weights.columns();
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
  public static PackedWeights ofOutputRows(
      Backend backend,
      int outputs,
      int inputs,
      float[] weight,
      int weightOffset,
      int weightStride,
      float[] bias,
      int biasOffset) {
    check(outputs, inputs, bias, biasOffset);
    Checks.rows("weight", weight, weightOffset, outputs, inputs, weightStride);
    return new PackedWeights(
        FloatWeights.pack(
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
  public static PackedWeights ofInputRows(
      Backend backend,
      int inputs,
      int outputs,
      float[] b,
      int bOffset,
      int bStride,
      float[] bias,
      int biasOffset) {
    check(outputs, inputs, bias, biasOffset);
    Checks.rows("b", b, bOffset, inputs, outputs, bStride);
    return new PackedWeights(
        FloatWeights.pack(backend, outputs, inputs, b, bOffset, bStride, 1, bias, biasOffset));
  }

  /**
   * As {@link #ofOutputRows(Backend, int, int, float[], int, int, float[], int)}, of rows that follow each other from the
   * beginning of each array.
   *
   * @param backend the backend that will multiply
   * @param outputs rows of the matrix
   * @param inputs columns of the matrix
   * @param weight the matrix
   * @param bias one value per output, or null for zeros
   * @return the packed copy
   */
  public static PackedWeights ofOutputRows(
      Backend backend, int outputs, int inputs, float[] weight, float[] bias) {
    return ofOutputRows(backend, outputs, inputs, weight, 0, inputs, bias, 0);
  }

  /**
   * As {@link #ofInputRows(Backend, int, int, float[], int, int, float[], int)}, of rows that follow each other from the
   * beginning of each array.
   *
   * @param backend the backend that will multiply
   * @param inputs rows of the matrix
   * @param outputs columns of the matrix
   * @param b the matrix
   * @param bias one value per output, or null for zeros
   * @return the packed copy
   */
  public static PackedWeights ofInputRows(
      Backend backend, int inputs, int outputs, float[] b, float[] bias) {
    return ofInputRows(backend, inputs, outputs, b, 0, outputs, bias, 0);
  }

  private static void check(int outputs, int inputs, float[] bias, int biasOffset) {
    Checks.count("outputs", outputs);
    Checks.count("inputs", inputs);
    if (bias != null) {
      Checks.rows("bias", bias, biasOffset, 1, outputs, outputs);
    }
  }

  /**
   * These weights rounded to bfloat16, to nearest and ties to even; the bias stays as it is. Products
   * widen them in registers and compute with floats, so that their bits are as fixed as any. The vector
   * backends then read half the bytes, which is what a matrix-vector product waits for.
   *
   * @return a packed copy that rounds no further, to be closed for itself; of such a copy, one on the same memory
   * @throws IllegalStateException if these weights are closed
   */
  public PackedWeights bfloat16() {
    return new PackedWeights(weights.storedAs(FloatStorage.BFLOAT16));
  }

  /**
   * The weights of some inputs that follow each other, for products with rows of those alone. The chains of a product
   * begin at the bias if the first of all inputs is among them, and otherwise at zero; so the part from there on, and
   * what is left accumulated on it, have the bits of one product with all inputs.
   *
   * @param firstInput the first of them
   * @param inputs how many, 0 or more
   * @return weights on the same memory, nothing of which is copied; closing either closes both. Their {@link #bytes} are
   *     0
   * @throws IllegalArgumentException if these weights have no such inputs
   * @throws IllegalStateException if these weights are closed
   */
  public PackedWeights part(int firstInput, int inputs) {
    Checks.count("inputs", inputs);
    Checks.range("the packed matrix", this.inputs, "inputs", firstInput, inputs);
    return new PackedWeights(weights.part(firstInput, inputs));
  }

  /** {@return the backend these weights are packed for} */
  public Backend backend() {
    return weights.backend();
  }

  /** {@return floats in a row that is multiplied} */
  public int inputs() {
    return inputs;
  }

  /** {@return floats in a row of the result} */
  public int outputs() {
    return outputs;
  }

  /**
   * Gives the memory back. Weights may be closed more than once, and need not be at all: what is not closed is given
   * back some time after nobody has it any more. Every later use is refused; one that is under way in another thread is
   * completed, or refused with what it was to write unspecified. For a moment, closing may slow down products of other
   * weights, and let them allocate some kilobytes.
   */
  @Override
  public void close() {
    weights.close();
  }

  /**
   * {@return the bytes of the elements that are there now: the packed matrix with its padding, and the bias} Until the
   * vector kernels are proved, what is there is the layout of the scalar kernel, and for a while both; afterwards only
   * what the vector kernels read. 0 once closed, and of a part.
   */
  public long bytes() {
    return weights.bytes();
  }

  FloatWeights weights() {
    return weights;
  }
}
