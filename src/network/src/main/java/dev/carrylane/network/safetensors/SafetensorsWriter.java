package dev.carrylane.network.safetensors;

import dev.carrylane.network.Tensor;
import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Checks and writes; see {@link SafetensorsFile#write}. */
final class SafetensorsWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private SafetensorsWriter() {}

  static void write(Path target, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    Map<String, String> sortedMetadata = new TreeMap<>(SafetensorsWriter::byCodePoint);
    sortedMetadata.putAll(metadata);
    Map<String, Tensor> sortedTensors = new TreeMap<>(SafetensorsWriter::byCodePoint);
    sortedTensors.putAll(tensors);
    ByteBuffer header = header(sortedMetadata, sortedTensors);
    try (FileReplacement file = FileReplacement.of(target)) {
      file.write(header);
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (Tensor tensor : sortedTensors.values()) {
        for (int i = 0; i < tensor.size(); i++) {
          if (!buffer.hasRemaining()) {
            file.write(buffer.flip());
            buffer.clear();
          }
          buffer.putFloat(tensor.get(i));
        }
      }
      file.write(buffer.flip());
      file.commit();
    }
  }

  /** The length and the padded header, ready to be written. */
  private static ByteBuffer header(Map<String, String> metadata, Map<String, Tensor> tensors) {
    StringBuilder json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      quote(json, Header.METADATA).append(":{");
      metadata.forEach(
          (key, value) -> {
            quote(json, key).append(':');
            quote(json, Objects.requireNonNull(value, key)).append(',');
          });
      json.setLength(json.length() - 1);
      json.append("},");
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      String name = entry.getKey();
      checkName(name);
      Tensor tensor = Objects.requireNonNull(entry.getValue(), name);
      long end = offset + (long) Float.BYTES * tensor.size();
      quote(json, name)
          .append(":{\"dtype\":\"F32\",\"shape\":")
          .append(tensor.toString().replace(" ", ""))
          .append(",\"data_offsets\":[")
          .append(offset)
          .append(',')
          .append(end)
          .append("]},");
      offset = end;
    }
    if (json.length() > 1) {
      json.setLength(json.length() - 1);
    }
    ByteBuffer utf8 = encode(json.append('}'));
    int padded = Math.ceilDiv(utf8.remaining(), Long.BYTES) * Long.BYTES;
    if (padded > Header.MAX_BYTES) {
      throw new IllegalArgumentException(
          "the header would take "
              + padded
              + " bytes and may take "
              + Header.MAX_BYTES
              + "; write fewer tensors or less metadata");
    }
    byte[] bytes = new byte[Header.LENGTH_BYTES + padded];
    Arrays.fill(bytes, (byte) ' ');
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return header.putLong(padded).put(utf8).rewind();
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a tensor's name must not be empty or contain NUL: \""
              + name.replace("\0", "\\0")
              + "\"");
    }
    if (name.equals(Header.METADATA)) {
      throw new IllegalArgumentException(
          "the format keeps the name " + name + " for itself; call the tensor something else");
    }
  }

  /** Appends a JSON string, escaping what must be escaped and nothing else. */
  private static StringBuilder quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ') {
            json.append(String.format("\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"');
  }

  private static ByteBuffer encode(CharSequence text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a name or value has half a surrogate pair", e);
    }
  }

  /** The order of UTF-8 bytes, which is that of code points and not that of Java's strings. */
  private static int byCodePoint(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }
}
