package dev.carrylane.engine.internal;

/** Convolutions between channel-major sequences; see {@link ChannelConvolution}. */
public interface ChannelConvolutionKernel {
  /** Frames that one call computes together; ranges start at multiples of it. */
  int PANEL = 32;

  /**
   * Packs weights.
   *
   * @param outputs output channels
   * @param depth taps × input channels
   * @param source element (output, tap · inputs + input)
   * @param inputs input channels
   * @return the elements in the order in which {@link #convolve} reads them
   */
  float[] pack(int outputs, int depth, int inputs, FloatPanels.Source source);

  /** Floats of scratch memory that one running part needs. */
  int scratchSize();

  /**
   * Computes some frames of all output channels, activation included. Calls on disjoint ranges may run at
   * once, with different {@code part}.
   *
   * @param convolution the convolution
   * @param from first frame, a multiple of {@link #PANEL}
   * @param to one past the last; the frames up to the next multiple of {@link #PANEL} may be overwritten
   * @param part which piece of {@link ChannelConvolution#scratch} to use
   */
  void convolve(ChannelConvolution convolution, int from, int to, int part);
}
