package dev.carrylane.jmh.cold;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts JVMs like this one, one at a time, and waits for them to end. */
final class ChildJvm {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final List<String> options;
  private final Path folder;

  /**
   * Starts nothing yet.
   *
   * @param options for each of the JVMs
   * @param folder takes the files that they need in between
   */
  ChildJvm(List<String> options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  /**
   * What a JVM left.
   *
   * @param out its lines on standard output
   * @param start when it was started, in nanoseconds since 1970
   * @param wall nanoseconds from its start to its end, as its parent sees them
   */
  record Ended(List<String> out, long start, long wall) {}

  /** Runs a program that prints figures. */
  Figures figures(List<String> arguments) throws IOException, InterruptedException {
    Ended ended = run(arguments);
    String line =
        ended.out().stream()
            .filter(Figures::isLine)
            .findFirst()
            .orElseThrow(() -> new IOException("no figures came from " + arguments));
    return Figures.parse(line, ended.start());
  }

  /**
   * Runs a JVM until it ends.
   *
   * @throws IOException if it cannot be started, or ends with another exit code than 0
   */
  Ended run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.addAll(options);
    command.addAll(arguments);
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    long start = Figures.now();
    long before = System.nanoTime();
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      List<String> out = process.inputReader().readAllLines();
      int code = process.waitFor();
      long wall = System.nanoTime() - before;
      if (code != 0) {
        throw new IOException(
            "a JVM ended with exit code %d: %s%n%s"
                .formatted(
                    code,
                    String.join(" ", command),
                    Files.readString(errors, Charset.defaultCharset())));
      }
      return new Ended(out, start, wall);
    } finally {
      process.destroy();
    }
  }

  /** A class path of just the jars, or folders, that some classes come from. */
  static String classPath(Stream<Class<?>> classes) {
    return classes
        .map(ChildJvm::origin)
        .distinct()
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private static String origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
