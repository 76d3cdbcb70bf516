package dev.carrylane.jmh.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.cli.console.CliException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars as another version; for revisions see {@link RevisionBuildTest}. */
class OtherVersionTest {
  @TempDir Path temp;
  private Path engine;
  private Path network;
  private Path plain;

  @BeforeEach
  void writeJars() throws IOException {
    // A name tells nothing.
    engine = LibraryJars.write(temp.resolve("other/renamed.jar"), "dev.carrylane.engine");
    network =
        LibraryJars.write(temp.resolve("other/carrylane-engine.jar"), "dev.carrylane.network");
    plain = LibraryJars.writePlain(temp.resolve("other/plain.jar"));
  }

  private static OtherVersion of(String argument) throws IOException {
    return OtherVersion.of(argument, null, line -> fail(line));
  }

  private static String path(Object... entries) {
    return String.join(
        File.pathSeparator, List.of(entries).stream().map(Object::toString).toList());
  }

  private static void assertRefuses(String argument, String... parts) {
    String message = assertThrows(CliException.class, () -> of(argument)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void everyOccurrenceOfALibraryIsReplaced() throws Exception {
    Path jar = LibraryJars.write(temp.resolve("a/engine.jar"), "dev.carrylane.engine");
    Path copy = LibraryJars.write(temp.resolve("lib/library.jar"), "dev.carrylane.engine");
    Path classes = LibraryJars.classes(temp.resolve("classes"), "dev.carrylane.engine");
    Path tasks = LibraryJars.write(temp.resolve("lib/tasks.jar"), "dev.carrylane.tasks");
    Path benchmarks = LibraryJars.write(temp.resolve("jmh.jar"), "dev.carrylane.jmh");
    Path missing = temp.resolve("missing.jar");
    Path text = Files.writeString(temp.resolve("text.jar"), "no jar");
    Path folder = Files.createDirectory(temp.resolve("folder"));
    assertEquals(
        path(benchmarks, engine, plain, tasks, missing, text, folder),
        of(engine.toString())
            .classPath(path(benchmarks, jar, plain, tasks, copy, missing, text, classes, folder)));
    assertEquals(path(engine, tasks), of(engine.toString()).classPath(path(classes, tasks)));
  }

  @Test
  void aLibraryThatWasNotThereIsAddedAtTheEnd() throws Exception {
    Path ours = LibraryJars.write(temp.resolve("a/network.jar"), "dev.carrylane.network");
    assertEquals(
        path(network, plain, engine), of(path(engine, network)).classPath(path(ours, plain)));
  }

  @Test
  void aFolderStandsForItsLibraries() throws Exception {
    assertEquals(
        path(plain, engine, network), of(engine.getParent().toString()).classPath(path(plain)));
  }

  @Test
  void theClassPathOfThisProcessHasTheLibraries() throws Exception {
    String ours = System.getProperty("java.class.path");
    String replaced = of(engine.toString()).classPath(ours);
    assertTrue(replaced.contains(engine.toString()), replaced);
    int engines = 0;
    for (String entry : replaced.split(File.pathSeparator)) {
      engines += Library.in(Path.of(entry)).equals(Optional.of(Library.ENGINE)) ? 1 : 0;
    }
    assertEquals(1, engines, replaced);
    assertFalse(ours.contains(engine.toString()));
  }

  @Test
  void theNameTellsJarsOfTheSameNameApart() throws Exception {
    Path other = LibraryJars.write(temp.resolve("b/renamed.jar"), "dev.carrylane.tasks");
    String name = of(engine.toString()).name();
    assertTrue(name.matches("renamed\\.jar \\(\\d+ bytes, SHA-256 [0-9a-f]{12}…\\)"), name);
    assertFalse(name.equals(of(other.toString()).name()));
    assertEquals(name + ", " + of(network.toString()).name(), of(path(network, engine)).name());
  }

  @Test
  void whatIsNoLibraryIsRefused() throws Exception {
    assertRefuses(" ", "is empty", "give a jar");
    assertRefuses(
        plain.toString(), plain.toString(), "dev.carrylane.engine, dev.carrylane.network");
    Path text = Files.writeString(temp.resolve("text.txt"), "no jar");
    assertRefuses(text.toString(), text.toString(), "not the jar");
    assertRefuses(Files.createDirectory(temp.resolve("empty")).toString(), "empty' has no jar of");
    Path missing = temp.resolve("missing.jar");
    assertRefuses(path(engine, missing), missing.toString(), "no file");
    assertRefuses(missing.toString(), missing.toString(), "no checkout", "give a jar");
    assertRefuses("\0", "no checkout");
    Path again = LibraryJars.write(temp.resolve("b/again.jar"), "dev.carrylane.engine");
    assertRefuses(path(engine, again), "dev.carrylane.engine twice", again.toString());
  }
}
