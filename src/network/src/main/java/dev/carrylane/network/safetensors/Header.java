package dev.carrylane.network.safetensors;

import dev.carrylane.network.MalformedFileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the header of a safetensors file says, read strictly and not yet compared with the data.
 *
 * @param length its bytes
 * @param metadata the pairs of {@code __metadata__} in file order; empty where there are none
 * @param entries the tensors in header order, no two of one name
 */
record Header(int length, Map<String, String> metadata, List<Entry> entries) {
  static final String METADATA = "__metadata__";

  /** Bytes before the header: its length. */
  static final int LENGTH_BYTES = 8;

  /** The longest header that the format's reference implementation reads. */
  static final int MAX_BYTES = 100_000_000;

  /**
   * One tensor's description. Nothing here is checked beyond being integers that are not negative.
   *
   * @param name its name
   * @param type the type of its elements
   * @param shape its dimensions
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last
   * @param place where in the file the description starts, for messages
   */
  record Entry(String name, ElementType type, long[] shape, long begin, long end, long place) {}

  /** Reads the header's bytes; messages count them from the start of the file. */
  static Header parse(String source, byte[] text) throws MalformedFileException {
    return new Parser(source, text).header();
  }

  /**
   * A JSON reader that knows which value comes next. The format's objects have a fixed depth, so
   * nothing recurses, and every value is either used or refused.
   */
  private static final class Parser {
    private final String source;
    private final byte[] text;
    private int position;

    Parser(String source, byte[] text) {
      this.source = source;
      this.text = text;
    }

    Header header() throws MalformedFileException {
      if (text[0] != '{') {
        throw at(0, "a header must start with '{'");
      }
      position = 1;
      Map<String, String> metadata = null;
      List<Entry> entries = new ArrayList<>();
      Set<String> names = new HashSet<>();
      boolean more = !closes('}');
      while (more) {
        int place = position;
        String name = string("the name of a tensor");
        if (!names.add(name)) {
          throw at(place, "the name " + MalformedFileException.quote(name) + " occurs twice");
        }
        expect(':');
        if (name.equals(METADATA)) {
          metadata = metadata();
        } else {
          entries.add(entry(name, place));
        }
        more = continues('}');
      }
      for (; position < text.length; position++) {
        if (text[position] != ' ') {
          throw at(position, "after its closing '}' a header may only be padded with spaces");
        }
      }
      return new Header(text.length, metadata == null ? Map.of() : metadata, List.copyOf(entries));
    }

    private Map<String, String> metadata() throws MalformedFileException {
      expect('{');
      Map<String, String> metadata = new LinkedHashMap<>();
      boolean more = !closes('}');
      while (more) {
        int place = position;
        String key = string("a key of " + METADATA);
        expect(':');
        String value = string("the value of " + MalformedFileException.quote(key), "text");
        if (metadata.put(key, value) != null) {
          throw at(
              place, METADATA + " has the key " + MalformedFileException.quote(key) + " twice");
        }
        more = continues('}');
      }
      return Collections.unmodifiableMap(metadata);
    }

    private Entry entry(String name, int place) throws MalformedFileException {
      String tensor = "tensor " + MalformedFileException.quote(name);
      ElementType type = null;
      long[] shape = null;
      long[] offsets = null;
      expect('{');
      boolean more = !closes('}');
      while (more) {
        int fieldPlace = position;
        String field = string("a field of " + tensor);
        expect(':');
        boolean repeated;
        switch (field) {
          case "dtype" -> {
            repeated = type != null;
            type = type(tensor);
          }
          case "shape" -> {
            repeated = shape != null;
            shape = integers("the shape of " + tensor);
          }
          case "data_offsets" -> {
            repeated = offsets != null;
            offsets = integers("the data_offsets of " + tensor);
          }
          default ->
              throw at(
                  fieldPlace,
                  tensor + " has the unknown field " + MalformedFileException.quote(field));
        }
        if (repeated) {
          throw at(fieldPlace, tensor + " has the field '" + field + "' twice");
        }
        more = continues('}');
      }
      if (type == null || shape == null || offsets == null) {
        String missing = type == null ? "dtype" : shape == null ? "shape" : "data_offsets";
        throw at(place, tensor + " has no field '" + missing + "'");
      }
      if (offsets.length != 2) {
        throw at(place, tensor + " has " + offsets.length + " data_offsets, not 2");
      }
      return new Entry(name, type, shape, offsets[0], offsets[1], Header.LENGTH_BYTES + place);
    }

    private ElementType type(String tensor) throws MalformedFileException {
      skipWhitespace();
      int place = position;
      String name = string("the dtype of " + tensor, "text");
      ElementType type = ElementType.named(name);
      if (type == null) {
        throw at(place, tensor + ": unknown element type " + MalformedFileException.quote(name));
      }
      return type;
    }

