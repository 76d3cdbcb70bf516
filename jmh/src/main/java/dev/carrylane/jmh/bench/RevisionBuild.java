package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The libraries of a git revision, built in a folder of their own below {@code target/against}, from an archive of the
 * revision: nothing of the checkout changes, and git remembers nothing. What was built once is used again.
 */
final class RevisionBuild {
  private static final int LINES_OF_FAILURE = 20;

  private final Path repository;
  private final Consumer<String> progress;
  private final Tool git;
  private final Tool maven;

  /**
   * Builds nothing yet.
   *
   * @param repository the root of the checkout
   * @param progress is told that a build takes a while, and how it failed
   * @param git gets the revision
   * @param maven builds it
   */
  RevisionBuild(Path repository, Consumer<String> progress, Tool git, Tool maven) {
    this.repository = repository.toAbsolutePath();
    this.progress = progress;
    this.git = git;
    this.maven = maven;
  }

  /**
   * The commit that a revision names.
   *
   * @param revision a branch, a tag, a hash or anything else that git takes for a commit
   * @return its hash; empty if there is none
   * @throws CliException if git fails, as it does where there is no repository
   */
  Optional<String> commit(String revision) throws IOException {
    Tool.Ended ended = git("rev-parse", "--verify", "--quiet", revision + "^{commit}");
    if (ended.code() > 1) {
      throw new CliException(
          "--against '%s' is no file, and git finds no revision in %s (%s); give a jar, or a revision from within a checkout"
              .formatted(revision, repository, ended.last()));
    }
    return ended.code() == 0 ? Optional.of(ended.last()) : Optional.empty();
  }

  /** {@return the commit in words: its short hash, and its subject in parentheses} */
  String describe(String commit) throws IOException {
    Tool.Ended ended = git("log", "-1", "--format=%h (%s)", commit);
    return ended.code() == 0 ? ended.last() : commit;
  }

  /**
   * The jars of a commit, which are built unless they were before.
   *
   * @throws CliException if it cannot be built; the last lines of the build went to {@code progress}
   */
  List<Path> jars(String commit) throws IOException {
    Path all = repository.resolve("target").resolve("against");
    Path folder = all.resolve(commit);
    Path built = all.resolve(commit + ".built");
    if (!Files.exists(built)) {
      progress.accept("building revision " + describe(commit) + ", once");
      delete(folder);
      Files.createDirectories(folder);
      extract(commit, folder, all.resolve(commit + ".zip"));
      build(commit, folder, all.resolve(commit + ".log"));
      Files.createFile(built); // last, so that a build that was cut short is made anew
    }
    return find(folder);
  }

  private void extract(String commit, Path folder, Path archive) throws IOException {
    try {
      Tool.Ended ended = git("archive", "--format=zip", "--output=" + archive, commit);
      if (ended.code() != 0) {
        throw new CliException(
            "git cannot give the files of revision %s: %s".formatted(commit, ended.last()));
      }
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          Path file = folder.resolve(entry.getName());
          if (entry.isDirectory()) {
            Files.createDirectories(file);
          } else {
            Files.createDirectories(file.getParent());
            Files.copy(zip, file);
          }
        }
      }
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  private void build(String commit, Path folder, Path log) throws IOException {
    String modules =
        Arrays.stream(Library.values())
            .map(Library::folder)
            .filter(module -> Files.exists(folder.resolve(module).resolve("pom.xml")))
            .collect(Collectors.joining(","));
    if (modules.isEmpty()) {
      throw new CliException(
          "revision %s has none of the libraries (src/engine …); give a later one"
              .formatted(commit));
    }
    String java = System.getProperty("java.home");
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            java,
            "PATH",
            Path.of(java, "bin") + File.pathSeparator + System.getenv().getOrDefault("PATH", ""),
            "MAVEN_OPTS",
            System.getenv().getOrDefault("MAVEN_OPTS", "")
                + " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow");
    List<String> arguments =
        List.of(
            "-q",
            "-B",
            "-Dstyle.color=never",
            "-Dmaven.test.skip=true",
            "-pl",
            modules,
            "-am",
            "package");
    if (maven.run(folder, environment, Optional.of(log), arguments).code() != 0) {
      List<String> lines = Files.readAllLines(log);
      lines.subList(Math.max(0, lines.size() - LINES_OF_FAILURE), lines.size()).forEach(progress);
      throw new CliException(
          "revision %s cannot be built; the reasons are in %s".formatted(commit, log));
    }
  }

  private static List<Path> find(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Library library : Library.values()) {
      Path target = folder.resolve(library.folder()).resolve("target");
      if (Files.isDirectory(target)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(target, "carrylane-*.jar")) {
          for (Path each : files) {
            if (Library.in(each).isPresent()) {
              jars.add(each);
            }
          }
        }
      }
    }
    return jars;
  }

  private Tool.Ended git(String... arguments) throws IOException {
    return git.run(repository, Map.of(), Optional.empty(), List.of(arguments));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
