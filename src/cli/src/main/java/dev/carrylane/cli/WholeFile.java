package dev.carrylane.cli;

import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text files that appear whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  static void write(Path file, String text) throws IOException {
    try (FileReplacement replacement = FileReplacement.of(file)) {
      replacement.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      replacement.commit();
    }
  }
}
