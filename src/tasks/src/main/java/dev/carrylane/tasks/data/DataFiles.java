package dev.carrylane.tasks.data;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.tasks.files.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The checks that every reader makes before it opens a file. */
final class DataFiles {
  private DataFiles() {}

  /**
   * The whole content of a regular file of at most {@code limit} bytes.
   *
   * @param wanted what the file should be, for the refusal of one that is known to be something else
   * @param kinds what it may be seen to be; what is not known is for the caller to refuse
   */
  static byte[] read(Path file, int limit, String wanted, FileKind... kinds) throws IOException {
    FileKind kind = FileKind.of(file);
    if (kind != FileKind.UNKNOWN && !List.of(kinds).contains(kind)) {
      throw kind.refusal(file, wanted);
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
