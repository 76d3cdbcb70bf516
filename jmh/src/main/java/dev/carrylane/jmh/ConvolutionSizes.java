package dev.carrylane.jmh;

/**
 * A level of causal convolutions of a model that people run; it has as many channels behind it as before.
 *
 * @param channels inputs, and outputs
 * @param taps the kernel's size
 * @param dilation frames between taps
 */
public record ConvolutionSizes(int channels, int taps, int dilation) {
  /**
   * The sizes of a level.
   *
   * @param level {@code music} for the polyphonic music of the paper, {@code text} for its characters, {@code digits} for pixels of
   *     MNIST one after the other
   * @return its sizes
   * @throws IllegalArgumentException if there is no such level
   */
  public static ConvolutionSizes of(String level) {
    return switch (level) {
      case "music" -> new ConvolutionSizes(150, 5, 2);
      case "text" -> new ConvolutionSizes(450, 3, 2);
      case "digits" -> new ConvolutionSizes(25, 7, 16);
      default ->
          throw new IllegalArgumentException(
              "level is " + level + "; use one of music, text, digits");
    };
  }

  /**
   * Floating-point operations on so many frames, a multiply-add being two; those on the zeros before the first frame included.
   *
   * @param frames how many
   * @return their number
   */
  public double flops(int frames) {
    return 2.0 * frames * channels * channels * taps;
  }

  /** {@return the weights in PyTorch's layout, {@code [output][input][tap]}, the oldest tap first, the same on every run} */
  public float[] weight() {
    return Benchmarks.values(channels * channels * taps, 1);
  }

  /**
   * Frames, the same on every run.
   *
   * @param frames how many
   * @return {@code [frame][channel]}
   */
  public float[] x(int frames) {
    return Benchmarks.values(frames * channels, 2);
  }
}
