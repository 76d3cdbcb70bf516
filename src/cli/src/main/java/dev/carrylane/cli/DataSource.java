package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.examples.TaskData;
import java.io.IOException;
import java.nio.file.Path;

/** The data of a task, by the options of a command. */
final class DataSource {
  private DataSource() {}

  /**
   * Finds it, and refuses options that the task has no use for, or lacks.
   *
   * @param path what {@code --data} says; null for nothing
   * @param length what {@code --length} says; null for nothing
   */
  static TaskData of(Task task, Path path, Integer length) throws IOException {
    if (task.kind() == Task.Kind.SYNTHETIC) {
      if (path != null) {
        throw new CliException(task + " is drawn from random numbers; leave --data out");
      }
      try {
        return length == null ? TaskData.of(task) : TaskData.of(task).length(length);
      } catch (IllegalArgumentException refused) {
        throw new CliException("--" + refused.getMessage());
      }
    }
    if (length != null) {
      throw new CliException(task + " has the lengths of its data; leave --length out");
    }
    if (path == null) {
      throw new CliException(task + " needs --data PATH, where its data is");
    }
    return TaskData.of(task, path);
  }
}
