package dev.carrylane.jmh.report;

import dev.carrylane.jmh.report.Block.Text;
import dev.carrylane.jmh.report.Block.Warning;
import dev.carrylane.jmh.results.Changes;
import dev.carrylane.jmh.results.Environment;
import java.util.ArrayList;
import java.util.List;

/** What a reader must know before anything else: what was run, how figures come about, and what is wrong with them. */
final class Head {
  private Head() {}

  static List<Block> blocks(Run run, Ceilings ceilings) {
    Environment environment = run.environment();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Text(
            "Measured on %s with Carrylane %s%s; the %s suite."
                .formatted(
                    date(environment.date()),
                    environment.version(),
                    run.other().isPresent() ? " beside " + ChangesPart.other(run) : "",
                    environment.tier())));
    blocks.add(new Block.Command(environment.command()));
    blocks.add(new Text(method(run)));
    if (environment.completed() < environment.forks()) {
      blocks.add(
          new Warning(
              "Not complete.",
              "%d of %d rounds are finished: some cases have fewer JVMs than others."
                  .formatted(environment.completed(), environment.forks())));
    }
    if (run.noise().isLoud()) {
      blocks.add(
          new Warning(
              "The machine was not steady.",
              "The same work varied by %s over this run. Ratios nearer to 1 than that are grey, and so are times whose own JVMs"
                      .formatted(Quantity.SHARE.text(run.noise().spread()))
                  + " differ by more than a tenth: they say nothing about which side is faster."));
    }
    int tooFast = ceilings.tooFast(run);
    if (tooFast > 0) {
      blocks.add(
          new Warning(
              "The limits were measured too low.",
              "%s in this run faster than the limits measured in it, which cannot be: the machine was slower while they were measured,"
                      .formatted(tooFast == 1 ? "1 case is" : tooFast + " cases are")
                  + " or holds more in its caches than it says. Shares of the limit are too high by as much."));
    }
    if (!environment.failures().isEmpty()) {
      List<String> failures = new ArrayList<>();
      environment.failures().forEach((what, why) -> failures.add(what + ": " + why));
      blocks.add(
          new Warning(
              Words.plural(failures.size(), "case") + " could not be measured.",
              String.join("; ", failures)));
    }
    run.other()
        .map(other -> Changes.of(run.results(), other, environment.threshold()))
        .ifPresent(changes -> blocks.add(verdict(changes)));
    return blocks;
  }

  /** To the minute. */
  private static String date(String instant) {
    return instant.replaceFirst("^(\\S{10})T(\\d\\d:\\d\\d):.*Z$", "$1, $2 UTC");
  }

  private static String method(Run run) {
    int forks = run.environment().forks();
    if (forks == 1) {
      return "Each figure is from one JVM: nothing here may be concluded from.";
    }
    return run.hasRanges()
        ? "Each figure is the median of %d JVMs; what stands below it and the bars are ranges, from the least to the greatest, and claim nothing."
            .formatted(forks)
        : "Each figure is the median of %d JVMs; what stands below it and the bars are 95 %% bootstrap intervals over JVMs."
            .formatted(forks);
  }

  private static Text verdict(Changes changes) {
    long slower = count(changes, Changes.Verdict.SLOWER);
    long faster = count(changes, Changes.Verdict.FASTER);
    String text =
        changes.anyTooFew()
            ? "Too few JVMs to tell whether anything changed. "
            : "Of %d cases %d became slower and %d faster. "
                .formatted(changes.all().size(), slower, faster);
    return new Text(text, ChangesPart.ID, "See the changes");
  }

  private static long count(Changes changes, Changes.Verdict verdict) {
    return changes.all().stream().filter(each -> each.verdict() == verdict).count();
  }
}
