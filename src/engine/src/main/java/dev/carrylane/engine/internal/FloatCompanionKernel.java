package dev.carrylane.engine.internal;

/**
 * The recurrence h_t = a_1 · h_{t−1} + … + a_k · h_{t−k} + g_t, channels independent: the chain from g_t of
 * s = fma(a_i, h_{t−i}, s) for i = k, …, 2, 1. With the oldest state first, a step waits for the one before it in
 * the last link of its chain only.
 */
public interface FloatCompanionKernel {
  /**
   * Runs the recurrence. {@code h} may be the same array as {@code g} in the same places; rows of h of different
   * steps must not overlap.
   *
   * @param on the operands
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param aAt first element of a
   * @param gAt first element of g
   * @param hAt first element of h
   * @param state the states before of one channel after the other, the latest of each first; replaced by those
   *     after
   * @param stateAt its first element
   */
  void scan(
      FloatCompanion on,
      int steps,
      int channels,
      int aAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt);
}
