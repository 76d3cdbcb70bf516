package dev.carrylane.engine.internal.kernel;

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
      Operands on,
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
      Operands on, int steps, int channels, int pAt, int gAt, int hAt, double[] state, int stateAt);

  void reduce(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      double[] sum,
      int at);

  final class Operands {
    public double[] p;
    public int pStep;
    public int pChannel;
    public double[] g;
    public int gStep;
    public int gChannel;
    public double[] h;
    public int hStep;
    public int hChannel;

    public boolean channelsTouch() {
      return pChannel == 1 && gChannel == 1 && hChannel == 1;
    }

    public void clear() {
      p = null;
      g = null;
      h = null;
    }
  }
}
