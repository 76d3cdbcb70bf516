package dev.carrylane.network;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file does not hold what its format says. The message is one printable line: the path, the part of
 * the file, the byte at which the trouble was seen, and why it is trouble. Text quoted from the file
 * never reaches a terminal as control characters.
 */
public final class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int QUOTED_LENGTH = 80;

  private final String part;
  private final long offset;
  private final String reason;

  /**
   * Trouble at a known byte.
   *
   * @param source what the file is called, such as its path
   * @param part what was being read, such as {@code "header"}
   * @param offset bytes from the start of the file, or from the start of the part where the part is
   *     itself a stream of bytes (an archive's entry)
   * @param reason why the file is refused, and what to do about it where something can be done
   */
  public MalformedFileException(String source, String part, long offset, String reason) {
    super(printable(source + ": " + part + " at byte " + offset + ": " + reason));
    this.part = part;
    this.offset = offset;
    this.reason = reason;
  }

  /**
   * Trouble with a part as a whole.
   *
   * @param source what the file is called, such as its path
   * @param part what was being read, such as {@code "tensor 'linear.weight'"}
   * @param reason why the file is refused, and what to do about it where something can be done
   */
  public MalformedFileException(String source, String part, String reason) {
    super(printable(source + ": " + part + ": " + reason));
    this.part = part;
    this.offset = -1;
    this.reason = reason;
  }

  /**
   * Trouble with the whole file.
   *
   * @param source what the file is called, such as its path
   * @param reason why the file is refused, and what to do about it where something can be done
   */
  public MalformedFileException(String source, String reason) {
    super(printable(source + ": " + reason));
    this.part = "file";
    this.offset = -1;
    this.reason = reason;
  }

  /**
   * Trouble at a known byte of the file at a path.
   *
   * @param path the file
   * @param part what was being read, such as {@code "header"}
   * @param offset bytes from the start of the file, or from the start of the part where the part is
   *     itself a stream of bytes (an archive's entry)
   * @param reason why the file is refused, and what to do about it where something can be done
   */
  public MalformedFileException(Path path, String part, long offset, String reason) {
    this(path.toString(), part, offset, reason);
  }

  /**
   * Trouble with a part of the file at a path.
   *
   * @param path the file
   * @param part what was being read, such as {@code "tensor 'linear.weight'"}
   * @param reason why the file is refused, and what to do about it where something can be done
   */
  public MalformedFileException(Path path, String part, String reason) {
    this(path.toString(), part, reason);
  }

  /**
   * Trouble with the whole file at a path.
   *
   * @param path the file
   * @param reason why the file is refused, and what to do about it where something can be done
   */
  public MalformedFileException(Path path, String reason) {
    this(path.toString(), reason);
  }

  /**
   * What was being read.
   *
   * @return the part's name, {@code "file"} for the whole file
   */
  public String part() {
    return part;
  }

  /**
   * Where the trouble was seen.
   *
   * @return bytes from the start of the file or of the part, −1 if no single byte is to blame
   */
  public long offset() {
    return offset;
  }

  /**
   * Why the file is refused.
   *
   * @return the message without path, part and offset
   */
  public String reason() {
    return reason;
  }

  /**
   * Text from a file in a form fit for a message: in quotation marks, shortened when long, with control
   * and invisible formatting characters escaped.
   *
   * @param text any text
   * @return one printable line
   */
  public static String quote(String text) {
    String shown = text.length() <= QUOTED_LENGTH ? text : text.substring(0, QUOTED_LENGTH) + "…";
    return "'" + printable(shown) + "'";
  }

  private static String printable(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
            line.append(String.format("\\u%04x", (int) c));
        default -> line.append(c);
      }
    }
    return line.toString();
  }
}
