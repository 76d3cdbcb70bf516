package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.Dot;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.jmh.results.Interval;
import dev.carrylane.jmh.results.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What doing all steps at once gains over the serial recurrence, by the number of steps. */
final class SpeedUpPart {
  static final String ID = "speed-up";
  private static final int MOST = 8;

  private SpeedUpPart() {}

  static Optional<Part> part(Run run) {
    List<Block.Chart> charts = new ArrayList<>();
    for (String length : List.of("steps", "frames")) {
      chart(run, length).ifPresent(charts::add);
    }
    if (charts.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Part(
            ID,
            "Against the serial recurrence, by length",
            List.of(
                new Block.Text(
                    "The same result step after step, in the same rounds: above 1 it pays to have all steps at once. Its figures are"
                        + " in the columns “Serial” of ",
                    "scans",
                    "the sections’ tables"),
                new Block.Command(Commands.filtered(run, "scans,cells,forward", "")),
                new Block.Charts(charts))));
  }

  private static Optional<Block.Chart> chart(Run run, String length) {
    List<String> names = new ArrayList<>();
    List<List<Dot>> curves = new ArrayList<>();
    double least = 1;
    double greatest = 1;
    double first = Double.POSITIVE_INFINITY;
    double last = 0;
    for (Series series : Series.by(run, length)) {
      List<Dot> curve = new ArrayList<>();
      for (Measured one : series.cases()) {
        Optional<Measurement> serial = one.entry().serial().flatMap(peer -> run.beside(one, peer));
        if (serial.isPresent()) {
          Interval ratio = one.timesAsFastAs(serial.get()).interval();
          double x = series.number(one);
          curve.add(new Dot(x, ratio.median(), ratio.low(), ratio.high()));
          least = Math.min(least, Ranges.least(ratio));
          greatest = Math.max(greatest, Ranges.greatest(ratio));
          first = Math.min(first, x);
          last = Math.max(last, x);
        }
      }
      if (curve.size() > 1 && curves.size() < MOST) {
        names.add(series.name());
        curves.add(curve);
      }
    }
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    LineChart chart =
        new LineChart(
            Axis.ratios(length, first, last), Axis.ratios("times as fast", least, greatest));
    for (int i = 0; i < curves.size(); i++) {
      chart.joined(names.get(i), i, curves.get(i));
    }
    return Optional.of(
        new Block.Chart("Speed-up by number of " + length + ", with intervals", chart::write));
  }
}
