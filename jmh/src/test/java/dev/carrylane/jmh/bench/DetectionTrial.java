package dev.carrylane.jmh.bench;

import dev.carrylane.jmh.results.Changes;
import dev.carrylane.jmh.results.Changes.Change;
import dev.carrylane.jmh.results.Changes.Verdict;
import dev.carrylane.jmh.results.Interval;
import dev.carrylane.jmh.results.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * How reliably {@code bench --against} tells a change on a machine: it compares an engine with slowed kernels with this
 * one, and this one with itself, as a user would, again and again. Takes minutes for each comparison, so that it is
 * no test of the build; from the root of the checkout:
 *
 * <pre>java -cp "jmh/target/test-classes:jmh/target/*:src/engine/target/*:src/network/target/*:src/training/target/*:src/tasks/target/*:src/cli/target/*:jmh/target/lib/*" --add-modules jdk.incubator.vector
 * --sun-misc-unsafe-memory-access=allow dev.carrylane.jmh.bench.DetectionTrial --out DIR --filter ScanBenchmark.affine</pre>
 */
@Command(name = "DetectionTrial")
final class DetectionTrial implements Callable<Integer> {
  private static final String CLASS_PATH = "java.class.path";

  @Option(names = "--slowed", description = "Comparisons of the slowed engine.")
  private int slowed = 5;

  @Option(names = "--same", description = "Comparisons of this engine with itself.")
  private int same = 20;

  @Option(
      names = "--every",
      description = "One of so many calls works twice: 10 is slower by 10 %.")
  private int every = 10;

  @Option(names = "--out", required = true, description = "New folder: jars, reports and trial.md.")
  private Path out;

  /** Everything else is the command's: which cases, how many forks. */
  @Unmatched private List<String> bench = new ArrayList<>();

  private final String classPath = System.getProperty(CLASS_PATH);
  private final List<Attempt> attempts = new ArrayList<>();

  private DetectionTrial() {}

  /**
   * Runs the trial, and ends the JVM: with exit code 0 if all comparisons were right, else 1.
   *
   * @param args the command line
   */
  public static void main(String... args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new DetectionTrial()).execute(args));
  }

  /** What is compared with this engine. */
  private enum Kind {
    SLOWED,
    SAME;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One comparison.
   *
   * @param kind what was compared
   * @param number which of its kind
   * @param exit the command's exit code
   * @param changes what it found, of each case
   * @param seconds it took
   */
  private record Attempt(Kind kind, int number, int exit, List<Change> changes, double seconds) {
    /** A slowed engine is found, and of the same one nothing is claimed, neither slower nor faster. */
    boolean isRight() {
      return switch (kind) {
        case SLOWED -> exit == Bench.SLOWER;
        case SAME -> exit == 0 && count(Verdict.SAME) == changes.size() && !changes.isEmpty();
      };
    }

    long count(Verdict verdict) {
      return changes.stream().filter(change -> change.verdict() == verdict).count();
    }

    String row() {
      return "| %s | %d | %s | %d | %d | %d | %d | %.1f | %s |"
          .formatted(
              kind,
              number,
              isRight() ? "yes" : "**no**",
              exit,
              count(Verdict.SLOWER),
              count(Verdict.FASTER),
              count(Verdict.SAME),
              seconds / 60,
              changes.stream().map(Attempt::effect).collect(Collectors.joining("<br>")));
    }

    private static String effect(Change change) {
      Interval effect = change.effect();
      return "%s %+.1f %% (%+.1f to %+.1f), p = %.2g: %s"
          .formatted(
              change.what(),
              percent(effect.median()),
              percent(effect.low()),
              percent(effect.high()),
              change.adjusted(),
              change.verdict().name().toLowerCase(Locale.ROOT));
    }

    private static double percent(double ratio) {
      return 100 * (ratio - 1);
    }
  }

  @Override
  public Integer call() throws IOException {
    // Paths of one length: what a path's length does to the layout of memory is not what is looked
    // for.
    Path ours = Files.createDirectories(out.toAbsolutePath()).resolve("ours.jar");
    Path copy = out.toAbsolutePath().resolve("copy.jar");
    Path slow = out.toAbsolutePath().resolve("slow.jar");
    SlowedJar.copy(SlowedJar.engine(), ours);
    SlowedJar.copy(ours, copy);
    SlowedJar.write(ours, slow, every);
    // In turn, so that what happens to the machine happens to both kinds.
    for (int i = 1; i <= Math.max(slowed, same); i++) {
      if (i <= slowed) {
        attempt(Kind.SLOWED, i, slow, ours);
      }
      if (i <= same) {
        attempt(Kind.SAME, i, copy, ours);
      }
    }
    return attempts.stream().allMatch(Attempt::isRight) ? 0 : 1;
  }

  /** Compares an engine, as this version's, with another. */
  private void attempt(Kind kind, int number, Path engine, Path other) throws IOException {
    Path report = out.resolve(kind + "-" + number);
    List<String> arguments = new ArrayList<>(bench);
    arguments.addAll(List.of("--against", other.toString(), "--out", report.toString()));
    System.setProperty(
        CLASS_PATH, OtherVersion.of(engine.toString(), null, line -> {}).classPath(classPath));
    long start = System.nanoTime();
    int exit = Bench.run(System.out, System.err, arguments.toArray(String[]::new));
    double seconds = (System.nanoTime() - start) * 1e-9;
    System.setProperty(CLASS_PATH, classPath);
    attempts.add(new Attempt(kind, number, exit, changes(report), seconds));
    System.out.println(attempts.getLast().row());
    write();
  }

  /** What a run found; nothing if it measured nothing, which its exit code tells. */
  private static List<Change> changes(Path report) throws IOException {
    Path ours = report.resolve("results.json");
    Path others = report.resolve("other.json");
    if (!Files.exists(ours) || !Files.exists(others)) {
      return List.of();
    }
    return Changes.of(Results.read(ours), Results.read(others), Changes.THRESHOLD).all();
  }

  private void write() throws IOException {
    try (PrintStream text = new PrintStream(Files.newOutputStream(out.resolve("trial.md")))) {
      text.println("./carrylane bench " + String.join(" ", bench) + " --against JAR");
      text.println();
      for (Kind kind : Kind.values()) {
        text.printf(
            "- %s: right in %d of %d comparisons, %.1f minutes in all%n",
            kind,
            of(kind).stream().filter(Attempt::isRight).count(),
            of(kind).size(),
            of(kind).stream().mapToDouble(Attempt::seconds).sum() / 60);
      }
      text.println();
      text.println(
          "| Engine | Run | Right | Exit code | Slower | Faster | Same | Minutes | Time, against the other engine's |");
      text.println("|---|--:|---|--:|--:|--:|--:|--:|---|");
      attempts.forEach(attempt -> text.println(attempt.row()));
    }
  }

  private List<Attempt> of(Kind kind) {
    return attempts.stream().filter(attempt -> attempt.kind() == kind).toList();
  }
}
