package dev.carrylane.network.layer;

/** The scratch memory of runners. */
final class Scratch {
  private Scratch() {}

  /** An array for dense frames. */
  static float[] frames(int count, int channels) {
    long size = (long) count * channels;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "scratch for %d frames of %d channels takes %d floats, more than an array holds; use a smaller block"
              .formatted(count, channels, size));
    }
    return new float[(int) size];
  }
}
