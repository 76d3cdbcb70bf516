package dev.carrylane.engine.internal.kernel;

/**
 * The recurrence h_t = P_t · h_{t−1} + g_t of square blocks, channels independent. Element i of a state is the
 * chain from g[i] of s = fma(P[i][j], h[j], s) for j = 0, 1, ….
 */
public interface DenseKernel {
  /**
   * Channels that are carried through a step before the next step begins, where each channel's steps lie side
   * by side: enough to hide the latency of the chains, few enough that the prefetchers follow each.
   */
  int CHANNELS_AT_ONCE = 4;

  /** Elements of scratch memory that one thread needs: a square of columns of the widest vectors, and a row. */
  int SCRATCH = 17 * 16;

  /**
   * Runs 0 or more steps of at least 1 channel from the elements at pAt, gAt and hAt on. {@code h} may be the same array as {@code g} in the same places; rows of h of different
   * steps must not overlap. The state before, of one channel after the other, is replaced by the state after; scratch
   * memory has {@link #SCRATCH} elements.
   */
  void scan(
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt,
      float[] scratch,
      int scratchAt);

  /** The distance between the rows of the matrices of {@link #multiply}; what lies between is scratch. */
  static int mapStride(int n) {
    return Math.ceilDiv(n, 16) * 16;
  }

  /**
   * The product of a block and a matrix of as many rows and columns. An element is the chain from 0 of s =
   * fma(P[i][j], m[j][k], s) for j = 0, 1, …. The matrix begins at {@code from}, the product at {@code to}; the two do
   * not overlap, and their rows are {@link #mapStride} apart.
   */
  void multiply(int n, float[] p, int pAt, float[] maps, int from, int to);

  /**
   * The operands of a call, all of them checked: n rows in a block of p, stored by rows, and n elements in a state;
   * with the distance from a step to the next (negative where a scan goes back in time, 0 for one matrix) and from a
   * channel to the next. h may be g.
   */
  final class Operands {
    public int n;
    public float[] p;
    public int pStep;
    public int pChannel;
    public float[] g;
    public int gStep;
    public int gChannel;
    public float[] h;
    public int hStep;
    public int hChannel;

    /** Whether the channels of a step lie side by side in every operand, so that several can share a vector. */
    public boolean channelsTouch() {
      return pChannel == n * n && gChannel == n && hChannel == n;
    }

    /** Lets go of the caller's arrays. */
    public void clear() {
      p = null;
      g = null;
      h = null;
    }
  }
}
