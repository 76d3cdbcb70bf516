package dev.carrylane.network.layer;

/**
 * A {@link LayerStack} at work: scratch memory, and nothing that outlives a call. One user thread at a time; nothing is
 * allocated from the second call on. Frames are dense. The state of a sequence is the caller's: {@link LayerStack#memory}
 * floats, all zeros at the beginning, and a position, the frames taken in before. Ranges are not checked here.
 */
public final class StackRunner {
  private final LayerRunner layers;
  private final int inputs;
  private final Rows rows;
  private final int block;

  StackRunner(LayerRunner layers, int inputs, int block) {
    this.layers = layers;
    this.inputs = inputs;
    this.block = block;
    rows = new Rows(block);
  }

  /** {@return the most frames of a run, and the most sequences of a step} */
  public int block() {
    return block;
  }

  /**
   * Refuses input that no frame may hold, before anything is written.
   *
   * @param frames how many
   * @param x input frames
   * @param xOffset where they start
   * @throws IllegalArgumentException naming the frame and the value
   */
  public void check(int frames, float[] x, int xOffset) {
    layers.check(frames, x, xOffset, inputs);
  }

  /**
   * Takes in the next frames of one sequence.
   *
   * @param frames how many, from 1 to the block
   * @param x input frames
   * @param xOffset where they start
   * @param y output frames, in another array
   * @param yOffset where they start
   * @param state the array with the sequence's state
   * @param slice where that starts
   * @param position frames taken in before
   * @return output frames written
   */
  public int run(
      int frames,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] state,
      int slice,
      long position) {
    return layers.run(frames, x, xOffset, y, yOffset, state, slice, position);
  }

  /**
   * Names a sequence of the next {@link #step}.
   *
   * @param row its number there
   * @param state the array with its state
   * @param slice where that starts
   * @param position frames taken in before
   */
  public void set(int row, float[] state, int slice, long position) {
    rows.states[row] = state;
    rows.slices[row] = slice;
    rows.positions[row] = position;
  }

  /**
   * Takes in the next frame of each sequence that was named.
   *
   * @param count how many there are, from 1 to the block
   * @param x an input frame for each
   * @param xOffset where the first starts
   * @param y an output frame for each, in another array
   * @param yOffset where the first starts
   */
  public void step(int count, float[] x, int xOffset, float[] y, int yOffset) {
    rows.count = count;
    layers.step(rows, x, xOffset, y, yOffset);
  }
}
