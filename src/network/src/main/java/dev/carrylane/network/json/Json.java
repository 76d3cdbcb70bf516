package dev.carrylane.network.json;

import dev.carrylane.network.MalformedFileException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON texts from maps, lists, strings, numbers, booleans and null, and back. */
public final class Json {
  private static final int LINE = 100;

  private Json() {}

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if the text is something else; the message has line and column
   */
  public static JsonObject parseObject(String text) {
    Object value = JsonParser.parse(text);
    return JsonObject.of("the description", value);
  }

  /** Writes a value: what fits goes on one line, the rest is indented. */
  public static String write(Object value) {
    StringBuilder text = new StringBuilder();
    write(text, value, 0);
    return text.toString();
  }

  private static void write(StringBuilder text, Object value, int indent) {
    if (value instanceof Map<?, ?> map) {
      String line = compact(value);
      if (line.length() + indent <= LINE || map.isEmpty()) {
        text.append(line);
        return;
      }
      text.append('{');
      String separator = "\n";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(separator).repeat(' ', indent + 2);
        string(text, (String) entry.getKey());
        write(text.append(": "), entry.getValue(), indent + 2);
        separator = ",\n";
      }
      text.append('\n').repeat(' ', indent).append('}');
    } else if (value instanceof List<?> list) {
      String line = compact(value);
      if (line.length() + indent <= LINE || list.isEmpty()) {
        text.append(line);
        return;
      }
      text.append('[');
      String separator = "\n";
      for (Object element : list) {
        text.append(separator).repeat(' ', indent + 2);
        write(text, element, indent + 2);
        separator = ",\n";
      }
      text.append('\n').repeat(' ', indent).append(']');
    } else {
      compact(text, value);
    }
  }

  /** Writes a value on one line. */
  public static String compact(Object value) {
    StringBuilder text = new StringBuilder();
    compact(text, value);
    return text.toString();
  }

  private static void compact(StringBuilder text, Object value) {
    if (value instanceof Map<?, ?> map) {
      String separator = "";
      text.append('{');
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        string(text.append(separator), (String) entry.getKey());
        compact(text.append(": "), entry.getValue());
        separator = ", ";
      }
      text.append('}');
    } else if (value instanceof List<?> list) {
      String separator = "";
      text.append('[');
      for (Object element : list) {
        compact(text.append(separator), element);
        separator = ", ";
      }
      text.append(']');
    } else if (value instanceof String string) {
      string(text, string);
    } else {
      text.append(value);
    }
  }

  private static void string(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u00").append(Character.forDigit(c >> 4, 16));
        text.append(Character.forDigit(c & 15, 16));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  /** A constant's name in JSON texts: LOG_SOFTMAX is log-softmax. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Text from a file in a form fit for a message. */
  static String quote(String text) {
    return MalformedFileException.quote(text);
  }
}
