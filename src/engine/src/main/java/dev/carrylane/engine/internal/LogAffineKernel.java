package dev.carrylane.engine.internal;

/**
 * The affine recurrence on logarithms, channels independent. The results are those of {@link
 * LogAffineFunctions}, to the bit.
 */
public interface LogAffineKernel {
  /**
   * Elements of working memory for one call.
   *
   * @param channels channels, at least 1
   * @return how many
   */
  int workLength(int channels);

  /**
   * Runs the recurrence. {@code h} may be the same array as {@code g} or {@code p} in the same places.
   *
   * @param on the operands
   * @param stored whether states are written to h; h is not used otherwise
   * @param steps steps, 0 or more
   * @param channels channels, at least 1
   * @param pAt first element of p
   * @param gAt first element of g
   * @param hAt first element of h
   * @param state the state before, of each channel; replaced by the state after
   * @param low what the state lacks, in the same places; 0 after the call where the state is not finite
   * @param stateAt first element of both
   * @param work memory of {@link #workLength} elements that nobody else uses now
   * @param workAt its first element
   */
  void scan(
      FloatAffine on,
      boolean stored,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      float[] low,
      int stateAt,
      float[] work,
      int workAt);

  /** Sets to 0 what states lack that are not finite. */
  static void settle(float[] state, float[] low, int at, int channels) {
    for (int c = at; c < at + channels; c++) {
      low[c] = Float.isFinite(state[c]) ? low[c] : 0f;
    }
  }
}
