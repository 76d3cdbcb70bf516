package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.Dot;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.cli.chart.Point;
import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.results.Scaling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What more threads give, and what Amdahl's law makes of it. */
final class ThreadsPart {
  static final String ID = "scaling";

  private ThreadsPart() {}

  /** All series of a run that have one thread and more. */
  static Map<Series, Scaling> of(Run run) {
    Map<Series, Scaling> all = new LinkedHashMap<>();
    for (Series series : Series.by(run, "threads")) {
      int[] threads = series.cases().stream().mapToInt(series::number).toArray();
      if (threads[0] == 1) {
        all.put(series, Scaling.of(threads, series.seconds()));
      }
    }
    return all;
  }

  static Optional<Part> part(Run run) {
    Map<Series, Scaling> all = of(run);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    List<Block.Chart> charts = new ArrayList<>();
    all.forEach(
        (series, scaling) -> {
          for (Scaling.Point point : scaling.points()) {
            if (point.threads() > 1) {
              lines.add(line(run, series, scaling, point));
            }
          }
          charts.add(chart(series, scaling));
        });
    return Optional.of(
        new Part(
            ID,
            "Scaling with threads",
            List.of(
                new Block.Text(
                    "Efficiency is the speed-up divided by the number of threads. The parallel share is fitted by Amdahl’s law to all"
                        + " numbers of threads of a row; what is left of it one thread does alone."),
                new Block.Command(Commands.filtered(run, "threads", "")),
                new Table(
                    List.of(
                        new Column("What"),
                        new Column("Threads"),
                        new Column("Times as fast"),
                        new Column("Efficiency"),
                        new Column("Parallel share")),
                    lines),
                new Block.Charts(charts))));
  }

  private static Line line(Run run, Series series, Scaling scaling, Scaling.Point point) {
    Measured one =
        series.cases().stream()
            .filter(each -> series.number(each) == point.threads())
            .findFirst()
            .orElseThrow();
    return new Line(
        "",
        List.of(
            Cell.text(series.name()).to(run.anchor(one.what())),
            Cell.number(point.threads(), "" + point.threads()),
            Cell.of(point.speedUp(), Quantity.RATIO).grey(!run.noise().comparable(point.speedUp())),
            Cell.of(point.efficiency(), Quantity.SHARE),
            Cell.of(scaling.parallelShare(), Quantity.SHARE)));
  }

  private static Block.Chart chart(Series series, Scaling scaling) {
    int most = scaling.points().stream().mapToInt(Scaling.Point::threads).max().orElse(1);
    double greatest = most;
    List<Dot> dots = new ArrayList<>();
    List<Axis.Tick> ticks = new ArrayList<>();
    for (Scaling.Point point : scaling.points()) {
      var speedUp = point.speedUp();
      dots.add(new Dot(point.threads(), speedUp.median(), speedUp.low(), speedUp.high()));
      greatest = Math.max(greatest, Ranges.greatest(speedUp));
      ticks.add(new Axis.Tick(point.threads(), "" + point.threads()));
    }
    List<Point> amdahl =
        IntStream.rangeClosed(0, 40)
            .mapToObj(i -> 1 + (most - 1) * i / 40.0)
            .map(threads -> new Point(threads, amdahl(scaling, threads)))
            .toList();
    LineChart chart =
        new LineChart(
                new Axis("threads", 1, most, false, ticks),
                Axis.linear("times as fast", 0, greatest))
            .bare("ideal", 7, List.of(new Point(1, 1), new Point(most, most)))
            .bare("Amdahl’s law", 4, amdahl)
            .dots("measured", 0, dots);
    return new Block.Chart(series.name() + ": speed-up by threads", chart::write);
  }

  private static double amdahl(Scaling scaling, double threads) {
    return 1 / (1 - scaling.parallelShare().median() * (1 - 1 / threads));
  }
}
