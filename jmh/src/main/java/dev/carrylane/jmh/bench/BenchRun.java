package dev.carrylane.jmh.bench;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.Ending;
import dev.carrylane.cli.console.Progress;
import dev.carrylane.cli.console.VersionProvider;
import dev.carrylane.jmh.cold.FirstSecond;
import dev.carrylane.jmh.cold.Peer;
import dev.carrylane.jmh.results.Changes;
import dev.carrylane.jmh.results.Environment;
import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Suite;
import dev.carrylane.jmh.suite.Tier;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.options.Options;

/** One run of the command: measures, and after each round leaves a page of what is known. Used by one thread. */
final class BenchRun {
  private static final String COLD_SECTION = "cold";

  /** The standard number is the least whose interval of the median is more than the least and the greatest. */
  private static final Map<Tier, Integer> FORKS =
      Map.of(Tier.QUICK, 3, Tier.STANDARD, 6, Tier.FULL, 11);

  private static final int COLD_JVMS = 10;
  private static final int QUICK_COLD_JVMS = 3;

  /** Seconds of a fork where none has been measured: a JVM's start, its warm-up and its iterations. */
  private static final double USUAL_FORK = 2.5;

  private final Request request;
  private final PrintWriter out;
  private final PrintWriter err;
  private final int forks;
  private final Plan plan;
  private final boolean measuresFirstSecond;
  private final String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();

  /**
   * What is asked for.
   *
   * @param command the command line
   * @param tier how much of the suite
   * @param filters which parts; all if empty
   * @param shortest whether every benchmark is run once, for a moment
   * @param peers whether other libraries are measured
   * @param cold whether the first second is measured
   * @param data for the evaluation of the first second
   * @param out the folder; a new one if empty
   * @param against the version to compare with
   * @param threshold the least change that counts, as a share
   * @param jmh JMH's options
   * @param peer the library of the first second
   */
  record Request(
      String command,
      Tier tier,
      List<Pattern> filters,
      boolean shortest,
      boolean peers,
      boolean cold,
      Optional<Path> data,
      Optional<Path> out,
      Optional<String> against,
      double threshold,
      JmhOptions jmh,
      Optional<Peer> peer) {}

  /**
   * Plans a run.
   *
   * @param request what is asked for
   * @param out receives the page's path and what changed
   * @param err receives progress
   * @throws CliException if there is nothing to measure, or too little to compare
   */
  BenchRun(Request request, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.out = out;
    this.err = err;
    forks = forks(request);
    plan =
        Plan.of(
            Suite.sections(),
            new Plan.Choice(
                request.tier(),
                request.filters(),
                request.shortest(),
                request.peers(),
                request.jmh()::parameter));
    measuresFirstSecond =
        request.cold()
            && (request.filters().isEmpty()
                || request.filters().stream().anyMatch(f -> f.matcher(COLD_SECTION).matches()));
    if (measuresFirstSecond) {
      request.data().ifPresent(FirstSecond::requireData);
    }
    if (plan.cases().isEmpty() && !measuresFirstSecond) {
      throw new CliException(
          "nothing in the suite matches %s; --help names the sections, -l lists the benchmarks"
              .formatted(request.filters().stream().map(f -> "'" + f.pattern() + "'").toList()));
    }
  }

  private static int forks(Request request) {
    int usual = request.shortest() ? 1 : FORKS.get(request.tier());
    if (request.against().isEmpty()) {
      return request.jmh().forks().orElse(usual);
    }
    int forks = request.jmh().forks().orElse(Math.max(usual, Changes.FORKS));
    if (forks < Changes.FORKS) {
      throw new CliException(
          "-f %d: a change is told by at least %d JVMs of each version; leave -f out"
              .formatted(forks, Changes.FORKS));
    }
    return forks;
  }

  private Options options() {
    if (request.shortest()) {
      return request.jmh().options(0, 1, 1, 10);
    }
    return request.tier() == Tier.QUICK
        ? request.jmh().options(2, 200, 3, 100)
        : request.jmh().options();
  }

