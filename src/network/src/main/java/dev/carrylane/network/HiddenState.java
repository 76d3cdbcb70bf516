package dev.carrylane.network;

/**
 * What a layer remembers of one sequence, and its scratch. One user thread at a time. Frames are dense:
 * row t starts at {@code offset + t · channels}.
 */
interface HiddenState {
  /** Goes back to the start of a sequence. */
  void reset();

  /**
   * Computes the next frames. Any split of a sequence into calls gives the same bits.
   *
   * @param frames how many, from 1 to the block size the state was made for
   * @param x input frames
   * @param xOffset where they start
   * @param y output frames, in another array
   * @param yOffset where they start
   */
  void run(int frames, float[] x, int xOffset, float[] y, int yOffset);
}
