package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.Dot;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.results.Growth;
import dev.carrylane.jmh.results.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How time grows with what is given to it. */
final class GrowthPart {
  static final String ID = "growth";

  /** What may grow, and what it is called. */
  private static final Map<String, String> SIZES = new LinkedHashMap<>();

  /** Curves that a picture has at most. */
  private static final int MOST = 8;

  static {
    SIZES.put("steps", "steps");
    SIZES.put("frames", "frames");
    SIZES.put("units", "units");
    SIZES.put("channels", "channels");
    SIZES.put("rows", "rows");
  }

  private GrowthPart() {}

  /**
   * How a series grows.
   *
   * @param series its cases
   * @param exponent the slope of its logarithms
   */
  record Grown(Series series, Interval exponent) {}

  /** All series of a run that grow, by what grows. */
  static Map<String, List<Grown>> of(Run run) {
    Map<String, List<Grown>> all = new LinkedHashMap<>();
    SIZES.forEach(
        (parameter, name) -> {
          List<Grown> grown = new ArrayList<>();
          for (Series series : Series.by(run, parameter)) {
            grown.add(new Grown(series, Growth.exponent(series.numbers(), series.seconds())));
          }
          if (!grown.isEmpty()) {
            all.put(name, grown);
          }
        });
    return all;
  }

  static Optional<Part> part(Run run) {
    Map<String, List<Grown>> all = of(run);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    List<Block.Chart> charts = new ArrayList<>();
    all.forEach(
        (size, grown) -> {
          charts.add(chart(size, grown));
          for (Grown each : grown) {
            lines.add(line(size, each));
          }
        });
    String sections =
        all.values().stream()
            .flatMap(List::stream)
            .map(each -> each.series().cases().get(0).section().id())
            .distinct()
            .collect(Collectors.joining(","));
    return Optional.of(
        new Part(
            ID,
            "How time grows",
            List.of(
                new Block.Text(
                    "The exponent is the slope of the logarithms over all sizes of a row: 1 is time in proportion to size, 2 its"
                        + " square, less than 1 is a price for the call that larger work shares."),
                new Block.Command(Commands.filtered(run, sections, "")),
                new Table(
                    List.of(
                        new Column("What"),
                        new Column("grows with"),
                        new Column("from"),
                        new Column("to"),
                        new Column("sizes"),
                        new Column("Exponent", run.hasRanges() ? "median, range" : "median, 95 %")),
                    lines),
                new Block.Charts(charts))));
  }

  private static Line line(String size, Grown grown) {
    Series series = grown.series();
    int from = series.number(series.cases().get(0));
    int to = series.number(series.cases().get(series.cases().size() - 1));
    return new Line(
        "",
        List.of(
            Cell.text(series.name()).to(series.cases().get(0).section().id()),
            Cell.text(size),
            Cell.number(from, "%,d".formatted(from)),
            Cell.number(to, "%,d".formatted(to)),
            Cell.number(series.cases().size(), "" + series.cases().size()),
            Cell.of(grown.exponent(), Quantity.RATIO)));
  }

  private static Block.Chart chart(String size, List<Grown> grown) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = 0;
    double first = Double.POSITIVE_INFINITY;
    double last = 0;
    List<List<Dot>> curves = new ArrayList<>();
    for (Grown each : grown.subList(0, Math.min(MOST, grown.size()))) {
      List<Dot> curve = new ArrayList<>();
      for (Measured one : each.series().cases()) {
        double x = each.series().number(one);
        Interval time = one.time().interval();
        curve.add(new Dot(x, 1e6 * time.median(), 1e6 * time.low(), 1e6 * time.high()));
        first = Math.min(first, x);
        last = Math.max(last, x);
        least = Math.min(least, 1e6 * Ranges.least(time));
        greatest = Math.max(greatest, 1e6 * Ranges.greatest(time));
      }
      curves.add(curve);
    }
    LineChart chart =
        new LineChart(Axis.ratios(size, first, last), Axis.ratios("µs", least, greatest));
    for (int i = 0; i < curves.size(); i++) {
      chart.joined(grown.get(i).series().name(), i, curves.get(i));
    }
    String caption = "Time by number of " + size + ": straight is a power, its slope the exponent";
    return new Block.Chart(caption, chart::write);
  }
}
