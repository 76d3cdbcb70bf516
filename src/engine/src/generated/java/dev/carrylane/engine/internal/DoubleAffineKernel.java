package dev.carrylane.engine.internal;

/** As {@link FloatAffineKernel}, whose comments hold here; generated. */
public interface DoubleAffineKernel {
  static int lookaheadTile(int channels) {
    return 16 * channels <= DoubleAffineLimits.LOOKAHEAD_TURN
        ? DoubleAffineLimits.LOOKAHEAD_TURN / 4
        : DoubleAffineLimits.LOOKAHEAD_TURN / 2;
  }

  static boolean looksAhead(int channels) {
    return channels <= DoubleAffineLimits.LOOKAHEAD_TURN / 4 && Integer.bitCount(channels) == 1;
  }

  int LOOKAHEAD_SCRATCH = 13 * (DoubleAffineLimits.LOOKAHEAD_TURN / 2);

  boolean lookahead(
      DoubleAffine on,
      int channels,
      int elements,
      int pAt,
      int gAt,
      double[] h,
      int hAt,
      int hStep,
      double[] state,
      int stateAt,
      double[] scratch,
      int scratchAt);

  void scan(
      DoubleAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      double[] state,
      int stateAt);

  void reduce(
      DoubleAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      double[] sum,
      int at);
}
