package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.CommandFailures;
import dev.carrylane.cli.console.Ending;
import dev.carrylane.cli.console.VersionProvider;
import dev.carrylane.jmh.cold.Peer;
import dev.carrylane.jmh.suite.Tier;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * The command {@code carrylane bench}.
 *
 * <p>Exit codes: 0 for success; {@value #SLOWER} if something became slower than the version it was compared with; 2 for bad input, with
 * one line on standard error; 1 for a bug.
 */
@Command(
    name = "carrylane bench",
    versionProvider = VersionProvider.class,
    sortOptions = false,
    subcommands = CompareCommand.class,
    description = {
      "Measures this machine and writes a page: report.html, report.md, JMH's results.json and environment.json.",
      "",
      "JMH's options and patterns of benchmarks follow: -f 9 (JVMs of each case), -p shape=64x64x64, -prof perfasm;"
          + " -l lists the benchmarks, -h all options of JMH.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0; 3 if something became slower than the other version; 2 for bad input; 1 for a bug."
    })
public final class Bench implements Callable<Integer> {
  /** In this variable the launcher names the checkout. */
  static final String HOME = "CARRYLANE_HOME";

  /** In this variable the launcher names the module path of the command. */
  static final String MODULE_PATH = "CARRYLANE_MODULE_PATH";

  static final int BUG = CommandFailures.BUG;
  static final int SLOWER = 3;

  private final Optional<Peer> peer;

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Under three minutes: few cases, 3 JVMs each.")
  private boolean quick;

  @Option(names = "--full", description = "Everything, 11 JVMs each, as long as it takes.")
  private boolean full;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      split = ",",
      description =
          "Only what it matches: a section (roofline, products, convolutions, scans, sums, cells, forward, step,"
              + " keys, training, load, threads, cold) or a part of a benchmark's name.")
  private List<String> filters = List.of();

  @Option(
      names = "--peers",
      description =
          "Beside OpenBLAS, netlib, EJML, ONNX Runtime and PyTorch, which are downloaded on first use.")
  private boolean peers;

  @Option(
      names = "--cold",
      description =
          "The first second of new JVMs, too; alone with --filter cold. -f says how many JVMs.")
  private boolean cold;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "With --cold: where jsb_clrnn.pt and JSB_Chorales.mat are, for 'eval'.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the page goes; a new folder bench-DATE-TIME by default.")
  private Path out;

  @Option(
      names = "--against",
      paramLabel = "JAR|REVISION",
      description =
          "Beside another version of the libraries, a jar or a revision of this checkout, which is built: at least"
              + " 9 JVMs of each, in turn.")
  private String against;

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      defaultValue = "3",
      description = "With --against: smaller changes do not count; ${DEFAULT-VALUE} by default.")
  private double threshold;

  @Option(
      names = "--shortest",
      hidden = true,
      description = "Every benchmark once, to see that it works: one JVM, one iteration.")
  private boolean shortest;

  @Option(names = "--help", usageHelp = true, description = "Print this.")
  private boolean help;

  @Unmatched private List<String> jmh = new ArrayList<>();

  private Bench(Optional<Peer> peer) {
    this.peer = peer;
  }

  /**
   * Measures without other libraries, and ends the JVM.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    end(Optional.empty(), args);
  }

  /**
   * Measures beside other libraries, and ends the JVM.
   *
   * @param peer the library of the first second
   * @param args the command line
   */
  public static void main(Peer peer, String... args) {
    end(Optional.of(peer), args);
  }

  private static void end(Optional<Peer> peer, String... args) {
    Locale.setDefault(Locale.ROOT); // decimal points, wherever it runs
    Runtime.getRuntime().addShutdownHook(new Thread(Ending::come));
    System.exit(run(System.out, System.err, peer, args));
  }

  /**
   * Runs the command in this JVM; never throws for bad input.
   *
   * @param out standard output
   * @param err standard error
   * @param args the command line
   * @return the exit code
   */
  static int run(PrintStream out, PrintStream err, String... args) {
    return run(out, err, Optional.empty(), args);
  }

  private static int run(PrintStream out, PrintStream err, Optional<Peer> peer, String... args) {
    CommandLine command =
        new CommandLine(new Bench(peer))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setExpandAtFiles(false)
            .setPosixClusteredShortOptionsAllowed(false); // JMH's options are words after one dash
    return CommandFailures.handledBy(command).execute(args);
  }

  @Override
  public Integer call() throws Exception {
    JmhOptions options = JmhOptions.of(jmh);
    if (options.asksForHelp()) {
      JmhOptions.help(jmh);
      return 0;
    }
    if (quick && full) {
      throw new CliException("--quick and --full exclude each other; leave one of them out");
    }
    if (peers && peer.isEmpty()) {
      throw new CliException(
          "--peers needs the libraries, which the launcher fetches; run ./carrylane bench --peers");
    }
    if (!(threshold >= 0 && threshold < 100)) {
      throw new CliException(
          "--threshold is %s; it is a percentage from 0 to below 100".formatted(threshold));
    }
    Tier tier = quick ? Tier.QUICK : full || shortest ? Tier.FULL : Tier.STANDARD;
    List<Pattern> patterns = new ArrayList<>(options.patterns());
    filters.forEach(text -> patterns.add(JmhOptions.pattern(text)));
    BenchRun.Request request =
        new BenchRun.Request(
            command(),
            tier,
            patterns,
            shortest,
            peers,
            cold,
            Optional.ofNullable(data),
            Optional.ofNullable(out),
            Optional.ofNullable(against),
            threshold / 100,
            options,
            peer);
    return new BenchRun(request, spec.commandLine().getOut(), spec.commandLine().getErr()).run();
  }

  /** The command line, as a user would repeat it. */
  private String command() {
    StringBuilder command = new StringBuilder("./carrylane bench");
    for (String word : spec.commandLine().getParseResult().originalArgs()) {
      boolean isPlain = word.matches("[\\w@%+=:,./-]+");
      command.append(' ').append(isPlain ? word : "'" + word.replace("'", "'\\''") + "'");
    }
    return command.toString();
  }
}
