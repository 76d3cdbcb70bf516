package dev.carrylane.cli.chart;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML with SVG inside that is well-formed XML, too: elements are closed in the order in which they were opened, and text and
 * attributes are escaped. Belongs to one thread.
 */
public final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Nothing yet. */
  public Markup() {}

  /**
   * Puts a line in as it is.
   *
   * @param line markup
   * @return this
   */
  public Markup raw(String line) {
    out.append(line).append('\n');
    return this;
  }

  /**
   * Opens an element.
   *
   * @param name of the element
   * @param attributes names and values in turn
   * @return this
   */
  public Markup open(String name, String... attributes) {
    tag(name, attributes).append('>');
    open.push(name);
    return this;
  }

  /**
   * Closes the element that was opened last.
   *
   * @return this
   */
  public Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /**
   * Closes it, and ends the line.
   *
   * @return this
   */
  public Markup closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /**
   * Writes an element that holds text.
   *
   * @param name of the element
   * @param text in it
   * @param attributes names and values in turn
   * @return this
   */
  public Markup element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close();
  }

  /**
   * Writes an element that holds nothing.
   *
   * @param name of the element
   * @param attributes names and values in turn
   * @return this
   */
  public Markup empty(String name, String... attributes) {
    tag(name, attributes).append("/>");
    return this;
  }

  /**
   * Writes text.
   *
   * @param text which; characters that XML cannot hold become question marks
   * @return this
   */
  public Markup text(String text) {
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

  /**
   * A coordinate as text.
   *
   * @param value which
   * @return it with one decimal, and none where that is 0
   */
  public static String number(double value) {
    double tenths = Math.rint(value * 10) / 10;
    return tenths == Math.rint(tenths) ? Long.toString((long) tenths) : Double.toString(tenths);
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
