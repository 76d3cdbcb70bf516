package dev.carrylane.tasks.data;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.tasks.files.FileKind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An IDX file of unsigned bytes, compressed by gzip or not: two zero bytes, the element type (8), the
 * number of dimensions, each dimension as a big-endian 32-bit integer, then the elements.
 */
final class IdxFile {
  private static final int MAX_FILE_BYTES = 1 << 30;
  private static final int UNSIGNED_BYTE = 8;

  private final int[] dimensions;
  private final byte[] values;

  private IdxFile(int[] dimensions, byte[] values) {
    this.dimensions = dimensions;
    this.values = values;
  }

  /**
   * Reads a file that must have the given dimensions; the first one is free, up to {@code
   * maxElements}.
   */
  static IdxFile read(Path file, int maxElements, int... elementShape) throws IOException {
    byte[] bytes = DataFiles.read(file, MAX_FILE_BYTES, "an IDX file", FileKind.GZIP);
    if (bytes.length >= 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
      try (Gzip in = new Gzip(bytes)) {
        IdxFile content = parse(file, in, maxElements, elementShape);
        if (in.ignoredBytes() != 0) {
          throw new MalformedFileException(
              file,
              in.ignoredBytes()
                  + " bytes follow the end of the compressed data; is it the right file?");
        }
        return content;
      } catch (ZipException e) {
        throw new MalformedFileException(file, "damaged gzip data: " + e.getMessage());
      } catch (EOFException e) {
        throw new MalformedFileException(file, "gzip data cut short: " + e.getMessage());
      }
    }
    return parse(file, new ByteArrayInputStream(bytes), maxElements, elementShape);
  }

  private static IdxFile parse(Path file, InputStream in, int maxElements, int[] elementShape)
      throws IOException {
    int rank = elementShape.length + 1;
    int headerBytes = 4 + 4 * rank;
    byte[] header = in.readNBytes(headerBytes);
    if (header.length >= 4
        && (header[0] != 0 || header[1] != 0 || header[2] != UNSIGNED_BYTE || header[3] != rank)) {
      throw new MalformedFileException(
          file,
          "header",
          0,
          String.format(
              "begins with %02x%02x%02x%02x, but an IDX file of unsigned bytes with %d %s begins with"
                  + " 000008%02x",
              header[0],
              header[1],
              header[2],
              header[3],
              rank,
              rank == 1 ? "dimension" : "dimensions",
              rank));
    }
    if (header.length < headerBytes) {
      throw cutShort(file, "header", header.length, headerBytes);
    }
    int[] dimensions = new int[rank];
    ByteBuffer.wrap(header, 4, 4 * rank).asIntBuffer().get(dimensions);
    if (dimensions[0] < 1 || dimensions[0] > maxElements) {
      throw new MalformedFileException(
          file,
          "header",
          4,
          "declares "
              + Integer.toUnsignedString(dimensions[0])
              + " elements; 1 to "
              + maxElements
              + " are read");
    }
    int elementBytes = 1;
    for (int i = 1; i < rank; i++) {
      if (dimensions[i] != elementShape[i - 1]) {
        throw new MalformedFileException(
            file,
            "header",
            4 + 4 * i,
            "dimension "
                + (i + 1)
                + " is "
                + Integer.toUnsignedString(dimensions[i])
                + "; it must be "
                + elementShape[i - 1]);
      }
      elementBytes *= elementShape[i - 1];
    }
    int size = Math.multiplyExact(dimensions[0], elementBytes);
    byte[] values = in.readNBytes(size);
    if (values.length < size) {
      throw cutShort(file, "elements", headerBytes + values.length, (long) headerBytes + size);
    }
    if (in.read() >= 0) {
      throw new MalformedFileException(
          file,
          "elements",
          (long) headerBytes + size,
          "more data follows the last element that the header declares");
    }
    return new IdxFile(dimensions, values);
  }

  private static MalformedFileException cutShort(Path file, String part, long at, long expected) {
    return new MalformedFileException(
        file, part, at, "cut short; the data must be " + expected + " bytes long");
  }

  /** The number of elements, the first dimension. */
  int size() {
    return dimensions[0];
  }

  /** All elements, row-major; not copied, so callers must not write to it. */
  byte[] values() {
    return values;
  }

  @Override
  public String toString() {
    return "IDX " + Arrays.toString(dimensions);
  }

  /** gzip data that can tell, at its end, how many bytes after it were ignored. */
  private static final class Gzip extends GZIPInputStream {
    private static final int TRAILER_BYTES = 8;

    Gzip(byte[] bytes) throws IOException {
      // A buffer of the whole length, so that everything unread is still in the inflater's.
      super(new ByteArrayInputStream(bytes), bytes.length);
    }

    int ignoredBytes() {
      return Math.max(inf.getRemaining() - TRAILER_BYTES, 0);
    }
  }
}
