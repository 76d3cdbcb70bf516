package dev.carrylane.tasks.frames;

import java.io.IOException;
import java.io.Writer;

/**
 * Frames as lines of numbers with commas between them, without a header. Each number has as many digits as
 * it takes to be read back as the same float.
 */
public final class CsvOutput implements FrameWriter {
  private final Writer target;
  private final int width;
  private final StringBuilder line = new StringBuilder();

  /**
   * Lines to a writer, which the caller flushes and closes.
   *
   * @param target where to write
   * @param width the numbers of a frame
   */
  public CsvOutput(Writer target, int width) {
    this.target = target;
    this.width = width;
  }

  @Override
  public void write(int frames, float[] y, int offset) throws IOException {
    for (int frame = 0; frame < frames; frame++) {
      line.setLength(0);
      for (int i = 0; i < width; i++) {
        line.append(i == 0 ? "" : ",").append(y[offset + frame * width + i]);
      }
      target.append(line.append('\n'));
    }
  }
}
