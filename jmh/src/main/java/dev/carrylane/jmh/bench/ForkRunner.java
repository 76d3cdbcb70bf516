package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.jmh.suite.Case;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs single forks by JMH. What JMH and the forks print goes to a log; of it, what forks say of themselves is kept. Used by one thread. */
final class ForkRunner {
  /** JMH gives its forks the class path that this property names when they are started. */
  private static final String CLASS_PATH = "java.class.path";

  /** So forks tell of the backend or of a library's kernels; JMH may have begun the line. */
  private static final Pattern NOTE =
      Pattern.compile("# (backend: .*|OpenBLAS: .*|netlib: .*|PyTorch: .*|ONNX Runtime: .*)$");

  private static final int LAST_LINES = 3;

  private final Options options;
  private final PrintStream log;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * Runs nothing yet.
   *
   * @param options for all forks: JMH's, as a user gave them
   * @param log receives everything that is printed
   */
  ForkRunner(Options options, PrintStream log) {
    this.options = options;
    this.log = log;
  }

  /** A fork that gave no result. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private Failed(String message) {
      super(message);
    }
  }

  /**
   * Runs one JVM.
   *
   * @param one what it measures
   * @param classPath its class path
   * @return JMH's result, of one fork
   * @throws Failed if there is none; the message is one line
   */
  RunResult run(Case one, String classPath) throws Failed {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
    PrintStream standardOutput = System.out;
    PrintStream standardError = System.err;
    String before = System.getProperty(CLASS_PATH);
    System.setProperty(CLASS_PATH, classPath);
    // JMH writes there what benchmarks print, whatever output it was given.
    System.setOut(out);
    System.setErr(out);
    try {
      Collection<RunResult> results =
          new Runner(
                  optionsOf(one), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL))
              .run();
      if (results.size() != 1) {
        throw new Failed("gave no result; " + lastLines(printed));
      }
      return results.iterator().next();
    } catch (RunnerException e) {
      if (String.valueOf(e.getMessage()).contains("Another JMH instance")) {
        throw new CliException(
            "another JMH run is under way on this machine, and both would be slower; wait for its end");
      }
      throw new Failed(reason(e) + lastLines(printed));
    } finally {
      System.setOut(standardOutput);
      System.setErr(standardError);
      System.setProperty(CLASS_PATH, before);
      keep(printed);
    }
  }

  private Options optionsOf(Case one) {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .parent(options)
            .include("^" + Pattern.quote(one.fullName()) + "$")
            .forks(1)
            .warmupForks(0)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class);
    one.parameters().forEach(builder::param);
    return builder.build();
  }

  private static String reason(RunnerException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause.getSuppressed().length > 0) {
      cause = cause.getSuppressed()[0];
    }
    String message = String.valueOf(cause.getMessage());
    return cause.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("") + "; ";
  }

  private static String lastLines(ByteArrayOutputStream printed) {
    List<String> lines = new ArrayList<>(printed.toString(StandardCharsets.UTF_8).lines().toList());
    lines.removeIf(String::isBlank);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()))
        .strip();
  }

  private void keep(ByteArrayOutputStream printed) {
    try {
      printed.writeTo(log);
      log.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e); // a print stream throws none
    }
    for (String line : printed.toString(StandardCharsets.UTF_8).lines().toList()) {
      var note = NOTE.matcher(line.strip());
      if (note.find()) {
        notes.add(note.group(1));
      }
    }
  }

  /** {@return what forks said of themselves, each once} */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
