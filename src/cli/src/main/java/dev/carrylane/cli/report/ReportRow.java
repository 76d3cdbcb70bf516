package dev.carrylane.cli.report;

import dev.carrylane.cli.chart.Point;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One model of a table.
 *
 * @param architecture its name on the command line
 * @param note what it is
 * @param command what makes its first run
 * @param seeds how many runs there will be
 * @param runs those that are finished
 * @param published the authors' figure; null if they have none
 */
public record ReportRow(
    String architecture,
    String note,
    String command,
    int seeds,
    List<RunFigures> runs,
    Published published) {
  /** Copies the list. */
  public ReportRow {
    runs = List.copyOf(runs);
  }

  /** Mean, least and greatest figure over seeds; not to be asked where there are no runs. */
  DoubleSummaryStatistics values() {
    return runs.stream().mapToDouble(RunFigures::value).summaryStatistics();
  }

  double secondsPerEpoch() {
    return runs.stream().mapToDouble(RunFigures::secondsPerEpoch).average().orElse(Double.NaN);
  }

  /** The mean over seeds of a curve, at each x over those that have it. */
  List<Point> mean(Function<RunFigures, List<Point>> curve) {
    TreeMap<Double, DoubleSummaryStatistics> byX = new TreeMap<>();
    for (RunFigures run : runs) {
      for (Point point : curve.apply(run)) {
        byX.computeIfAbsent(point.x(), x -> new DoubleSummaryStatistics()).accept(point.y());
      }
    }
    List<Point> mean = new ArrayList<>();
    byX.forEach((x, y) -> mean.add(new Point(x, y.getAverage())));
    return mean;
  }
}
