package dev.carrylane.cli;

import dev.carrylane.cli.console.CommandFailures;
import dev.carrylane.cli.console.Ending;
import dev.carrylane.cli.console.Messages;
import dev.carrylane.cli.console.VersionProvider;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/**
 * The {@code carrylane} command.
 *
 * <p>Exit codes: 0 for success; 2 for bad input (arguments, files), with one line on standard error
 * that says what is wrong; 1 for a bug in Carrylane, with its stack trace.
 */
@Command(
    name = "carrylane",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    scope = ScopeType.INHERIT,
    description = "Carry-lookahead recurrent networks on the JVM's SIMD lanes.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      ImportCommand.class,
      InspectCommand.class,
      PredictCommand.class,
      ReproduceCommand.class,
      SampleCommand.class,
      BenchCommand.class,
      DoctorCommand.class
    })
public final class Main {
  static final int SUCCESS = 0;
  static final int BUG = CommandFailures.BUG;
  static final int BAD_INPUT = CommandFailures.BAD_INPUT;

  private Main() {}

  /**
   * Runs the command and ends the JVM with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // decimal points, wherever it runs
    Runtime.getRuntime().addShutdownHook(new Thread(Ending::come));
    StandardOutput output = StandardOutput.ofProcess();
    PrintWriter out = new PrintWriter(new OutputStreamWriter(output, System.out.charset()), false);
    PrintWriter err = new PrintWriter(System.err, true);
    int code = run(out, err, args);
    out.flush();
    if (!output.loss().isEmpty()) {
      err.println("carrylane: cannot write to standard output: " + output.loss());
      code = BAD_INPUT;
    }
    err.flush();
    System.exit(code);
  }

  /** Runs the command in this JVM; never throws for bad input. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    try {
      return commandLine(out, err).execute(args);
    } catch (OutOfMemoryError e) {
      err.println(
          "carrylane: out of memory ("
              + Messages.oneLine(String.valueOf(e.getMessage()))
              + "); allow more with CARRYLANE_JAVA_OPTS=-Xmx4g");
      return BAD_INPUT;
    }
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine command = new CommandLine(new Main());
    // Not in the annotation, from which every subcommand would inherit it.
    command
        .getCommandSpec()
        .usageMessage()
        .footer("", "'carrylane COMMAND --help' tells more about a command.");
    return CommandFailures.handledBy(
        command
            .setOut(out)
            .setErr(err)
            .setExpandAtFiles(false)); // an argument that starts with @ is a path like any other
  }
}
