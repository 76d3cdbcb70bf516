package dev.carrylane.tasks.frames;

import dev.carrylane.network.MalformedFileException;
import java.io.Closeable;
import java.io.IOException;

/** Frames of one width, one after the other. One user thread. */
public interface FrameReader extends Closeable {
  /** What {@link #frames()} is where only the end will tell. */
  long UNKNOWN = -1;

  /**
   * Reads the next frames, and waits for them where they come from a pipe. Reads nothing beyond them that
   * it would have to wait for.
   *
   * @param frames how many at most, 1 or more
   * @param x receives them as rows of a dense array
   * @param offset where they start
   * @return how many were read, less than {@code frames} only at the end
   * @throws MalformedFileException if what is read is no frame of the width; the message says where
   * @throws IOException if it cannot be read
   */
  int read(int frames, float[] x, int offset) throws IOException;

  /**
   * How many frames there are.
   *
   * @return all of them, also those read already, or {@link #UNKNOWN}
   */
  default long frames() {
    return UNKNOWN;
  }

  /**
   * What a user should know about how the frames are read.
   *
   * @return a line for people; empty where there is nothing to say
   */
  default String remark() {
    return "";
  }
}