  /** Measures, and returns the exit code. */
  int run() throws IOException {
    Optional<OtherVersion> other = Optional.empty();
    if (request.against().isPresent()) {
      String home = System.getenv(Bench.HOME);
      Path repository = home == null ? null : Path.of(home);
      other = Optional.of(OtherVersion.of(request.against().get(), repository, err::println));
    }
    ReportFolder folder = ReportFolder.create(request.out());
    String ours = System.getProperty("java.class.path");
    try (PrintStream log = folder.log()) {
      Measuring measuring =
          new Measuring(folder, new ForkRunner(options(), log), other, ours, new Probe());
      Ending.inTime(measuring.rounds::stop, measuring::run);
      return finish(measuring.rounds, folder);
    }
  }

  /** What a run needs while it measures. */
  private final class Measuring {
    private final ReportFolder folder;
    private final ForkRunner runner;
    private final Optional<OtherVersion> other;
    private final Probe probe;
    private final Rounds rounds;

    Measuring(
        ReportFolder folder,
        ForkRunner runner,
        Optional<OtherVersion> other,
        String ours,
        Probe probe) {
      this.folder = folder;
      this.runner = runner;
      this.other = other;
      this.probe = probe;
      rounds =
          new Rounds(
              plan, forks, runner, probe, ours, other.map(version -> version.classPath(ours)));
    }

    void run() throws IOException {
      probe.read();
      if (!plan.cases().isEmpty()) {
        err.printf(
            "%d cases, %d JVMs each%s: about %s; after every round, the page so far is in %s%n",
            plan.cases().size(),
            forks,
            other.isPresent() ? " and of each version" : "",
            minutes(rounds.forks() * USUAL_FORK),
            folder);
        err.flush();
        runRounds();
      }
      if (measuresFirstSecond && !rounds.isStopped()) {
        measureFirstSecond();
      }
      if (measuresFirstSecond || rounds.isStopped()) {
        write();
      }
    }

    private void runRounds() throws IOException {
      long began = System.nanoTime();
      try (Progress progress = Progress.of("bench", rounds.forks())) {
        rounds.run(
            new Rounds.Listener() {
              @Override
              public void begins(int round, Case one) {
                progress.say(" round %d of %d: %s".formatted(round + 1, forks, one));
              }

              @Override
              public void ended() {
                progress.step();
              }

              @Override
              public void completed(int round) throws IOException {
                write();
                double left =
                    (System.nanoTime() - began) * 1e-9 / (round + 1) * (forks - round - 1);
                progress.print(
                    err,
                    left == 0
                        ? "all %d rounds done".formatted(forks)
                        : "round %d of %d done, about %s left"
                            .formatted(round + 1, forks, minutes(left)));
              }
            });
      }
    }

    private void measureFirstSecond() throws IOException {
      int usual = request.tier() == Tier.QUICK ? QUICK_COLD_JVMS : COLD_JVMS;
      FirstSecond.Settings settings =
          new FirstSecond.Settings(
              request.jmh().forks().orElse(usual),
              request.data(),
              Optional.ofNullable(System.getenv(Bench.MODULE_PATH)),
              request.jmh().jvm());
      Optional<Peer> peer = request.peers() ? request.peer() : Optional.empty();
      try {
        FirstSecond.measure(peer, settings, folder.cold(), err);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        if (!rounds.isStopped()) { // else what ended the JVMs ends this one, too
          throw e;
        }
      }
    }

    private void write() throws IOException {
      folder.write(
          rounds.measured(),
          rounds.measuredOfOther(),
          new Environment(
              request.command(),
              date,
              VersionProvider.version(),
              other.map(OtherVersion::name).orElse(null),
              request.threshold(),
              request.tier().name().toLowerCase(Locale.ROOT),
              forks,
              rounds.completed(),
              EnvironmentRecorder.machine(),
              runner.notes(),
              probe.readings(),
              rounds.failures()));
    }
  }

  private static String minutes(double seconds) {
    return seconds < 90
        ? "%.0f seconds".formatted(seconds)
        : "%.0f minutes".formatted(seconds / 60);
  }

  /** Says where the page is, and what to think of it. */
  private int finish(Rounds rounds, ReportFolder folder) throws IOException {
    rounds
        .failures()
        .forEach((what, why) -> err.println("carrylane bench: " + what + " failed: " + why));
    out.println(folder.page());
    if (request.against().isPresent() && !rounds.isStopped()) {
      Changes changes = folder.changes(request.threshold());
      changes.all().forEach(change -> out.println(ChangeLine.of(change)));
      if (changes.anySlower()) {
        return Bench.SLOWER;
      }
    }
    return rounds.failures().isEmpty() ? 0 : Bench.BUG;
  }
}
