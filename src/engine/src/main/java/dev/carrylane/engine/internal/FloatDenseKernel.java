package dev.carrylane.engine.internal;

/**
 * The recurrence h_t = P_t · h_{t−1} + g_t of square blocks, channels independent. Element i of a state is the
 * chain from g[i] of s = fma(P[i][j], h[j], s) for j = 0, 1, ….
 */
public interface FloatDenseKernel {
  /**
   * Channels that are carried through a step before the next step begins, where each channel's steps lie side
   * by side: enough to hide the latency of the chains, few enough that the prefetchers follow each.
   */
  int CHANNELS_AT_ONCE = 4;

  /**
   * Elements of scratch memory that one thread needs.
   *
   * @return 0 or more
   */
  int scratchSize();

  /**
   * Runs the recurrence. {@code h} may be the same array as {@code g} in the same places; rows of h of different
   * steps must not overlap.
   *
   * @param on the operands
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param gAt first element of g
   * @param hAt first element of h
   * @param state the state before, of one channel after the other; replaced by the state after
   * @param stateAt its first element
   * @param scratch of {@link #scratchSize} elements
   * @param scratchAt its first element
   */
  void scan(
      FloatDense on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt,
      float[] scratch,
      int scratchAt);

  /**
   * The distance between the rows of the matrices of {@link #multiply}.
   *
   * @param n rows and columns of a block
   * @return at least n; what lies between is scratch
   */
  int mapStride(int n);

  /**
   * The product of a block and a matrix of as many rows and columns. An element is the chain from 0 of s = fma(P[i][j], m[j][k], s)
   * for j = 0, 1, ….
   *
   * @param n rows and columns
   * @param p holds the block
   * @param pAt its first element
   * @param maps holds the matrix, and receives the product; rows are {@link #mapStride} apart
   * @param from first element of the matrix
   * @param to first element of the product; the two do not overlap
   */
  void multiply(int n, float[] p, int pAt, float[] maps, int from, int to);
}