    private long[] integers(String what) throws MalformedFileException {
      expect('[');
      long[] values = new long[4];
      int count = 0;
      boolean more = !closes(']');
      while (more) {
        if (count == values.length) {
          values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = integer(what);
        more = continues(']');
      }
      return Arrays.copyOf(values, count);
    }

    /** Digits only: the format has no other numbers, and JSON forbids leading zeros. */
    private long integer(String what) throws MalformedFileException {
      skipWhitespace();
      int start = position;
      long value = 0;
      while (position < text.length && text[position] >= '0' && text[position] <= '9') {
        int digit = text[position++] - '0';
        if (value > (Long.MAX_VALUE - digit) / 10) {
          throw at(start, what + " has an integer over " + Long.MAX_VALUE);
        }
        value = 10 * value + digit;
      }
      boolean leadingZero = position > start + 1 && text[start] == '0';
      boolean notInteger = position < text.length && "+-.eE".indexOf(text[position]) >= 0;
      if (position == start || leadingZero || notInteger) {
        throw at(start, what + " must consist of integers that are not negative");
      }
      return value;
    }

    private String string(String what) throws MalformedFileException {
      return string(what, "a quoted name");
    }

    /** Reads a string into UTF-8 and decodes that once, so that escapes and raw bytes are equal. */
    private String string(String what, String kind) throws MalformedFileException {
      skipWhitespace();
      int start = position;
      if (position == text.length || text[position] != '"') {
        throw at(position, what + " must be " + kind + found());
      }
      position++;
      int from = position;
      while (position < text.length && text[position] != '"' && text[position] != '\\') {
        plain();
      }
      if (position < text.length && text[position] == '"') {
        return decode(start, text, from, position++);
      }
      byte[] bytes = new byte[Math.max(16, 2 * (position - from))];
      int count = position - from;
      System.arraycopy(text, from, bytes, 0, count);
      while (position < text.length && text[position] != '"') {
        if (bytes.length - count < 4) {
          bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        if (text[position] == '\\') {
          count = escape(bytes, count);
        } else {
          bytes[count++] = plain();
        }
      }
      if (position == text.length) {
        throw at(start, what + " has no closing quotation mark");
      }
      position++;
      return decode(start, bytes, 0, count);
    }

    private byte plain() throws MalformedFileException {
      byte b = text[position];
      if (b >= 0 && b < ' ') {
        throw at(position, "a control character must be escaped");
      }
      position++;
      return b;
    }

    private String decode(int start, byte[] bytes, int begin, int end)
        throws MalformedFileException {
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, begin, end - begin))
            .toString();
      } catch (CharacterCodingException e) {
        throw at(start, "text that is not valid UTF-8");
      }
    }

    /** Appends one escape, a surrogate pair counting as one, and returns the new count. */
    private int escape(byte[] bytes, int count) throws MalformedFileException {
      int start = position++;
      int c = position < text.length ? text[position++] : -1;
      int decoded =
          switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit(start);
            default -> throw at(start, "an escape that JSON does not have");
          };
      if (Character.isSurrogate((char) decoded)) {
        boolean paired =
            Character.isHighSurrogate((char) decoded)
                && position + 1 < text.length
                && text[position] == '\\'
                && text[position + 1] == 'u';
        position += paired ? 2 : 0;
        int low = paired ? unit(start) : 0;
        if (!Character.isLowSurrogate((char) low)) {
          throw at(start, "half a surrogate pair");
        }
        decoded = Character.toCodePoint((char) decoded, (char) low);
      }
      byte[] utf8 = Character.toString(decoded).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(utf8, 0, bytes, count, utf8.length);
      return count + utf8.length;
    }

    private int unit(int start) throws MalformedFileException {
      int unit = 0;
      for (int i = 0; i < 4; i++) {
        if (position == text.length || !HexFormat.isHexDigit(text[position])) {
          throw at(start, "\\u must be followed by four hexadecimal digits");
        }
        unit = 16 * unit + HexFormat.fromHexDigit(text[position++]);
      }
      return unit;
    }

    private void expect(char wanted) throws MalformedFileException {
      skipWhitespace();
      if (position == text.length || text[position] != wanted) {
        throw at(position, "expected '" + wanted + "'" + found());
      }
      position++;
    }

    /** Takes the closing character of an empty object or array, if it is next. */
    private boolean closes(char closing) {
      skipWhitespace();
      if (position < text.length && text[position] == closing) {
        position++;
        return true;
      }
      return false;
    }

    /** Takes a comma, or the closing character and answers false. */
    private boolean continues(char closing) throws MalformedFileException {
      if (closes(closing)) {
        return false;
      }
      if (position == text.length || text[position] != ',') {
        throw at(position, "expected ',' or '" + closing + "'" + found());
      }
      position++;
      skipWhitespace();
      return true;
    }

    private void skipWhitespace() {
      while (position < text.length && " \t\n\r".indexOf(text[position]) >= 0) {
        position++;
      }
    }

    private String found() {
      if (position == text.length) {
        return ", but the header ends";
      }
      byte b = text[position];
      return b > ' ' && b < 0x7f
          ? ", not '" + (char) b + "'"
          : ", not byte " + Byte.toUnsignedInt(b);
    }

    private MalformedFileException at(int place, String reason) {
      return new MalformedFileException(source, "header", (long) LENGTH_BYTES + place, reason);
    }
  }
}
