package dev.carrylane.cli.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How every command ends that fails: one line for bad input, a stack trace for a bug. */
public final class CommandFailures {
  /** The exit code of a bug. */
  public static final int BUG = 1;

  /** The exit code of bad arguments and files. */
  public static final int BAD_INPUT = 2;

  private CommandFailures() {}

  /**
   * Gives a command these manners.
   *
   * @param command with its output and error streams set
   * @return the same
   */
  public static CommandLine handledBy(CommandLine command) {
    return command
        .setParameterExceptionHandler((e, args) -> badArguments(e))
        .setExecutionExceptionHandler((e, failing, parsed) -> failed(e, failing));
  }

  private static int badArguments(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    StringBuilder line = new StringBuilder(name).append(": ").append(e.getMessage().strip());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        line.append("; did you mean ").append(String.join(" or ", suggestions)).append('?');
      }
    }
    command.getErr().println(Messages.oneLine(line + " (see '" + name + " --help')"));
    return BAD_INPUT;
  }

  private static int failed(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    String message;
    if (e instanceof CliException) {
      message = e.getMessage();
    } else if (e instanceof IOException trouble) {
      message = Messages.of(trouble);
    } else if (e instanceof UncheckedIOException trouble) {
      message = Messages.of(trouble.getCause());
    } else {
      err.println("carrylane: this is a bug in Carrylane; please report it with these lines");
      e.printStackTrace(err);
      return BUG;
    }
    err.println(Messages.oneLine(command.getCommandSpec().qualifiedName() + ": " + message));
    return BAD_INPUT;
  }
}
