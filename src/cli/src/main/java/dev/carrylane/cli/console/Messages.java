package dev.carrylane.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Words for what went wrong, always one printable line. */
public final class Messages {
  private static final int MAX_LENGTH = 2000;

  private Messages() {}

  /**
   * Says what went wrong with a file: the exceptions of {@code java.nio.file} hold a path and leave the sentence to the reader.
   *
   * @param e the exception
   * @return a sentence that names the file
   */
  public static String of(IOException e) {
    if (e instanceof FileSystemException trouble) {
      if (trouble instanceof NoSuchFileException) {
        return trouble.getFile() + ": no such file; check the path";
      }
      if (trouble instanceof AccessDeniedException) {
        return trouble.getFile() + ": permission denied; make it accessible to this user";
      }
      String reason = trouble.getReason();
      return trouble.getFile()
          + ": "
          + (reason == null ? trouble.getClass().getSimpleName() : reason);
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /**
   * Text that may quote a path or a file: no control characters reach the terminal.
   *
   * @param text anything
   * @return one printable line
   */
  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
    for (int i = 0; i < text.length(); i++) {
      if (line.length() >= MAX_LENGTH) {
        return line.append('…').toString();
      }
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
