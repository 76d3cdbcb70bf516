package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.Dot;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.cli.chart.Point;
import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.suite.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our kernels under the processor's limits. */
final class RooflinePart {
  static final String ID = "limits";

  /** Beyond the sections' colours. */
  private static final int LIMIT_STYLE = 7;

  private static final int HEIGHT = 300;

  private RooflinePart() {}

  static Optional<Part> part(Run run, Ceilings ceilings) {
    List<Measured> kernels = new ArrayList<>();
    for (Measured each : run.measured()) {
      Work work = each.work();
      if (work.flops() > 0 && work.bytes() > 0 && ceilings.share(each).isPresent()) {
        kernels.add(each);
      }
    }
    if (kernels.isEmpty() || ceilings.peak().isEmpty() || ceilings.levels().isEmpty()) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < kernels.size(); i++) {
      lines.add(line(run, ceilings, i + 1, kernels.get(i)));
    }
    return Optional.of(
        new Part(
            ID,
            "Kernels under the processor’s limits",
            List.of(
                new Block.Text(
                    "Slanted lines are what reading from a level of memory allows, the level one what multiply-adds allow; a kernel"
                        + " cannot be above the lines of the level that holds its operands. Numbers are those of the table."),
                new Block.Command(Commands.filtered(run, "roofline,products,scans,cells,step", "")),
                new Block.Charts(List.of(chart(ceilings, kernels)), true),
                new Table(
                    List.of(
                        new Column("Kernel"),
                        new Column("No."),
                        new Column("Intensity", "flops a byte"),
                        new Column("GFLOP/s"),
                        new Column("Held by"),
                        new Column("Limited by"),
                        new Column("Of the limit", "of one core")),
                    lines))));
  }

  private static Line line(Run run, Ceilings ceilings, int number, Measured kernel) {
    Work work = kernel.work();
    boolean isNoisy = !kernel.isSteady();
    double intensity = work.flops() / work.bytes();
    Figure share = ceilings.share(kernel).orElseThrow();
    String level = ceilings.level(work).map(Ceilings.Level::name).orElse(Cell.NONE);
    return new Line(
        "",
        List.of(
            Cell.text(kernel.label()).to(run.anchor(kernel.what())).note(kernel.section().title()),
            Cell.number(number, "" + number),
            Cell.number(intensity, Quantity.number(intensity)),
            Cell.of(kernel.rate(work.flops()), Quantity.FLOPS).grey(isNoisy),
            Cell.text(level),
            Cell.text(ceilings.isBoundByBytes(work) ? "bytes" : "arithmetic"),
            Cell.of(share, Quantity.SHARE).grey(isNoisy || Ceilings.isTooMuch(share))));
  }

  private static Block.Chart chart(Ceilings ceilings, List<Measured> kernels) {
    Measured best = ceilings.peak().orElseThrow();
    double peak = best.rate(best.work().flops()).median() / 1e9;
    double least = Double.POSITIVE_INFINITY;
    double first = Double.POSITIVE_INFINITY;
    double last = 0;
    Map<String, List<Dot>> dots = new LinkedHashMap<>();
    for (int i = 0; i < kernels.size(); i++) {
      Measured kernel = kernels.get(i);
      Work work = kernel.work();
      double intensity = work.flops() / work.bytes();
      var rate = kernel.rate(work.flops() / 1e9).interval();
      String title = "%d: %s".formatted(i + 1, kernel.label());
      dots.computeIfAbsent(kernel.section().title(), any -> new ArrayList<>())
          .add(new Dot(intensity, rate.median(), rate.low(), rate.high(), "" + (i + 1), title));
      least = Math.min(least, Ranges.least(rate));
      first = Math.min(first, intensity);
      last = Math.max(last, intensity);
    }
    for (Ceilings.Level level : ceilings.levels()) {
      last = Math.max(last, 2e9 * peak / level.bandwidth());
    }
    Axis intensity = Axis.logarithmic("floating-point operations a byte", first, last);
    LineChart chart =
        new LineChart(intensity, Axis.logarithmic("GFLOP/s", least, peak)).height(HEIGHT);
    int style = 0;
    for (Map.Entry<String, List<Dot>> section : dots.entrySet()) {
      chart.dots(section.getKey(), style++ % LIMIT_STYLE, section.getValue());
    }
    for (Ceilings.Level level : ceilings.levels()) {
      double slope = level.bandwidth() / 1e9;
      double ridge = peak / slope;
      chart.bare(
          "",
          LIMIT_STYLE,
          List.of(
              new Point(intensity.from(), intensity.from() * slope),
              new Point(ridge, peak),
              new Point(intensity.to(), peak)));
      double middle = Math.sqrt(Math.max(intensity.from(), least / slope) * ridge);
      chart.word(new Point(middle, middle * slope), level.name());
    }
    chart.word(new Point(intensity.to(), peak), "multiply-adds");
    return new Block.Chart(
        "Roofline of one core: the nearer to its line, the less is left to gain", chart::write);
  }
}
