package dev.carrylane.network;

import dev.carrylane.network.layer.FlattenedLinear;
import java.util.Arrays;

/**
 * A {@link Model} at work on one sequence: what it remembers of the frames so far, and scratch memory. One
 * user thread at a time; nothing is allocated from the second call on.
 *
 * <p>With an engine of several threads, the layers of one {@link #run} share their helpers as a {@link
 * dev.carrylane.engine.Crew}; between calls no helper waits.
 *
 * <p>Frames are rows of a dense array: frame t of the input starts at {@code xOffset + t · inputs}. Any
 * mix of {@link #run} and {@link #step} gives the same bits. A model that is not causal takes each sequence in one {@link
 * #run}, and its scratch memory grows with it.
 *
 * <p>A call that fails half way, by an error of the JVM, leaves a state that is neither before nor after its frames. It says
 * so: it refuses to go on until it is reset or restored.
 */
public final class ModelState {
  /** While a call is at work, and after one that failed. */
  private static final long BROKEN = -1;

  private final Pass pass;
  private final float[] state;
  private long position;

  ModelState(Pass pass) {
    this.pass = pass;
    state = new float[pass.memory];
  }

  /** Goes back to the start of a sequence. */
  public void reset() {
    Arrays.fill(state, 0);
    position = 0;
  }

  /**
   * The frames taken in since the start of the sequence.
   *
   * @return 0 or more
   * @throws IllegalStateException if a call failed half way
   */
  public long position() {
    if (position == BROKEN) {
      throw Pass.Refusals.failed();
    }
    return position;
  }

  /**
   * Takes in the next frames of the sequence, all at once.
   *
   * @param frames how many, 0 or more
   * @param x input frames
   * @param xOffset where they start
   * @param y output frames: one per input frame; for a model that ends in a {@link FlattenedLinear} the one frame
   *     that the last frame of the sequence completes, and nothing before. Another array than {@code x}
   * @param yOffset where they start
   * @return the output frames written
   * @throws IllegalArgumentException if a range leaves its array or the sequence would be longer than a
   *     {@link FlattenedLinear} takes; nothing is changed then
   * @throws IllegalStateException if the model is closed, or an earlier call failed half way
   */
  public int run(int frames, float[] x, int xOffset, float[] y, int yOffset) {
    int written = pass.check(position, frames, x, xOffset, y, yOffset);
    long before = position;
    position = BROKEN;
    pass.run(frames, x, xOffset, y, yOffset, state, 0, before);
    position = before + frames;
    return written;
  }

  /**
   * Takes in the next frame of the sequence.
   *
   * @param x an input frame
   * @param xOffset where it starts
   * @param y the output frame
   * @param yOffset where it starts
   * @return whether an output frame was written: always, except before the last frame of a sequence for a model that ends
   *     in a {@link FlattenedLinear}
   * @throws IllegalArgumentException as {@link #run}
   * @throws IllegalStateException as {@link #run}
   */
  public boolean step(float[] x, int xOffset, float[] y, int yOffset) {
    return run(1, x, xOffset, y, yOffset) == 1;
  }

  /**
   * What the model remembers of the sequence, as bytes: versioned, with a checksum and the model they belong to.
   *
   * @return bytes that {@link #restore} and {@link StateTable#restore} take
   * @throws IllegalStateException if a call failed half way
   */
  public byte[] save() {
    return SavedState.full(pass.model.digest(), position(), state, 0, state.length);
  }

  /**
   * Goes on where the sequence was saved, with the same bits.
   *
   * @param saved what {@link #save} or {@link StateTable#save} gave, of this model or another copy of it
   * @throws IllegalArgumentException if the bytes are damaged, of another model, or a form that a table saved; nothing is
   *     changed then
   * @throws IllegalStateException if the model is closed
   */
  public void restore(byte[] saved) {
    pass.requireOpen();
    SavedState read = SavedState.read(saved, pass);
    if (read.isInputs()) {
      throw Pass.Refusals.inputs();
    }
    read.copyState(state, 0);
    position = read.position();
  }
}
