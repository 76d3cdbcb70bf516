package dev.carrylane.cli.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.cli.chart.Markup;
import dev.carrylane.cli.chart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The charts of a table. */
final class Charts {
  /** Of a curve's epochs, the first share is outside the picture if it lies outside the rest's range. */
  private static final double BEGINNING = 0.2;

  private Charts() {}

  /** The validation figures by epoch; false if there is nothing to draw. */
  static boolean curves(Markup markup, ReportTable table) {
    Measure measure = table.measure();
    List<List<Point>> curves = new ArrayList<>();
    double last = 1;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (ReportRow row : table.rows()) {
      List<Point> curve = new ArrayList<>();
      for (Point point : row.mean(RunFigures::curve)) {
        curve.add(new Point(point.x(), measure.shown(point.y())));
      }
      curves.add(curve);
      for (int i = 0; i < curve.size(); i++) {
        double y = curve.get(i).y();
        last = Math.max(last, curve.get(i).x());
        if (Double.isFinite(y) && i >= (curve.size() - 1) * BEGINNING) {
          least = Math.min(least, y);
          greatest = Math.max(greatest, y);
        }
      }
    }
    if (least > greatest) {
      return false;
    }
    Axis vertical =
        measure.isLogarithmic()
            ? Axis.logarithmic(measure.axis(), Math.max(least, 1e-9), Math.max(greatest, 1e-9))
            : Axis.linear(measure.axis(), least, greatest);
    LineChart chart = new LineChart(Axis.counting("epoch", last), vertical);
    for (int i = 0; i < curves.size(); i++) {
      if (!curves.get(i).isEmpty()) {
        chart.line(table.rows().get(i).architecture(), i, curves.get(i));
      }
    }
    chart.write(markup, "Validation by epoch, mean over seeds");
    return true;
  }

  /** Accuracy by length of the sequences; false if there is nothing to draw. */
  static boolean lengths(Markup markup, ReportTable table) {
    Function<RunFigures, List<Point>> lengths = RunFigures::lengths;
    double least = Double.POSITIVE_INFINITY;
    double greatest = 1;
    for (ReportRow row : table.rows()) {
      for (Point point : row.mean(lengths)) {
        least = Math.min(least, point.x());
        greatest = Math.max(greatest, point.x());
      }
    }
    if (least > greatest) {
      return false;
    }
    LineChart chart =
        new LineChart(
            Axis.logarithmic("length of the sequence", least, greatest),
            Axis.linear("% right", 0, 100));
    for (int i = 0; i < table.rows().size(); i++) {
      List<Point> points = new ArrayList<>();
      for (Point point : table.rows().get(i).mean(lengths)) {
        points.add(new Point(point.x(), 100 * point.y()));
      }
      if (!points.isEmpty()) {
        chart.line(table.rows().get(i).architecture(), i, points);
      }
    }
    chart.write(markup, "Accuracy by length, mean over seeds");
    return true;
  }
}
