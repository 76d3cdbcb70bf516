package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The libraries that this version's are compared with. This version's benchmarks run on both sides: with others, a
 * changed benchmark would be taken for a changed kernel.
 */
final class OtherVersion {
  private static final int DIGITS = 12;

  private final String name;
  private final Map<Library, Path> jars;

  private OtherVersion(String name, Map<Library, Path> jars) {
    this.name = name;
    this.jars = jars;
  }

  /**
   * Takes another version as it is, or builds it.
   *
   * @param argument jars, separated as in a class path, or a folder of jars; else, if there is no such file, a git
   *     revision. Libraries that it does not have stay this version's. A folder's other jars do not
   *     matter
   * @param repository the root of the checkout that knows the revision; null if this version was installed without
   * @param progress is told that a build takes a while, and how it failed
   * @throws CliException if it is neither, or cannot be built
   * @throws IOException if a file cannot be read or written
   */
  static OtherVersion of(String argument, Path repository, Consumer<String> progress)
      throws IOException {
    return of(argument, repository, progress, Tool.GIT, Tool.MAVEN);
  }

  /** For tests: with other tools than those on the PATH. */
  static OtherVersion of(
      String argument, Path repository, Consumer<String> progress, Tool git, Tool maven)
      throws IOException {
    if (argument.isBlank()) {
      throw new CliException("--against is empty; give a jar or a git revision");
    }
    if (argument.contains(File.pathSeparator) || file(argument).isPresent()) {
      Map<Library, Path> jars = distinct(named(argument), argument);
      List<String> names = new ArrayList<>();
      for (Path jar : jars.values()) {
        names.add(describe(jar));
      }
      return new OtherVersion(String.join(", ", names), jars);
    }
    if (repository == null) {
      throw new CliException(
          "--against '%s' is no file, and no checkout is here that could have a revision of that name; give a jar"
              .formatted(argument));
    }
    RevisionBuild build = new RevisionBuild(repository, progress, git, maven);
    String commit =
        build
            .commit(argument)
            .orElseThrow(
                () ->
                    new CliException(
                        "--against '%s' is neither a file nor a revision of %s; 'git fetch' it, or give a jar"
                            .formatted(argument, repository)));
    return new OtherVersion(
        "revision " + build.describe(commit), distinct(build.jars(commit), argument));
  }

  private static Optional<Path> file(String argument) {
    try {
      return Optional.of(Path.of(argument)).filter(Files::exists);
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  /** The jars that an argument names. */
  private static List<Path> named(String argument) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String part : argument.split(File.pathSeparator)) {
      Path path =
          file(part)
              .orElseThrow(
                  () -> new CliException("--against names '%s', which is no file".formatted(part)));
      if (Files.isDirectory(path)) {
        // A folder of libraries has others than ours, too.
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.jar")) {
          for (Path each : new TreeSet<>(list(files))) {
            if (Library.in(each).isPresent()) {
              jars.add(each);
            }
          }
        }
      } else if (Library.in(path).isPresent()) {
        jars.add(path);
      } else {
        throw new CliException(
            "--against names '%s', which is not the jar of a library of Carrylane; give one of %s"
                .formatted(path, Library.names()));
      }
    }
    return jars;
  }

  private static List<Path> list(DirectoryStream<Path> files) {
    List<Path> all = new ArrayList<>();
    files.forEach(all::add);
    return all;
  }

  private static Map<Library, Path> distinct(List<Path> jars, String argument) throws IOException {
    Map<Library, Path> distinct = new EnumMap<>(Library.class);
    for (Path jar : jars) {
      Library library =
          Library.in(jar).orElseThrow(() -> new IllegalStateException(jar.toString()));
      Path before = distinct.put(library, jar.toAbsolutePath());
      if (before != null) {
        throw new CliException(
            "--against '%s' has %s twice, %s and %s; keep one of them"
                .formatted(argument, library.module(), before, jar));
      }
    }
    if (distinct.isEmpty()) {
      throw new CliException(
          "--against '%s' has no jar of %s; give one of them, or a git revision"
              .formatted(argument, Library.names()));
    }
    return distinct;
  }

  private static String describe(Path jar) throws IOException {
    byte[] bytes = Files.readAllBytes(jar);
    String hash;
    try {
      hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
    return String.format(
        Locale.ROOT,
        "%s (%,d bytes, SHA-256 %s…)",
        jar.getFileName(),
        bytes.length,
        hash.substring(0, DIGITS));
  }

  /** {@return what it is, in a few words} */
  String name() {
    return name;
  }

  /**
   * A class path with this version's libraries in place of others.
   *
   * @param ours the other class path, in which a library may occur more than once, as a jar or as a folder of classes
   * @return it with this version's jar for the first of them and none for the rest; what was not there is at its end
   * @throws UncheckedIOException if an entry cannot be read
   */
  String classPath(String ours) {
    try {
      return replaced(ours);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String replaced(String ours) throws IOException {
    List<String> entries = new ArrayList<>();
    Set<Library> missing = EnumSet.copyOf(jars.keySet());
    for (String entry : ours.split(File.pathSeparator, -1)) {
      Optional<Library> library = Library.in(Path.of(entry)).filter(jars::containsKey);
      if (library.isEmpty()) {
        entries.add(entry);
      } else if (missing.remove(library.get())) {
        entries.add(jars.get(library.get()).toString());
      }
    }
    missing.forEach(library -> entries.add(jars.get(library).toString()));
    return String.join(File.pathSeparator, entries);
  }
}
