package dev.carrylane.training;

/**
 * Products of one row and one column, which convolutions of one channel to one are made of: a product of packed panels would work on
 * a lane in sixteen. The chains are the same.
 */
final class SingleChannel {
  private SingleChannel() {}

  /** y = y + w·x. */
  static void addScaled(int length, float w, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = Math.fma(x[xOffset + i], w, y[yOffset + i]);
    }
  }

  /** y = 0 + w·x. */
  static void scale(int length, float w, float[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = Math.fma(x[xOffset + i], w, 0f);
    }
  }

  /** {@return start + x·y, one frame after the other} */
  static float dot(int length, float[] x, int xOffset, float[] y, int yOffset, float start) {
    float sum = start;
    for (int i = 0; i < length; i++) {
      sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
    }
    return sum;
  }
}
