package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.cli.chart.Point;
import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.results.Environment;
import dev.carrylane.jmh.results.Interval;
import dev.carrylane.jmh.results.ProbeReading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The machine, and how steady it was. */
final class EnvironmentPart {
  static final String ID = "environment";

  private EnvironmentPart() {}

  static Part part(Run run) {
    Environment environment = run.environment();
    List<Block> blocks = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    environment.machine().forEach((name, words) -> lines.add(line(name, Cell.text(words))));
    // Forks name the backend as this JVM did, unless they were told to take another.
    String backend = "backend: " + environment.machine().get("backend");
    for (String note : environment.notes()) {
      if (!note.equals(backend)) {
        lines.add(line("note", Cell.text(note)));
      }
    }
    List<ProbeReading> probe = environment.probe();
    if (!probe.isEmpty()) {
      lines.add(
          line(
              "probe",
              Cell.text(
                  "%s of the same work; between the 5th and the 95th percentile its speed varied by %s"
                      .formatted(
                          Words.plural(probe.size(), "reading"),
                          Quantity.SHARE.text(run.noise().spread())))));
      lines.add(line("load", Cell.text(range(probe, ProbeReading::load, 1, ""))));
      lines.add(line("stolen time", Cell.text(range(probe, ProbeReading::stolen, 100, " %"))));
    }
    blocks.add(new Table(List.of(new Column("Environment"), new Column("")), lines));
    if (probe.size() > 1) {
      blocks.add(new Block.Charts(charts(probe)));
    }
    return new Part(ID, "The machine during this run", blocks);
  }

  private static Line line(String name, Cell cell) {
    return new Line("", List.of(Cell.text(name), cell));
  }

  private static String range(
      List<ProbeReading> probe, ToDoubleFunction<ProbeReading> of, double factor, String unit) {
    double[] known =
        probe.stream().mapToDouble(of).filter(value -> !Double.isNaN(value)).sorted().toArray();
    if (known.length == 0) {
      return "unknown";
    }
    return "%s to %s%s, median %s%s"
        .formatted(
            Quantity.number(known[0] * factor),
            Quantity.number(known[known.length - 1] * factor),
            unit,
            Quantity.number(known[known.length / 2] * factor),
            unit);
  }

  private static List<Block.Chart> charts(List<ProbeReading> probe) {
    double median = Interval.of(probe.stream().mapToDouble(ProbeReading::speed).toArray()).median();
    double last = probe.get(probe.size() - 1).time() / 60;
    List<Block.Chart> charts = new ArrayList<>();
    charts.add(
        chart(
            "Speed of the probe before, between and after: a flat line is a steady machine",
            "% of its median",
            last,
            points(probe, reading -> 100 * reading.speed() / median),
            0));
    List<Point> load = points(probe, ProbeReading::load);
    if (load.stream().anyMatch(point -> Double.isFinite(point.y()))) {
      charts.add(chart("Load average over a minute, this run included", "load", last, load, 1));
    }
    List<Point> stolen = points(probe, reading -> 100 * reading.stolen());
    if (stolen.stream().anyMatch(point -> point.y() > 0)) {
      charts.add(
          chart("Processor time that other machines on the host took", "%", last, stolen, 2));
    }
    return charts;
  }

  private static List<Point> points(List<ProbeReading> probe, ToDoubleFunction<ProbeReading> of) {
    return probe.stream()
        .map(reading -> new Point(reading.time() / 60, of.applyAsDouble(reading)))
        .toList();
  }

  private static Block.Chart chart(
      String caption, String unit, double last, List<Point> points, int style) {
    double greatest =
        points.stream().mapToDouble(Point::y).filter(Double::isFinite).max().orElse(1);
    LineChart chart =
        new LineChart(Axis.linear("minutes", 0, last), Axis.linear(unit, 0, greatest))
            .line("", style, points);
    return new Block.Chart(caption, chart::write);
  }
}
