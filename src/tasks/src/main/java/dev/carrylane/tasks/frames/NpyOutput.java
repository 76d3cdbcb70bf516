package dev.carrylane.tasks.frames;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Frames as an array of {@code float32} and shape [frames, channels] in NumPy's NPY format. The shape stands
 * first and is known last, so that the start of what was written has to be written again at the end.
 */
public final class NpyOutput implements FrameWriter {
  /** Room for every number of frames; the format wants a multiple of 64. */
  private static final int HEADER_BYTES = 128;

  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream target;
  private final int width;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long frames;

  /**
   * Begins an array, with a header that says it has no frames.
   *
   * @param target where to write; the caller flushes and closes it
   * @param width the channels of a frame
   * @throws IOException if it cannot be written to
   */
  public NpyOutput(OutputStream target, int width) throws IOException {
    this.target = target;
    this.width = width;
    target.write(start());
  }

  /**
   * What the file must start with after the frames written so far, in the place of as many bytes.
   *
   * @return a new array
   */
  public byte[] start() {
    String shape = "(" + frames + ", " + width + ")";
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    int length = HEADER_BYTES - NpyFrames.MAGIC.length - 2 - Short.BYTES;
    ByteBuffer start = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    start.put(NpyFrames.MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
    start.put(header.getBytes(StandardCharsets.US_ASCII));
    while (start.remaining() > 1) {
      start.put((byte) ' ');
    }
    return start.put((byte) '\n').array();
  }

  @Override
  public void write(int count, float[] y, int offset) throws IOException {
    int end = offset + count * width;
    for (int i = offset; i < end; ) {
      buffer.clear();
      while (i < end && buffer.hasRemaining()) {
        buffer.putFloat(y[i++]);
      }
      target.write(buffer.array(), 0, buffer.position());
    }
    frames += count;
  }
}
