package dev.carrylane.cli.data;

import java.io.IOException;
import java.nio.file.Path;

/** A data file does not hold what its format says. The message names the file, the part and the reason. */
public final class MalformedDataException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Trouble with the whole file.
   *
   * @param path the file
   * @param reason why it is refused, and what to do about it where something can be done
   */
  public MalformedDataException(Path path, String reason) {
    super(path + ": " + reason);
  }

  /**
   * Trouble with a part of the file.
   *
   * @param path the file
   * @param part what was being read, such as {@code traindata{3}}
   * @param reason why it is refused, and what to do about it where something can be done
   */
  public MalformedDataException(Path path, String part, String reason) {
    super(path + ": " + part + ": " + reason);
  }

  /**
   * Trouble at a known byte.
   *
   * @param path the file
   * @param part what was being read, such as {@code header}
   * @param offset bytes from the start of the data, once decompressed
   * @param reason why it is refused, and what to do about it where something can be done
   */
  public MalformedDataException(Path path, String part, long offset, String reason) {
    super(path + ": " + part + " at byte " + offset + ": " + reason);
  }
}
