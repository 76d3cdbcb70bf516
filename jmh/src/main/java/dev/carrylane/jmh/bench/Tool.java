package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that another version is fetched or built with.
 *
 * @param command what starts it
 * @param title what to install if it cannot be started
 */
record Tool(String command, String title) {
  static final Tool GIT = new Tool("git", "git");
  static final Tool MAVEN = new Tool("mvn", "Apache Maven 3.8.7 or newer");

  /**
   * What a run left.
   *
   * @param code its exit code
   * @param lines its output and errors, unless they went to a file
   */
  record Ended(int code, List<String> lines) {
    /** {@return the last line, where warnings may stand before the answer} */
    String last() {
      return lines.isEmpty() ? "" : lines.getLast();
    }
  }

  /**
   * Runs it until it ends.
   *
   * @param folder where
   * @param environment is added to that of this process
   * @param log receives what it prints; empty to get it back
   * @param arguments for it
   * @throws CliException if it cannot be started
   */
  Ended run(
      Path folder, Map<String, String> environment, Optional<Path> log, List<String> arguments)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(command);
    line.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    log.ifPresent(file -> builder.redirectOutput(Redirect.to(file.toFile())));
    Process process;
    try {
      process = builder.start();
    } catch (IOException cannotStart) {
      throw new CliException(
          "--against needs '%s' for a git revision, which cannot be started; install %s so that it is on the PATH, or give a jar"
              .formatted(command, title));
    }
    try {
      process.getOutputStream().close();
      List<String> lines = process.inputReader().readAllLines();
      return new Ended(process.waitFor(), lines);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while '%s' ran".formatted(command));
    } finally {
      process.destroy();
    }
  }
}
