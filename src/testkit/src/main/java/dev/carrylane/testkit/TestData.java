package dev.carrylane.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Public data sets and files that failed once, which tests use where they are present. */
public final class TestData {
  private TestData() {}

  /**
   * A file of the data folder; skips the calling test where it is absent.
   *
   * @param name its name in the folder
   * @return the file, which exists
   */
  public static Path file(String name) {
    String folder = System.getProperty("carrylane.data", System.getenv("CARRYLANE_DATA"));
    return present(
        (folder == null ? repository().resolve("../shared/data") : Path.of(folder)).resolve(name));
  }

  /**
   * A file of the folder of cases, which lies beside the data folder; skips the calling test where it
   * is absent.
   *
   * @param name its name in the folder
   * @return the file, which exists
   */
  public static Path caseFile(String name) {
    String folder = System.getProperty("carrylane.data", System.getenv("CARRYLANE_DATA"));
    return present(
        (folder == null ? repository().resolve("../shared/data") : Path.of(folder))
            .resolve("../cases")
            .resolve(name));
  }

  private static Path present(Path file) {
    assumeTrue(
        Files.exists(file),
        file.normalize()
            + " is absent; name the data folder with -Dcarrylane.data or CARRYLANE_DATA to run this test");
    return file.normalize();
  }

  /**
   * The top folder of the project.
   *
   * @return the folder, absolute
   */
  public static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("carrylane"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
