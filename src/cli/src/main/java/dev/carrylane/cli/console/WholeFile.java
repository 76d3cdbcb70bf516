package dev.carrylane.cli.console;

import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text files that appear whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file, or leaves the one that is there as it is.
   *
   * @param file where; its folder exists
   * @param text all of it
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, String text) throws IOException {
    try (FileReplacement replacement = FileReplacement.of(file)) {
      replacement.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      replacement.commit();
    }
  }
}
