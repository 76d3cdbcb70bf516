package dev.carrylane.cli.console;

/**
 * Bad input. The message is shown as one line and must say which value is wrong and what to do about
 * it; the command then ends with exit code 2 and no stack trace.
 */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Bad input.
   *
   * @param message what is wrong, and what to do about it
   */
  public CliException(String message) {
    super(message);
  }
}
