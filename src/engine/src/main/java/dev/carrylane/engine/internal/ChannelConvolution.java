package dev.carrylane.engine.internal;

import dev.carrylane.engine.activation.Activation;

/**
 * One causal convolution between channel-major sequences: frame t of input channel i is {@code x[xOffset
 * + i·xStride + t]}. As a product it is Y = W·X with lanes along time: a weight is broadcast, a vector of
 * frames of one channel is loaded where it lies, a tap is a shift, and no lane is lost to a number of
 * channels that is no multiple of the lanes.
 *
 * <p>A plain record of fields that its owner, one operation object, overwrites on each call.
 */
public final class ChannelConvolution {
  /** The weights and the geometry. */
  public PackedFilters filters;

  /** Input frames, and before them as much history as the taps reach. */
  public float[] x;

  /** Where frame 0 of channel 0 starts. */
  public int xOffset;

  /** Distance between input channels. */
  public int xStride;

  /** Frames before frame 0 that exist. */
  public int history;

  /** Output frames. */
  public float[] y;

  /** Where frame 0 of output channel 0 starts. */
  public int yOffset;

  /** Distance between output channels. */
  public int yStride;

  /** Whether the chains continue from Y rather than start from the bias. */
  public boolean accumulate;

  /** Applied to Y once its chains are complete. */
  public Activation activation;

  /** Scratch of the kernel. */
  public float[] scratch;

  /**
   * The first frame that a tap takes part in: earlier ones would read before the sequence.
   *
   * @param tap the tap, 0 for the oldest
   * @return 0 for the newest tap
   */
  public int firstFrame(int tap) {
    int back = (filters.taps() - 1 - tap) * filters.dilation();
    return Math.max(0, back - history);
  }

  /**
   * Where a tap reads.
   *
   * @param tap the tap
   * @param channel an input channel
   * @param frame an output frame
   * @return the index in {@link #x}
   */
  public int place(int tap, int channel, int frame) {
    return xOffset + channel * xStride + frame - (filters.taps() - 1 - tap) * filters.dilation();
  }
}
