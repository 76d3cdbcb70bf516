package dev.carrylane.training;

/**
 * Products of one row and one column, which convolutions of one channel to one are made of: a product of packed panels would work on
 * a lane in sixteen. The chains are the same.
 */
final class SingleChannel {
  private SingleChannel() {}

  /**
   * y = y + w·x, through a copy of x that lies as y does: the compiler can't tell otherwise that stores to one leave the other.
   *
   * @param scratch as long as y
   */
  static void addScaled(
      int length, float w, float[] x, int xOffset, float[] y, int yOffset, float[] scratch) {
    System.arraycopy(x, xOffset, scratch, yOffset, length);
    addScaled(yOffset, yOffset + length, w, scratch, y);
  }

  /** y = y + w·x in the same places. */
  static void addScaled(int from, int to, float w, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] = Math.fma(x[i], w, y[i]);
    }
  }

  /** y = 0 + w·x. */
  static void scale(int from, int to, float w, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] = Math.fma(x[i], w, 0f);
    }
  }

  /**
   * Adds the derivative by the kernel of a convolution over one sequence: Σ x[t − shift]·dy[t] for each tap, one frame after the other.
   *
   * @param first where the sequence begins
   * @param gradient the sums, the oldest tap's at {@code at}
   */
  static void addKernelGradient(
      int taps,
      int dilation,
      int frames,
      int first,
      float[] x,
      float[] dy,
      float[] gradient,
      int at) {
    int tap = 0;
    while (taps >= 4 && tap < taps) {
      // The last four again, of which the first may be there.
      int oldest = Math.min(tap, taps - 4);
      int shift = (taps - 1 - oldest) * dilation;
      addFour(tap - oldest, shift, dilation, frames, first, x, dy, gradient, at + oldest);
      tap = oldest + 4;
    }
    for (; tap < taps; tap++) {
      int shift = (taps - 1 - tap) * dilation;
      gradient[at + tap] = dot(shift, frames, first, x, dy, gradient[at + tap]);
    }
  }

  /** Four chains side by side, since one would wait for each of its additions; the first ones are left out of the gradient. */
  private static void addFour(
      int left,
      int shift,
      int dilation,
      int frames,
      int first,
      float[] x,
      float[] dy,
      float[] gradient,
      int at) {
    int second = shift - dilation;
    int third = second - dilation;
    int fourth = third - dilation;
    int common = Math.min(shift, frames);
    float a = gradient[at];
    float b = dot(second, common, first, x, dy, gradient[at + 1]);
    float c = dot(third, common, first, x, dy, gradient[at + 2]);
    float d = dot(fourth, common, first, x, dy, gradient[at + 3]);
    for (int t = first + common; t < first + frames; t++) {
      float derivative = dy[t];
      a = Math.fma(x[t - shift], derivative, a);
      b = Math.fma(x[t - second], derivative, b);
      c = Math.fma(x[t - third], derivative, c);
      d = Math.fma(x[t - fourth], derivative, d);
    }
    gradient[at] = left > 0 ? gradient[at] : a;
    gradient[at + 1] = left > 1 ? gradient[at + 1] : b;
    gradient[at + 2] = left > 2 ? gradient[at + 2] : c;
    gradient[at + 3] = d;
  }

  /** {@return start + Σ x[t − shift]·dy[t] over the frames up to one that have that tap} */
  static float dot(int shift, int to, int first, float[] x, float[] dy, float start) {
    float sum = start;
    for (int t = first + shift; t < first + to; t++) {
      sum = Math.fma(x[t - shift], dy[t], sum);
    }
    return sum;
  }
}
