package dev.carrylane.network.layer;

/**
 * A layer at work: scratch memory, and nothing that outlives a call. One user thread at a time. Frames are dense: row t
 * starts at {@code offset + t · channels}. What a sequence remembers is in its state, which the caller has; all zeros is
 * the beginning.
 */
abstract class LayerRunner {
  /**
   * Takes in the next frames of one sequence. Any split of a sequence into calls gives the same bits.
   *
   * @param frames how many, from 1 to the block
   * @param x input frames
   * @param xOffset where they start
   * @param y output frames, in another array
   * @param yOffset where they start
   * @param state the array with the sequence's state
   * @param slice where that starts
   * @param position frames taken in before
   * @return output frames written: as many, but for a layer that gives one for a whole sequence
   */
  abstract int run(
      int frames,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] state,
      int slice,
      long position);

  /**
   * Takes in the next frame of several sequences, with the bits that each of them has alone.
   *
   * @param rows the sequences, from 1 to the block
   * @param x an input frame for each
   * @param xOffset where the first starts
   * @param y an output frame for each, in another array
   * @param yOffset where the first starts
   */
  abstract void step(Rows rows, float[] x, int xOffset, float[] y, int yOffset);

  /**
   * Refuses input that no frame may hold, before anything is written.
   *
   * @param frames how many
   * @param x input frames
   * @param xOffset where the first starts
   * @param stride distance from frame to frame
   */
  void check(int frames, float[] x, int xOffset, int stride) {}
}
