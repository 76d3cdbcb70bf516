package dev.carrylane.training;

/** Arrays that become longer and never shorter. */
final class Growing {
  private Growing() {}

  /** An array for as many frames: the given one if it is long enough. Contents are lost. */
  static float[] frames(float[] array, int rows, int channels) {
    long length = (long) rows * channels;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a shard of %d frames of %d channels is longer than an array; use smaller batches or shorter sequences"
              .formatted(rows, channels));
    }
    return array != null && array.length >= length ? array : new float[(int) length];
  }
}
