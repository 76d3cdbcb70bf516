package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.IntervalChart;
import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.results.Changes;
import dev.carrylane.jmh.results.Changes.Change;
import dev.carrylane.jmh.results.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What another version took for the same cases. */
final class ChangesPart {
  static final String ID = "changes";

  private ChangesPart() {}

  static Optional<Part> part(Run run) {
    if (run.other().isEmpty()) {
      return Optional.empty();
    }
    double threshold = run.environment().threshold();
    Changes changes = Changes.of(run.results(), run.other().get(), threshold);
    List<Line> lines = new ArrayList<>();
    for (Change change : changes.all()) {
      lines.add(line(run, run.label(change.what()), change));
    }
    String text =
        "Time of this version divided by that of %s, forks of both in turn. A change counts where a Mann–Whitney test of at least %d"
                .formatted(other(run), Changes.FORKS)
            + " forks a side finds it, at %s for all cases together (Holm), and it is at least %s."
                .formatted(Words.percent(Changes.LEVEL), Words.percent(threshold));
    return Optional.of(
        new Part(
            ID,
            "Changes",
            List.of(
                new Block.Text(text),
                new Block.Command(run.environment().command()),
                new Block.Charts(List.of(chart(run, changes, threshold))),
                new Table(
                    List.of(
                        new Column("What"),
                        new Column("Effect", "time ÷ the other’s"),
                        new Column("p", "of the test alone"),
                        new Column("p", "for all cases"),
                        new Column("Verdict")),
                    lines))));
  }

  static String other(Run run) {
    return run.environment().other() == null ? "the other version" : run.environment().other();
  }

  private static Line line(Run run, String label, Change change) {
    return new Line(
        "",
        List.of(
            Cell.text(label).to(run.anchor(change.what())),
            Cell.of(change.effect(), Quantity.EFFECT)
                .grey(
                    change.verdict() == Changes.Verdict.SAME
                        || change.verdict() == Changes.Verdict.TOO_FEW),
            Cell.number(change.p(), probability(change.p())),
            Cell.number(change.adjusted(), probability(change.adjusted())),
            Cell.text(verdict(change.verdict()))));
  }

  private static String probability(double p) {
    return p < 1e-4 ? "< 0.0001" : Quantity.number(p);
  }

  /** What is concluded, in words. */
  static String verdict(Changes.Verdict verdict) {
    return switch (verdict) {
      case SLOWER -> "slower";
      case FASTER -> "faster";
      case SAME -> "no change found";
      case TOO_FEW -> "too few JVMs to tell";
    };
  }

  private static Block.Chart chart(Run run, Changes changes, double threshold) {
    double least = 1 / (1 + 2 * threshold);
    double greatest = 1 + 2 * threshold;
    for (Change change : changes.all()) {
      least = Math.min(least, Ranges.least(change.effect()));
      greatest = Math.max(greatest, Ranges.greatest(change.effect()));
    }
    IntervalChart chart =
        new IntervalChart(Axis.ratios("time ÷ the other version’s", least, greatest))
            .reference(1)
            .band(1 - threshold, 1 + threshold);
    List<Change> ascending = new ArrayList<>(changes.all());
    ascending.sort(Comparator.comparingDouble(change -> change.effect().median()));
    for (Change change : ascending) {
      Interval effect = change.effect();
      int style =
          switch (change.verdict()) {
            case SLOWER -> 1;
            case FASTER -> 2;
            default -> 7;
          };
      String label = run.label(change.what());
      chart.line(label, style, effect.median(), effect.low(), effect.high());
    }
    return new Block.Chart(
        "Effect on each case: right of the shaded threshold is slower, left of it faster",
        chart::write);
  }
}
