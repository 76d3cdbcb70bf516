package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;

/** The weights of a channel-major convolution as the kernels of one backend read them; immutable. */
public final class PackedFilters {
  private final int outputs;
  private final int inputs;
  private final int taps;
  private final int dilation;
  private final float[] weights;
  private final float[] bias;

  private PackedFilters(
      int outputs, int inputs, int taps, int dilation, float[] weights, float[] bias) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.taps = taps;
    this.dilation = dilation;
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * Packs weights.
   *
   * @param backend the backend
   * @param outputs output channels
   * @param inputs input channels
   * @param taps kernel size
   * @param dilation frames between taps
   * @param source element (output, tap · inputs + input)
   * @param bias start values of the chains, or null for zeros
   * @param biasOffset where they start
   * @return the packed copy
   */
  public static PackedFilters pack(
      Backend backend,
      int outputs,
      int inputs,
      int taps,
      int dilation,
      FloatPanels.Source source,
      float[] bias,
      int biasOffset) {
    ChannelConvolutionKernel kernel = Kernels.of(backend).channelConvolution();
    float[] weights = kernel.pack(outputs, taps * inputs, inputs, source);
    float[] start = new float[outputs];
    if (bias != null) {
      System.arraycopy(bias, biasOffset, start, 0, outputs);
    }
    return new PackedFilters(outputs, inputs, taps, dilation, weights, start);
  }

  /**
   * Output channels.
   *
   * @return their number
   */
  public int outputs() {
    return outputs;
  }

  /**
   * Input channels.
   *
   * @return their number
   */
  public int inputs() {
    return inputs;
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
   * The packed weights.
   *
   * @return in the kernel's order
   */
  public float[] weights() {
    return weights;
  }

  /**
   * Start values of the chains.
   *
   * @return one for each output channel
   */
  public float[] bias() {
    return bias;
  }
}
