package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** JMH's own options, as a user gave them behind ours. */
final class JmhOptions {
  /** Options of which the report needs none but its own, and what to do instead. */
  private final CommandLineOptions given;

  private JmhOptions(CommandLineOptions given) {
    this.given = given;
  }

  /**
   * Reads them.
   *
   * @param args JMH's options and patterns of benchmarks
   * @return the options
   * @throws CliException if JMH takes them not, or if the report needs to decide them itself
   */
  static JmhOptions of(List<String> args) {
    CommandLineOptions given;
    try {
      given = new Cases(args.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw new CliException(e.getMessage() + "; --help lists the options, -h those of JMH");
    }
    if (given.getResult().hasValue() || given.getResultFormat().hasValue()) {
      throw new CliException(
          "-rf and -rff: JMH's results are always written as JSON beside the page; name the folder with --out");
    }
    if (given.getOutput().hasValue()) {
      throw new CliException("-o: what JMH prints is always kept beside the page, as jmh.log");
    }
    if (given.getForkCount().orElse(1) < 1) {
      throw new CliException(
          "-f 0: a figure needs a JVM of its own for every fork; use -f 1 or more");
    }
    return new JmhOptions(given);
  }

  /** Whether only JMH's lists or help are asked for. */
  boolean asksForHelp() {
    return given.shouldHelp()
        || given.shouldList()
        || given.shouldListWithParams()
        || given.shouldListProfilers()
        || given.shouldListResultFormats();
  }

  /** {@return the number of forks that was given} */
  Optional<Integer> forks() {
    return given.getForkCount().hasValue()
        ? Optional.of(given.getForkCount().get())
        : Optional.empty();
  }

  /** {@return patterns of benchmarks} */
  List<Pattern> patterns() {
    return ((Cases) given).patterns().stream().map(JmhOptions::pattern).toList();
  }

  /**
   * Compiles a pattern of names.
   *
   * @param text a regular expression; case does not matter
   * @return the pattern
   */
  static Pattern pattern(String text) {
    try {
      return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw new CliException(
          "'%s' is no regular expression (%s); put a backslash before what is meant literally"
              .formatted(text, e.getDescription()));
    }
  }

  /**
   * Values that were given to a parameter of benchmarks.
   *
   * @param name the parameter
   * @return the values, if there are some
   */
  Optional<Collection<String>> parameter(String name) {
    return given.getParameter(name).hasValue()
        ? Optional.of(given.getParameter(name).get())
        : Optional.empty();
  }

  /** {@return options for JVMs of other kinds: what was given to all forks} */
  List<String> jvm() {
    return List.copyOf(given.getJvmArgsAppend().orElse(List.of()));
  }

  /** {@return the options of all forks: what was given, else what benchmarks themselves say} */
  Options options() {
    return given;
  }

  /**
   * The options of all forks, with other iterations than benchmarks themselves say where nothing was given.
   *
   * @param warmUps iterations that do not count
   * @param warmUpMilliseconds how long each is
   * @param iterations iterations that count
   * @param milliseconds how long each is
   * @return the options
   */
  Options options(int warmUps, int warmUpMilliseconds, int iterations, int milliseconds) {
    OptionsBuilder builder = new OptionsBuilder();
    builder.parent(given);
    builder.warmupIterations(given.getWarmupIterations().orElse(warmUps));
    builder.warmupTime(
        given.getWarmupTime().orElse(TimeValue.milliseconds(Math.max(1, warmUpMilliseconds))));
    builder.measurementIterations(given.getMeasurementIterations().orElse(iterations));
    builder.measurementTime(
        given.getMeasurementTime().orElse(TimeValue.milliseconds(milliseconds)));
    return builder;
  }

  /** Prints what JMH prints for its own lists and help. */
  static void help(List<String> args) throws IOException {
    org.openjdk.jmh.Main.main(args.toArray(String[]::new));
  }

  /** Benchmarks are chosen from the suite, so JMH is asked for one of them at a time. */
  private static final class Cases extends CommandLineOptions {
    private static final long serialVersionUID = 1L;

    Cases(String... args) throws CommandLineOptionException {
      super(args);
    }

    List<String> patterns() {
      return super.getIncludes();
    }

    @Override
    public List<String> getIncludes() {
      return List.of();
    }
  }
}
