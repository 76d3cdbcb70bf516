package dev.carrylane.tasks.checkpoint;

import java.io.EOFException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A pickle's bytes with a position. Reading past the end is an exception here and never an end-of-file
 * value, which the unpickler would take for a number.
 */
final class PickleInput extends InputStream {
  private final byte[] bytes;
  private int position;

  PickleInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Bytes read so far. */
  int position() {
    return position;
  }

  /** Bytes left. */
  int remaining() {
    return bytes.length - position;
  }

  @Override
  public int read() throws EOFException {
    require(1);
    return Byte.toUnsignedInt(bytes[position++]);
  }

  /** Reads all the bytes asked for. */
  @Override
  public int read(byte[] buffer, int offset, int length) throws EOFException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    require(length);
    System.arraycopy(bytes, position, buffer, offset, length);
    position += length;
    return length;
  }

  /** An unsigned little-endian integer; of 8 bytes, one over 2^63 is negative. */
  long unsigned(int size) throws EOFException {
    require(size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedInt(bytes[position + i]);
    }
    position += size;
    return value;
  }

  /** Text of that many bytes, which are compared with what is there before anything is allocated. */
  String text(long length) throws EOFException, CharacterCodingException {
    require(length);
    return decode((int) length);
  }

  /** Text of a byte for each character, with the same care. */
  String latin(long length) throws EOFException {
    return new String(bytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Bytes, with the same care. */
  byte[] bytes(long length) throws EOFException {
    require(length);
    byte[] copy = new byte[(int) length];
    read(copy, 0, copy.length);
    return copy;
  }

  /** Text up to the next line feed, which is taken too. */
  String line() throws EOFException, CharacterCodingException {
    int end = position;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    require(end - position + 1L);
    String line = decode(end - position);
    position++;
    return line;
  }

  private String decode(int length) throws CharacterCodingException {
    ByteBuffer text = ByteBuffer.wrap(bytes, position, length);
    position += length;
    return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
  }

  private void require(long length) throws EOFException {
    if (length < 0 || length > remaining()) {
      throw new EOFException(
          Long.toUnsignedString(length) + " more bytes are needed, " + remaining() + " are left");
    }
  }
}
