package dev.carrylane.cli.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML with SVG inside that is well-formed XML, too: elements are closed in the order in which they were opened, and text and
 * attributes are escaped. Belongs to one thread.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Puts a line in as it is. */
  Markup raw(String line) {
    out.append(line).append('\n');
    return this;
  }

  /** Opens an element; attributes are names and values in turn. */
  Markup open(String name, String... attributes) {
    tag(name, attributes).append('>');
    open.push(name);
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes it, and ends the line. */
  Markup closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /** An element that holds text. */
  Markup element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** An element that holds nothing. */
  Markup empty(String name, String... attributes) {
    tag(name, attributes).append("/>");
    return this;
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  private StringBuilder tag(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    return out;
  }

  /** Characters that XML cannot hold become question marks, whatever a path was made of. */
  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n', '\t' -> out.append((char) c);
                default -> out.appendCodePoint(isPrintable(c) ? c : '?');
              }
            });
  }

  private static boolean isPrintable(int c) {
    return !Character.isISOControl(c)
        && Character.getType(c) != Character.SURROGATE
        && (c & 0xFFFE) != 0xFFFE;
  }

  /** {@return what was written} */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("never closed: " + open);
    }
    return out.toString();
  }
}
