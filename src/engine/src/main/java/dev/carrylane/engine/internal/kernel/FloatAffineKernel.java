package dev.carrylane.engine.internal.kernel;

/** The recurrence h_t = fma(p_t, h_{t−1}, g_t), channels independent. */
public interface FloatAffineKernel {
  /** Elements of a tile of {@link #lookahead}, a power of two: 256 bits, or 512 where a step has more than 64. */
  static int lookaheadTile(int channels) {
    return 16 * channels <= FloatAffineLimits.LOOKAHEAD_TURN
        ? FloatAffineLimits.LOOKAHEAD_TURN / 4
        : FloatAffineLimits.LOOKAHEAD_TURN / 2;
  }

  /** Whether {@link #lookahead} takes so many channels: a power of two, of at most 256 bits. */
  static boolean looksAhead(int channels) {
    return channels <= FloatAffineLimits.LOOKAHEAD_TURN / 4 && Integer.bitCount(channels) == 1;
  }

  /**
   * Elements of scratch memory that {@link #lookahead} needs: for each length of window four tiles, and a tile of
   * states. The most are three lengths in tiles of 512 bits.
   */
  int LOOKAHEAD_SCRATCH = 13 * (FloatAffineLimits.LOOKAHEAD_TURN / 2);

  /**
   * Runs the recurrence over whole tiles by doubled windows. A tile is some steps of one or few channels, each
   * of which has: the window of step i of length w is the map P, G from the state before step i − w + 1 to that
   * after step i, where before the first step there are steps with p = 1 and g = 0. From length 1, P = p and
   * G = g, for w = 1, 2, … up to half a tile,
   *
   * <pre>
   * P'[i] = P[i] · P[i − w],  G'[i] = fma(P[i], G[i − w], G[i])
   * </pre>
   *
   * and with windows as long as a tile h[i] = fma(P[i], h[i − tile], G[i]), where before the first step
   * all h are the state. The result is good if every p is of absolute value less than 2, every P of full
   * length less than 2, too, and not less than {@link FloatAffineLimits#LEAST_LOOKAHEAD_PRODUCT} (so that no product can have
   * left the range of normal numbers), and the states of the last tile are finite (which they are not once
   * one of their chains has not been).
   *
   * @param channels channels, for which {@link #looksAhead}
   * @param elements elements of all channels, a multiple of {@link FloatAffineLimits#LOOKAHEAD_TURN}, at least that
   * @param hStep elements of h from a step to the next
   * @param state the state before, of each channel; replaced by the state after if the result is good
   * @param scratch {@link #LOOKAHEAD_SCRATCH} elements from scratchAt on
   * @return whether the result is good; if not, what was written to {@code h} is to be written again
   */
  boolean lookahead(
      Operands on,
      int channels,
      int elements,
      int pAt,
      int gAt,
      float[] h,
      int hAt,
      int hStep,
      float[] state,
      int stateAt,
      float[] scratch,
      int scratchAt);

  /**
   * Runs 0 or more steps of at least 1 channel from the elements at pAt, gAt and hAt on. {@code h} may be the same
   * elements as {@code g} or {@code p}. The state before, of each channel, is replaced by the state after.
   */
  void scan(
      Operands on, int steps, int channels, int pAt, int gAt, int hAt, float[] state, int stateAt);

  /**
   * Reduces steps to one affine map, h_after = product · h_before + sum. The sum is the state after the
   * steps if it starts with h = g in the first, by fma as in {@link #scan}; the product is taken in
   * {@code double} in the order of the steps, with the replacement that {@link
   * FloatAffineLimits#NEGLIGIBLE_PRODUCT} names. There is at least one step, and h is not used; {@code at} is the first
   * element of the products and of the sums.
   */
  void reduce(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      double[] product,
      float[] sum,
      int at);

  /**
   * The operands of a call, all of them checked, with the distance from a step to the next (negative where a scan
   * goes back in time) and from a channel to the next. h may be p or g.
   */
  final class Operands {
    public float[] p;
    public int pStep;
    public int pChannel;
    public float[] g;
    public int gStep;
    public int gChannel;
    public float[] h;
    public int hStep;
    public int hChannel;

    /** Whether the channels of a step lie side by side in every operand, so that they can go on lanes. */
    public boolean channelsTouch() {
      return pChannel == 1 && gChannel == 1 && hChannel == 1;
    }

    /** Lets go of the caller's arrays. */
    public void clear() {
      p = null;
      g = null;
      h = null;
    }
  }
}
