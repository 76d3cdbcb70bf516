package dev.carrylane.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that remembers the first failed write, which {@link java.io.PrintWriter} reports as
 * a mere flag, and then takes nothing more. A reader that has left ({@code carrylane … | head}) is not an
 * error; a full disk is.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream target;
  private IOException failure;

  StandardOutput(OutputStream target) {
    this.target = target;
  }

  static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (failure != null) {
      return;
    }
    try {
      target.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Fails if a write has, so that whoever prints for long can ask a writer whether to go on. */
  @Override
  public void flush() throws IOException {
    if (failure != null) {
      throw failure;
    }
    target.flush();
  }

  /** Why output was lost; empty if none was, or if nobody reads it any more. */
  String loss() {
    if (failure == null) {
      return "";
    }
    String reason = String.valueOf(failure.getMessage());
    return reason.contains("pipe") ? "" : reason;
  }
}
