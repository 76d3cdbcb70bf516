package dev.carrylane.jmh.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.cli.console.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revision of a small repository as another version, with a stand-in for Maven that notes how it was called. */
class RevisionBuildTest {
  @TempDir Path temp;
  private Path repository;
  private Path calls;
  private Tool maven;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void makeRepository() throws Exception {
    repository = Files.createDirectory(temp.resolve("repository"));
    Path jar = LibraryJars.write(temp.resolve("built.jar"), "dev.carrylane.engine");
    calls = temp.resolve("calls");
    maven =
        script(
            """
            echo "$PWD $JAVA_HOME $*" >> '%s'
            if grep -q broken src/engine/pom.xml; then
              echo 'it is broken'
              exit 1
            fi
            mkdir src/engine/target
            cp '%s' src/engine/target/carrylane-engine-1.jar
            """
                .formatted(calls, jar));
    git("init", "-q");
    commit("works", "First subject");
  }

  private Tool script(String text) throws IOException {
    Path file = Files.writeString(temp.resolve("fake-mvn"), "#!/bin/sh\nset -e\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Tool(file.toString(), "nothing");
  }

  private String git(String... arguments) throws Exception {
    Tool.Ended ended =
        Tool.GIT.run(
            repository,
            Map.of(
                "GIT_AUTHOR_NAME",
                "A",
                "GIT_AUTHOR_EMAIL",
                "a@b",
                "GIT_COMMITTER_NAME",
                "A",
                "GIT_COMMITTER_EMAIL",
                "a@b"),
            Optional.empty(),
            List.of(arguments));
    assertEquals(0, ended.code(), () -> ended.lines().toString());
    return ended.last();
  }

  private void commit(String content, String subject) throws Exception {
    Path module = Files.createDirectories(repository.resolve("src/engine"));
    Files.writeString(module.resolve("pom.xml"), content);
    git("add", ".");
    git("commit", "-q", "-m", subject);
  }

  private OtherVersion of(String revision) throws Exception {
    return of(revision, Tool.GIT, maven);
  }

  private OtherVersion of(String revision, Tool git, Tool mvn) throws Exception {
    return OtherVersion.of(revision, repository, progress::add, git, mvn);
  }

  private String refusal(String revision, Tool git, Tool mvn) {
    String message = assertThrows(CliException.class, () -> of(revision, git, mvn)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void anEarlierRevisionIsBuiltOnce() throws Exception {
    String commit = git("rev-parse", "HEAD");
    commit("broken", "Second subject");
    Path folder = repository.resolve("target/against").resolve(commit);
    OtherVersion other = of("HEAD~1");
    assertEquals(
        folder.resolve("src/engine/target/carrylane-engine-1.jar").toString(),
        other.classPath(temp.resolve("built.jar").toString()));
    assertTrue(other.name().matches("revision [0-9a-f]{7,} \\(First subject\\)"), other.name());
    assertEquals(other.name(), of(commit).name());
    assertEquals(
        List.of(
            folder
                + " "
                + System.getProperty("java.home")
                + " -q -B -Dstyle.color=never -Dmaven.test.skip=true -pl src/engine -am package"),
        Files.readAllLines(calls));
    assertTrue(progress.getFirst().startsWith("building revision"));
    assertEquals("", git("status", "--porcelain", "--", "src"));
    assertEquals(1, git("worktree", "list").lines().count());
  }

  @Test
  void aBuildThatWasCutShortIsMadeAnew() throws Exception {
    String commit = git("rev-parse", "HEAD");
    Path folder = repository.resolve("target/against").resolve(commit);
    Path left = Files.createDirectories(folder.resolve("src/engine/target")).resolve("left");
    LibraryJars.write(
        folder.resolve("src/engine/target/carrylane-engine-0.jar"), "dev.carrylane.engine");
    Files.createFile(left);
    of("HEAD");
    assertFalse(Files.exists(left));
    assertEquals(1, Files.readAllLines(calls).size());
  }

  @Test
  void aFailedBuildShowsItsLastLines() throws Exception {
    commit("broken", "Second subject");
    for (int i = 1; i <= 2; i++) {
      String message = refusal("HEAD", Tool.GIT, maven);
      assertTrue(message.contains("cannot be built"), message);
      assertTrue(
          Files.readString(Path.of(message.substring(message.lastIndexOf(' ') + 1)))
              .contains("it is broken"));
      assertEquals(i, Files.readAllLines(calls).size(), "a failure is not kept");
    }
    assertTrue(progress.contains("it is broken"));
  }

  @Test
  void whatCannotBeBuiltIsRefused() throws Exception {
    Tool none = new Tool(temp.resolve("none").toString(), "the tool");
    String message = refusal("nonsense", Tool.GIT, maven);
    assertTrue(message.contains("'nonsense' is neither a file nor a revision"), message);
    message = refusal("HEAD", none, maven);
    assertTrue(message.contains(none.command()) && message.contains("install the tool"), message);
    message = refusal("HEAD", Tool.GIT, none);
    assertTrue(message.contains(none.command()) && message.contains("install the tool"), message);
    git("rm", "-q", "-r", "src");
    git("commit", "-q", "-m", "Empty", "--allow-empty");
    message = refusal("HEAD", Tool.GIT, maven);
    assertTrue(message.contains("none of the libraries"), message);
    repository = Files.createDirectory(temp.resolve("no-repository"));
    message = refusal("HEAD", Tool.GIT, maven);
    assertTrue(message.contains("git finds no revision in " + repository), message);
  }
}
