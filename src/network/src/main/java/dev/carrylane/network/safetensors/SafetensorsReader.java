package dev.carrylane.network.safetensors;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks; see {@link SafetensorsFile#read}. */
final class SafetensorsReader {
  /** The longest array that every virtual machine gives. */
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private SafetensorsReader() {}

  static SafetensorsFile read(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new MalformedFileException(path, "not a regular file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      if (channel.size() < Header.LENGTH_BYTES) {
        throw new MalformedFileException(
            path,
            "not a safetensors file: it has "
                + channel.size()
                + " bytes, and the length of the header alone takes "
                + Header.LENGTH_BYTES);
      }
      Header header = header(path, channel);
      return read(
          path, header, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    }
  }

  /** Read, not mapped: access to a mapped number costs a program's start more than all of this. */
  private static Header header(Path path, FileChannel channel) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Header.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fill(path, channel, number, 0);
    long length = number.getLong(0);
    long available = channel.size() - Header.LENGTH_BYTES;
    if (length < 2 || length > Header.MAX_BYTES) {
      throw new MalformedFileException(
          path,
          "header length",
          0,
          Long.toUnsignedString(length)
              + " bytes claimed, where 2 to "
              + Header.MAX_BYTES
              + " are allowed; this is no safetensors file");
    }
    if (length > available) {
      throw new MalformedFileException(
          path,
          "header length",
          0,
          length + " bytes claimed, but only " + available + " follow; the file is cut short");
    }
    byte[] text = new byte[(int) length];
    fill(path, channel, ByteBuffer.wrap(text), Header.LENGTH_BYTES);
    return Header.parse(path, text);
  }

  private static void fill(Path path, FileChannel channel, ByteBuffer bytes, long from)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new MalformedFileException(path, "the file became shorter while it was read");
      }
    }
  }

  private static SafetensorsFile read(Path path, Header header, MemorySegment file)
      throws MalformedFileException {
    long start = Header.LENGTH_BYTES + header.length();
    List<Header.Entry> entries = checked(path, header, start, file.byteSize() - start);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Header.Entry entry : entries) {
      int[] shape = new int[entry.shape().length];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = Math.toIntExact(entry.shape()[i]);
      }
      int size = Math.toIntExact((entry.end() - entry.begin()) / entry.type().bytes());
      float[] values = new float[size];
      entry.type().copy(file, start + entry.begin(), values);
      tensors.put(entry.name(), Tensor.of(values, shape));
    }
    return new SafetensorsFile(header.metadata(), Collections.unmodifiableMap(tensors));
  }

  private static int order(Header.Entry one, Header.Entry other) {
    int begins = Long.compare(one.begin(), other.begin());
    return begins != 0 ? begins : Long.compare(one.end(), other.end());
  }

  /**
   * The entries in the order of their data, each of the size that its shape needs, together covering
   * the data exactly. Tensors without elements sort before the tensor that starts where they do.
   */
  private static List<Header.Entry> checked(Path path, Header header, long start, long dataSize)
      throws MalformedFileException {
    List<Header.Entry> entries = new ArrayList<>(header.entries());
    entries.sort(SafetensorsReader::order);
    long covered = 0;
    String previous = null;
    for (Header.Entry entry : entries) {
      checkSize(path, entry, dataSize);
      if (entry.begin() > covered) {
        throw refused(
            path,
            entry,
            "begins at byte "
                + entry.begin()
                + " of the data, but the bytes from "
                + covered
                + " on belong to no tensor");
      }
      if (entry.begin() < covered) {
        throw refused(
            path,
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
    if (covered != dataSize) {
      throw new MalformedFileException(
          path,
          "data",
          start + covered,
          "the last " + (dataSize - covered) + " bytes of the file belong to no tensor");
    }
    return entries;
  }

  private static void checkSize(Path path, Header.Entry entry, long dataSize)
      throws MalformedFileException {
    if (entry.name().isEmpty() || entry.name().indexOf('\0') >= 0) {
      throw refused(path, entry, "a name must not be empty or contain NUL");
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
          path,
          entry,
          "shape "
              + Arrays.toString(entry.shape())
              + " is larger than the "
              + MAX_ELEMENTS
              + " elements that a tensor can hold");
    }
    if (entry.begin() > entry.end()) {
      throw refused(
          path, entry, "data_offsets begin at " + entry.begin() + " and end at " + entry.end());
    }
    if (entry.end() > dataSize) {
      throw refused(
          path,
          entry,
          "data_offsets end at "
              + entry.end()
              + ", but only "
              + dataSize
              + " bytes of data are there; the file is cut short");
    }
    long needed = elements * entry.type().bytes();
    if (entry.end() - entry.begin() != needed) {
      throw refused(
          path,
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

  private static MalformedFileException refused(Path path, Header.Entry entry, String reason) {
    return new MalformedFileException(
        path,
        "header",
        entry.place(),
        "tensor " + MalformedFileException.quote(entry.name()) + ": " + reason);
  }
}
