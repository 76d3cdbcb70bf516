package dev.carrylane.cli.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.Markup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Test figures as SVG: a line of a model has a dot for each run, and a diamond where the authors are. */
final class DotChart {
  private static final int WIDTH = 360;
  private static final int LEFT = 134;
  private static final int RIGHT = 14;
  private static final int TOP = 8;
  private static final int LINE = 19;
  private static final int BOTTOM = 36;
  private static final double PLOT_WIDTH = WIDTH - LEFT - RIGHT;

  /** What lies so many times farther from the middle than most is written at the edge. */
  private static final double FAR = 12;

  private final Measure measure;
  private final List<ReportRow> rows = new ArrayList<>();
  private final Axis axis;

  private DotChart(ReportTable table) {
    measure = table.measure();
    List<Double> values = new ArrayList<>();
    for (ReportRow row : table.rows()) {
      if (!row.runs().isEmpty()) {
        rows.add(row);
        row.runs().forEach(run -> values.add(measure.shown(run.value())));
        if (row.published() != null) {
          values.add(measure.shown(row.published().value()));
        }
      }
    }
    values.removeIf(value -> !Double.isFinite(value));
    axis = values.isEmpty() ? null : around(values);
  }

  private Axis around(List<Double> values) {
    if (measure.isLogarithmic()) {
      double least = Math.max(Collections.min(values), 1e-12);
      return Axis.logarithmic(measure.axis(), least, Math.max(Collections.max(values), least));
    }
    double middle = median(values);
    double usual = median(values.stream().map(value -> Math.abs(value - middle)).toList());
    List<Double> near = new ArrayList<>(values);
    near.removeIf(value -> Math.abs(value - middle) > FAR * usual);
    return Axis.linear(measure.axis(), Collections.min(near), Collections.max(near));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** Writes the chart of a table; false if there is nothing to draw. */
  static boolean write(Markup markup, ReportTable table) {
    DotChart chart = new DotChart(table);
    if (chart.axis != null) {
      chart.write(markup);
    }
    return chart.axis != null;
  }

  private void write(Markup markup) {
    int bottom = TOP + rows.size() * LINE;
    boolean published = rows.stream().anyMatch(row -> row.published() != null);
    String title =
        published ? "Test: a dot a seed, a diamond for the authors" : "Test: a dot a seed";
    markup.open("figure").element("figcaption", title);
    markup.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + (bottom + BOTTOM),
        "role",
        "img",
        "aria-label",
        title);
    for (Axis.Tick tick : axis.ticks()) {
      String x = Markup.number(LEFT + axis.place(tick.value()) * PLOT_WIDTH);
      markup.empty("line", "x1", x, "x2", x, "y1", "" + TOP, "y2", "" + bottom);
      String y = "" + (bottom + 14);
      markup.element("text", tick.label(), "x", x, "y", y, "text-anchor", "middle");
    }
    markup.element(
        "text",
        axis.title(),
        "class",
        "axis",
        "x",
        "" + (WIDTH - RIGHT),
        "y",
        "" + (bottom + 30),
        "text-anchor",
        "end");
    for (int i = 0; i < rows.size(); i++) {
      row(markup, rows.get(i), TOP + i * LINE + LINE / 2.0);
    }
    markup.close().closeLine();
  }

  private void row(Markup markup, ReportRow row, double y) {
    markup.element(
        "text",
        row.architecture(),
        "x",
        "" + (LEFT - 10),
        "y",
        Markup.number(y + 3.5),
        "text-anchor",
        "end");
    Set<String> below = new LinkedHashSet<>();
    Set<String> above = new LinkedHashSet<>();
    for (RunFigures run : row.runs()) {
      mark(markup, run.value(), y, false, below, above);
    }
    if (row.published() != null) {
      mark(markup, row.published().value(), y, true, below, above);
    }
    if (!below.isEmpty()) {
      far(markup, "◂ " + String.join(", ", below), LEFT, y, "start");
    }
    if (!above.isEmpty()) {
      far(markup, String.join(", ", above) + " ▸", LEFT + PLOT_WIDTH, y, "end");
    }
    markup.raw("");
  }

  /** Draws a figure, or leaves it to be written at an end of the axis. */
  private void mark(
      Markup markup, double value, double y, boolean theirs, Set<String> below, Set<String> above) {
    double place = axis.place(measure.shown(value));
    if (!Double.isFinite(value)) {
      return;
    }
    if (place < 0 || place > 1) {
      String text = measure.format(value);
      (place < 0 ? below : above).add(theirs ? "authors " + text : text);
      return;
    }
    String x = Markup.number(LEFT + place * PLOT_WIDTH);
    if (theirs) {
      String path = "M%s %sl5 5-5 5-5-5z".formatted(x, Markup.number(y - 5));
      markup.empty("path", "class", "theirs", "d", path);
    } else {
      markup.empty("circle", "class", "ours", "cx", x, "cy", Markup.number(y), "r", "3.5");
    }
  }

  private static void far(Markup markup, String text, double x, double y, String anchor) {
    markup.element(
        "text",
        text,
        "class",
        "far",
        "paint-order",
        "stroke",
        "x",
        Markup.number(x),
        "y",
        Markup.number(y + 3.5),
        "text-anchor",
        anchor);
  }
}
