package dev.carrylane.tasks.frames;

import dev.carrylane.network.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Frames as the rows of an array in <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's NPY format</a>,
 * versions 1 to 3: little-endian {@code float32}, or {@code float64} that is rounded, of shape [frames,
 * channels], or [frames] for one channel, row after row.
 */
public final class NpyFrames implements FrameReader {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final int MAX_HEADER = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  /** The header is a Python dictionary of three keys, in any order. */
  private static final Pattern TYPE =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*(\\[|['\"]([^'\"]*))");

  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");

  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9,\\s]*)\\)");

  private final InputStream in;
  private final String source;
  private final int width;
  private final int elementBytes;
  private final long frames;
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private long done;

  private NpyFrames(InputStream in, String source, int width) throws IOException {
    this.in = in;
    this.source = source;
    this.width = width;
    String header = header();
    String type = find(TYPE, header, "descr").group(2);
    elementBytes = elementBytes(type);
    if (find(ORDER, header, "fortran_order").group(1).equals("True")) {
      throw refused(
          "the array is in Fortran order, column after column; save numpy.ascontiguousarray of it");
    }
    frames = frames(find(SHAPE, header, "shape").group(1));
  }

  /**
   * Frames from a stream of an NPY file's bytes, of which the header is read now.
   *
   * @param in the bytes; closed with the reader
   * @param source what to call them in messages
   * @param width the channels of a frame
   * @return the frames
   * @throws MalformedFileException if it is no such file, or an array of another type, order or shape
   * @throws IOException if it cannot be read
   */
  public static NpyFrames of(InputStream in, String source, int width) throws IOException {
    return new NpyFrames(in, source, width);
  }

  private String header() throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !Arrays.equals(MAGIC, 0, 6, start, 0, 6)) {
      throw refused("not an NPY file; write it with numpy.save");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw refused("NPY version " + version + " is not read; versions 1 to 3 are");
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    buffer.putInt(0, 0);
    long length =
        in.readNBytes(bytes, 0, lengthBytes) == lengthBytes
            ? Integer.toUnsignedLong(buffer.getInt(0))
            : 0;
    if (length > MAX_HEADER) {
      throw refused("a header of " + length + " bytes is claimed; it may have " + MAX_HEADER);
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length || length == 0) {
      throw refused("the file is cut short in its header");
    }
    return new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private Matcher find(Pattern pattern, String header, String key) throws MalformedFileException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw refused(
          "its header has no valid '" + key + "': " + MalformedFileException.quote(header.strip()));
    }
    return matcher;
  }

  private int elementBytes(String type) throws MalformedFileException {
    return switch (type == null ? "" : type) {
      case "<f4" -> Float.BYTES;
      case "<f8" -> Double.BYTES;
      case "" -> throw refused("an array of records is not read; save its columns as float32");
      default ->
          throw refused(
              "elements of type "
                  + MalformedFileException.quote(type)
                  + " are not read; save the array as float32, with astype('<f4')");
    };
  }

  private long frames(String shape) throws MalformedFileException {
    String[] sizes = shape.isBlank() ? new String[0] : shape.strip().split("\\s*,\\s*");
    long rows;
    long columns;
    try {
      rows = sizes.length > 0 ? Long.parseLong(sizes[0]) : 0;
      columns = sizes.length == 2 ? Long.parseLong(sizes[1]) : 1;
    } catch (NumberFormatException e) {
      throw refused("its shape (" + shape + ") is not one");
    }
    if (sizes.length < 1 || sizes.length > 2 || columns != width) {
      throw refused(
          "shape [%s] is not [frames, %d]%s; the model takes frames of %d"
              .formatted(String.join(", ", sizes), width, width == 1 ? " or [frames]" : "", width));
    }
    return rows;
  }

  private MalformedFileException refused(String reason) {
    return new MalformedFileException(source, reason);
  }

  @Override
  public int read(int count, float[] x, int offset) throws IOException {
    int rows = (int) Math.min(count, frames - done);
    int values = rows * width;
    for (int i = 0; i < values; ) {
      int some = Math.min(values - i, BUFFER_BYTES / elementBytes);
      int read = in.readNBytes(bytes, 0, some * elementBytes);
      if (read < some * elementBytes) {
        long whole = done + (i + read / elementBytes) / width;
        throw refused(
            "the file is cut short: %d of its %d frames are there".formatted(whole, frames));
      }
      for (int k = 0; k < some; k++, i++) {
        x[offset + i] =
            elementBytes == Float.BYTES
                ? buffer.getFloat(Float.BYTES * k)
                : (float) buffer.getDouble(Double.BYTES * k);
      }
    }
    done += rows;
    if (done == frames && in.read() >= 0) {
      throw refused("bytes follow the %d frames of its shape".formatted(frames));
    }
    return rows;
  }

  @Override
  public long frames() {
    return frames;
  }

  @Override
  public String remark() {
    return elementBytes == Double.BYTES ? source + " holds float64; it is rounded to float32" : "";
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
