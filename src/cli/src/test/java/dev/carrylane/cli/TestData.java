package dev.carrylane.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Public data sets, which tests use where they are present. */
public final class TestData {
  private TestData() {}

  /** A file of the data folder; skips the calling test where it is absent. */
  public static Path file(String name) {
    String folder = System.getProperty("carrylane.data", System.getenv("CARRYLANE_DATA"));
    Path file =
        (folder == null ? repository().resolve("../shared/data") : Path.of(folder))
            .resolve(name)
            .normalize();
    assumeTrue(
        Files.exists(file),
        file
            + " is absent; name its folder with -Dcarrylane.data or CARRYLANE_DATA to run this test");
    return file;
  }

  /** The top folder of the project. */
  public static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("carrylane"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
