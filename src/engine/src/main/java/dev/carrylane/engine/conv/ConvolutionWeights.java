package dev.carrylane.engine.conv;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.internal.check.Checks;
import dev.carrylane.engine.internal.pack.FloatStorage;
import dev.carrylane.engine.internal.product.FloatWeights;
import dev.carrylane.engine.internal.product.PackedWeightsMaker;

/**
 * The weights, bias and geometry of a causal convolution in the layout that the kernels of one {@link
 * Backend} read. Immutable, and shared by any number of threads. Memory is taken and given back as by {@link
 * PackedWeights}.
 */
public final class ConvolutionWeights implements AutoCloseable {
  private final FloatWeights weights;
  private final int inputs;
  private final int outputs;
  private final int taps;
  private final int dilation;
  private final int reach;

  private ConvolutionWeights(FloatWeights weights, int inputs, int taps, int dilation) {
    this.weights = weights;
    this.inputs = inputs;
    this.taps = taps;
    this.dilation = dilation;
    outputs = weights.columns();
    reach = (taps - 1) * dilation;
  }

  /**
   * Packs weights in PyTorch's layout, {@code weight[out][in][tap]} with the oldest tap first.
   *
   * @param backend the backend that will convolve
   * @param outputs output channels
   * @param inputs input channels
   * @param taps kernel size, at least 1
   * @param dilation frames between taps, at least 1
   * @param weight outputs × inputs × taps floats
   * @param weightOffset where they start
   * @param bias one value per output channel, where every chain starts; null for zeros
   * @param biasOffset where the bias starts
   * @return the packed copy
   * @throws IllegalArgumentException if a size is out of range or a range leaves its array
   */
  public static ConvolutionWeights of(
      Backend backend,
      int outputs,
      int inputs,
      int taps,
      int dilation,
      float[] weight,
      int weightOffset,
      float[] bias,
      int biasOffset) {
    Checks.count("outputs", outputs);
    Checks.count("inputs", inputs);
    if (taps < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "taps is %d and dilation is %d; both must be at least 1".formatted(taps, dilation));
    }
    int depth = product("inputs × taps", inputs, taps);
    product("(taps − 1) × dilation", taps - 1, dilation);
    Checks.rows("weight", weight, weightOffset, outputs, depth, depth);
    if (bias != null) {
      Checks.rows("bias", bias, biasOffset, 1, outputs, outputs);
    }
    FloatWeights weights =
        FloatWeights.pack(
            backend, outputs, taps, inputs, weight, weightOffset, 1, taps, depth, bias, biasOffset);
    return new ConvolutionWeights(weights, inputs, taps, dilation);
  }

  /**
   * As {@link #of(Backend, int, int, int, int, float[], int, float[], int)}, from the beginning of each array.
   *
   * @param backend the backend that will convolve
   * @param outputs output channels
   * @param inputs input channels
   * @param taps kernel size, at least 1
   * @param dilation frames between taps, at least 1
   * @param weight outputs × inputs × taps floats
   * @param bias one value per output channel, or null for zeros
   * @return the packed copy
   */
  public static ConvolutionWeights of(
      Backend backend,
      int outputs,
      int inputs,
      int taps,
      int dilation,
      float[] weight,
      float[] bias) {
    return of(backend, outputs, inputs, taps, dilation, weight, 0, bias, 0);
  }

  /**
   * These weights rounded to bfloat16, to nearest and ties to even; the bias stays as it is. Convolutions
   * widen them in registers and compute with floats, so that their bits are as fixed as any; see {@link
   * dev.carrylane.engine.gemm.PackedWeights#bfloat16}.
   *
   * @return a packed copy that rounds no further, to be closed for itself; of such a copy, one on the same memory
   * @throws IllegalStateException if these weights are closed
   */
  public ConvolutionWeights bfloat16() {
    return new ConvolutionWeights(weights.storedAs(FloatStorage.BFLOAT16), inputs, taps, dilation);
  }

  /**
   * These weights for products with windows: rows of {@code taps} · {@code inputs} floats that hold the frames of all
   * taps side by side, the oldest first, whatever lies between them in time. Such a product has the bits of a convolution
   * whose taps are all known.
   *
   * @return weights on the same memory, nothing of which is copied; closing either closes both
   * @throws IllegalStateException if these weights are closed
   */
  public PackedWeights asWindows() {
    weights.requireOpen();
    return PackedWeightsMaker.of(weights);
  }

  private static int product(String name, int x, int y) {
    long product = (long) x * y;
    if (product > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " is " + product + ", more than an int holds");
    }
    return (int) product;
  }

  /** {@return the backend these weights are packed for} */
  public Backend backend() {
    return weights.backend();
  }

  /** {@return input channels: floats in an input frame} */
  public int inputs() {
    return inputs;
  }

  /** {@return output channels: floats in an output frame} */
  public int outputs() {
    return outputs;
  }

  /** {@return the kernel size: the number of taps} */
  public int taps() {
    return taps;
  }

  /** {@return frames between two taps} */
  public int dilation() {
    return dilation;
  }

  /** {@return earlier frames that the oldest tap reaches: (taps − 1) × dilation} */
  public int reach() {
    return reach;
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

  FloatWeights weights() {
    return weights;
  }
}
