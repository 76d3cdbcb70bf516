package dev.carrylane.engine.conv;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.Checks;
import dev.carrylane.engine.internal.FloatPanels;
import dev.carrylane.engine.internal.PackedFilters;

/**
 * The weights, bias and geometry of a causal convolution in the layout that the kernels of one {@link
 * Backend} read: once for channels on lanes and once for frames on lanes. Immutable, and shared by any
 * number of threads.
 */
public final class ConvolutionWeights {
  private final FloatPanels panels;
  private final PackedFilters filters;
  private final int inputs;
  private final int taps;
  private final int dilation;

  private ConvolutionWeights(
      FloatPanels panels, PackedFilters filters, int inputs, int taps, int dilation) {
    this.panels = panels;
    this.filters = filters;
    this.inputs = inputs;
    this.taps = taps;
    this.dilation = dilation;
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
    FloatPanels.Source elements =
        (k, j) -> weight[weightOffset + (j * inputs + k % inputs) * taps + k / inputs];
    return new ConvolutionWeights(
        FloatPanels.pack(backend, depth, outputs, elements, bias, biasOffset),
        PackedFilters.pack(
            backend,
            outputs,
            inputs,
            taps,
            dilation,
            (output, k) -> elements.at(k, output),
            bias,
            biasOffset),
        inputs,
        taps,
        dilation);
  }

  private static int product(String name, int x, int y) {
    long product = (long) x * y;
    if (product > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " is " + product + ", more than an int holds");
    }
    return (int) product;
  }

  /**
   * The backend these weights are packed for.
   *
   * @return the backend
   */
  public Backend backend() {
    return panels.backend();
  }

  /**
   * Input channels.
   *
   * @return floats in an input frame
   */
  public int inputs() {
    return inputs;
  }

  /**
   * Output channels.
   *
   * @return floats in an output frame
   */
  public int outputs() {
    return panels.columns();
  }

  /**
   * The kernel size.
   *
   * @return the number of taps
   */
  public int taps() {
    return taps;
  }

  /**
   * The dilation.
   *
   * @return frames between two taps
   */
  public int dilation() {
    return dilation;
  }

  /**
   * How far back an output looks.
   *
   * @return earlier frames that the oldest tap reaches: (taps − 1) × dilation
   */
  public int reach() {
    return (taps - 1) * dilation;
  }

  PackedFilters filters() {
    return filters;
  }

  FloatPanels panels() {
    return panels;
  }
}
