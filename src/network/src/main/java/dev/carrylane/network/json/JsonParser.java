package dev.carrylane.network.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text (RFC 8259) into maps, lists, strings, {@code Long}, {@code Double}, {@code Boolean} and null. Strict:
 * no key twice in an object, nothing after the value, nesting of at most 64.
 */
final class JsonParser {
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;

  private JsonParser(String text) {
    this.text = text;
  }

  static Object parse(String text) {
    JsonParser parser = new JsonParser(text);
    Object value = parser.value(0);
    parser.space();
    if (parser.at < text.length()) {
      throw parser.unexpected("the end");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw refused("values are nested more than " + MAX_DEPTH + " deep");
    }
    space();
    if (at == text.length()) {
      throw unexpected("a value");
    }
    return switch (text.charAt(at)) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    space();
    if (accept('}')) {
      return object;
    }
    do {
      space();
      if (at == text.length() || text.charAt(at) != '"') {
        throw unexpected("a name in quotation marks");
      }
      int start = at;
      String name = string();
      if (object.containsKey(name)) {
        at = start;
        throw refused("has " + Json.quote(name) + " twice");
      }
      space();
      expect(':');
      object.put(name, value(depth + 1));
      space();
    } while (accept(','));
    expect('}');
    return object;
  }

  private List<Object> array(int depth) {
    List<Object> array = new ArrayList<>();
    at++;
    space();
    if (accept(']')) {
      return array;
    }
    do {
      array.add(value(depth + 1));
      space();
    } while (accept(','));
    expect(']');
    return array;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    at++;
    for (; ; ) {
      if (at == text.length()) {
        throw unexpected("the end of a text, '\"'");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        at--;
        throw refused("has a control character in a text; write it as an escape");
      }
      string.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() {
    if (at == text.length()) {
      throw unexpected("an escaped character");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw unexpected("one of \"\\/bfnrtu after a backslash");
      }
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected("a value");
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    accept('-');
    int first = at;
    digits();
    if (at - first > 1 && text.charAt(first) == '0') {
      at = start;
      throw refused("has a number that begins with 0");
    }
    boolean whole = true;
    if (accept('.')) {
      whole = false;
      digits();
    }
    if (accept('e') || accept('E')) {
      whole = false;
      if (!accept('+')) {
        accept('-');
      }
      digits();
    }
    String number = text.substring(start, at);
    if (whole && number.length() <= 18) {
      return Long.valueOf(number);
    }
    return Double.valueOf(number);
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw unexpected("a value");
    }
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private IllegalArgumentException unexpected(String wanted) {
    String found = at == text.length() ? "the end" : Json.quote(text.substring(at, at + 1));
    return refused("has " + found + " where " + wanted + " belongs");
  }

  private IllegalArgumentException refused(String reason) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < at; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return new IllegalArgumentException(
        "the JSON text, line %d, column %d: %s".formatted(line, at - begin + 1, reason));
  }
}
