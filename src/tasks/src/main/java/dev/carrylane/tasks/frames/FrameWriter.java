package dev.carrylane.tasks.frames;

import java.io.IOException;

/** Takes frames of one width, one after the other. One user thread. */
@FunctionalInterface
public interface FrameWriter {
  /**
   * Writes the next frames; some of it may stay in a buffer of what is written to.
   *
   * @param frames how many, 0 or more
   * @param y rows of a dense array
   * @param offset where they start
   * @throws IOException if they cannot be written
   */
  void write(int frames, float[] y, int offset) throws IOException;
}
