package dev.carrylane.tasks.data;

import dev.carrylane.network.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The checks that every reader makes before it opens a file. */
final class DataFiles {
  private DataFiles() {}

  /** The whole content of a regular file of at most {@code limit} bytes. */
  static byte[] read(Path file, int limit) throws IOException {
    if (Files.isDirectory(file)) {
      throw new MalformedFileException(file, "is a directory; name a file in it");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new MalformedFileException(file, "is not a regular file; copy the data into one");
    }
    long size = Files.size(file);
    if (size > limit) {
      throw new MalformedFileException(
          file,
          "is " + size + " bytes long, and at most " + limit + " are read; is it the right one?");
    }
    return Files.readAllBytes(file);
  }
}
