package dev.carrylane.network.safetensors;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and checks; see {@link SafetensorsFile#read}. Tensors lie one after the other in the file, so that
 * one pass over a stream is enough, whatever the stream is of: a file, an entry of a jar, an array. Files are
 * not mapped: some mounts cannot be, and one that gets shorter would end the process.
 */
final class SafetensorsReader {
  /** The longest array that every virtual machine gives. */
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  /** Takes whole elements of every size. */
  private static final int BUFFER_BYTES = 1 << 16;

  /** Elements for which memory is taken on the word of a stream whose length nobody knows. */
  private static final int TRUSTED_ELEMENTS = 1 << 20;

  private static final long UNKNOWN = -1;

  private final String source;
  private final InputStream in;

  /** The bytes of the whole file, or {@link #UNKNOWN}. */
  private final long size;

  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  private SafetensorsReader(String source, InputStream in, long size) {
    this.source = source;
    this.in = in;
    this.size = size;
  }

  static SafetensorsFile read(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new MalformedFileException(path, "not a regular file");
    }
    // Unlike a channel's, reads of this stream are not ended by an interrupt.
    try (InputStream in = Files.newInputStream(path)) {
      return new SafetensorsReader(path.toString(), in, Files.size(path)).read();
    }
  }

  static SafetensorsFile read(InputStream in, String name) throws IOException {
    return new SafetensorsReader(name, in, UNKNOWN).read();
  }

  static SafetensorsFile read(InputStream in, long size, String name) throws IOException {
    return new SafetensorsReader(name, in, size).read();
  }

  /** The metadata of a file alone. */
  static Map<String, String> metadata(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new SafetensorsReader(path.toString(), in, Files.size(path)).header().metadata();
    }
  }

  /** All the tensors of a file, none of which is read. */
  static List<SafetensorsEntry> list(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      SafetensorsReader reader = new SafetensorsReader(path.toString(), in, Files.size(path));
      Header header = reader.header();
      List<SafetensorsEntry> listed = new ArrayList<>();
      for (Header.Entry entry : reader.checked(header, Header.LENGTH_BYTES + header.length())) {
        List<Long> shape = new ArrayList<>();
        for (long dimension : entry.shape()) {
          shape.add(dimension);
        }
        listed.add(new SafetensorsEntry(entry.name(), entry.type().name(), shape));
      }
      return Collections.unmodifiableList(listed);
    }
  }

  private SafetensorsFile read() throws IOException {
    Header header = header();
    long start = Header.LENGTH_BYTES + header.length();
    List<Header.Entry> entries = checked(header, start);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    long covered = 0;
    for (Header.Entry entry : entries) {
      if (entry.type().isRead()) {
        tensors.put(entry.name(), tensor(entry));
      } else {
        skip(entry);
        skipped.put(entry.name(), entry.type().name());
      }
      covered = entry.end();
    }
    if (in.read() >= 0) {
      // Of a file, more than its size at first.
      throw new MalformedFileException(
          source,
          "data",
          start + covered,
          size == UNKNOWN
              ? "the bytes from here on belong to no tensor"
              : "the file became longer while it was read");
    }
    return new SafetensorsFile(
        header.metadata(),
        Collections.unmodifiableMap(tensors),
        Collections.unmodifiableMap(skipped));
  }

  private Header header() throws IOException {
    int lengthBytes = in.readNBytes(bytes, 0, Header.LENGTH_BYTES);
    if (lengthBytes < Header.LENGTH_BYTES) {
      throw new MalformedFileException(
          source,
          "not a safetensors file: it has "
              + lengthBytes
              + " bytes, and the length of the header alone takes "
              + Header.LENGTH_BYTES);
    }
    long length = buffer.getLong(0);
    if (length < 2 || length > Header.MAX_BYTES) {
      throw new MalformedFileException(
          source,
          "header length",
          0,
          Long.toUnsignedString(length)
              + " bytes claimed, where 2 to "
              + Header.MAX_BYTES
              + " are allowed; this is no safetensors file");
    }
    if (size != UNKNOWN && length > size - Header.LENGTH_BYTES) {
      throw shortHeader(length, size - Header.LENGTH_BYTES);
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw shortHeader(length, text.length);
    }
    return Header.parse(source, text);
  }

  private MalformedFileException shortHeader(long length, long available) {
    return new MalformedFileException(
        source,
        "header length",
        0,
        length + " bytes claimed, but only " + available + " follow; the file is cut short");
  }

  private Tensor tensor(Header.Entry entry) throws IOException {
    int[] shape = new int[entry.shape().length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Math.toIntExact(entry.shape()[i]);
    }
    ElementType type = entry.type();
    int elementBytes = type.bits() / Byte.SIZE;
    int elements = Math.toIntExact((entry.end() - entry.begin()) / elementBytes);
    float[] values = new float[size == UNKNOWN ? Math.min(elements, TRUSTED_ELEMENTS) : elements];
    for (int done = 0; done < elements; ) {
      if (done == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(elements, 2L * done));
      }
      int count = Math.min(values.length - done, BUFFER_BYTES / elementBytes);
      fill(entry, (long) done * elementBytes, count * elementBytes);
      type.copy(buffer, values, done, count);
      done += count;
    }
    return Tensor.of(values, shape);
  }

  private void skip(Header.Entry entry) throws IOException {
    long length = entry.end() - entry.begin();
    for (long done = 0; done < length; ) {
      int count = (int) Math.min(length - done, BUFFER_BYTES);
      fill(entry, done, count);
      done += count;
    }
  }

  private void fill(Header.Entry entry, long done, int count) throws IOException {
    int read = in.readNBytes(bytes, 0, count);
    if (read < count) {
      throw size == UNKNOWN
          ? cutShort(entry, entry.begin() + done + read)
          : new MalformedFileException(source, "the file became shorter while it was read");
    }
  }

  private static int order(Header.Entry one, Header.Entry other) {
    int begins = Long.compare(one.begin(), other.begin());
    return begins != 0 ? begins : Long.compare(one.end(), other.end());
  }

  /**
   * The entries in the order of their data, each of the size that its shape needs, together covering
   * the data exactly. Tensors without elements sort before the tensor that starts where they do.
   */
  private List<Header.Entry> checked(Header header, long start) throws MalformedFileException {
    long dataSize = size == UNKNOWN ? Long.MAX_VALUE : size - start;
    List<Header.Entry> entries = new ArrayList<>(header.entries());
    entries.sort(SafetensorsReader::order);
    long covered = 0;
    String previous = null;
    for (Header.Entry entry : entries) {
      checkSize(entry, dataSize);
      if (entry.begin() > covered) {
        throw refused(
            entry,
            "begins at byte "
                + entry.begin()
                + " of the data, but the bytes from "
                + covered
                + " on belong to no tensor");
      }
      if (entry.begin() < covered) {
        throw refused(
            entry,
            "begins at byte "
                + entry.begin()
                + " of the data, inside tensor "
                + MalformedFileException.quote(previous)
                + ", which ends at "
                + covered);
      }
      covered = entry.end();
      previous = entry.name();
    }
    if (size != UNKNOWN && covered != dataSize) {
      throw new MalformedFileException(
          source,
          "data",
          start + covered,
          "the last " + (dataSize - covered) + " bytes of the file belong to no tensor");
    }
    return entries;
  }

  private void checkSize(Header.Entry entry, long dataSize) throws MalformedFileException {
    if (entry.name().isEmpty() || entry.name().indexOf('\0') >= 0) {
      throw refused(entry, "a name must not be empty or contain NUL");
    }
    long elements = 1;
    boolean held = true;
    for (long dimension : entry.shape()) {
      held &= dimension <= Integer.MAX_VALUE;
      // Kept below 2^31, so that the next product fits; a dimension of 0 still gives 0.
      elements = held ? Math.min(elements * dimension, Integer.MAX_VALUE) : elements;
    }
    if (!held || elements > MAX_ELEMENTS) {
      throw refused(
          entry,
          "shape "
              + Arrays.toString(entry.shape())
              + " is larger than the "
              + MAX_ELEMENTS
              + " elements that a tensor can hold");
    }
    if (entry.begin() > entry.end()) {
      throw refused(entry, "data_offsets begin at " + entry.begin() + " and end at " + entry.end());
    }
    if (entry.end() > dataSize) {
      throw cutShort(entry, dataSize);
    }
    long needed = Math.ceilDiv(elements * entry.type().bits(), Byte.SIZE);
    if (entry.end() - entry.begin() != needed) {
      throw refused(
          entry,
          "shape "
              + Arrays.toString(entry.shape())
              + " of "
              + entry.type()
              + " needs "
              + needed
              + " bytes, data_offsets give it "
              + (entry.end() - entry.begin()));
    }
  }

  private MalformedFileException cutShort(Header.Entry entry, long available) {
    return refused(
        entry,
        "data_offsets end at "
            + entry.end()
            + ", but only "
            + available
            + " bytes of data are there; the file is cut short");
  }

  private MalformedFileException refused(Header.Entry entry, String reason) {
    return new MalformedFileException(
        source,
        "header",
        entry.place(),
        "tensor " + MalformedFileException.quote(entry.name()) + ": " + reason);
  }
}
