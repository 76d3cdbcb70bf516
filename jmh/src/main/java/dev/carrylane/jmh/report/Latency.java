package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.cli.chart.Point;
import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.results.Fork;
import dev.carrylane.jmh.results.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** How long single operations take: percentiles over the samples of all forks. */
final class Latency {
  static final List<Double> SHARES = List.of(0.5, 0.9, 0.99, 0.999, 0.9999);

  /** Samples that must lie beyond a percentile for it to be one. */
  private static final double BEYOND = 10;

  /** Curves that a picture has at most. */
  private static final int MOST = 8;

  private Latency() {}

  /** The table and the chart of the cases of an entry. */
  static List<Block> blocks(Run run, List<Measured> cases) {
    List<String> names = new ArrayList<>();
    List<Measurement> all = new ArrayList<>();
    for (Measured ours : cases) {
      add(names, all, ours.label(), ours.measurement());
      for (var peer : ours.entry().peers()) {
        run.beside(ours, peer)
            .ifPresent(theirs -> add(names, all, ours.label() + ": " + peer.name(), theirs));
      }
    }
    if (all.isEmpty()) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      lines.add(line(run, names.get(i), all.get(i)));
    }
    List<Column> columns = new ArrayList<>(List.of(new Column("Single operations")));
    SHARES.forEach(share -> columns.add(new Column(Words.percent(share))));
    columns.add(new Column("Longest"));
    columns.add(new Column("Samples"));
    return List.of(
        new Block.Text(
            "A percentile is the median of those of the JVMs, with its interval over JVMs; where one of them has fewer than %.0f samples"
                    .formatted(BEYOND)
                + " beyond it, it is that of all samples together, and with fewer of these, too, it is left out."),
        new Table(columns, lines).trimmed(),
        new Block.Charts(charts(run, cases)));
  }

  private static void add(
      List<String> names, List<Measurement> all, String name, Measurement measurement) {
    if (samples(measurement) > 0) {
      names.add(name);
      all.add(measurement);
    }
  }

  private static Line line(Run run, String name, Measurement measurement) {
    SortedMap<Double, Long> pooled = pooled(measurement);
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(name).to(run.anchor(measurement.what())));
    for (double share : SHARES) {
      cells.add(percentile(measurement, pooled, share));
    }
    cells.add(Cell.number(pooled.lastKey(), Quantity.TIME.text(pooled.lastKey())));
    cells.add(Cell.number(count(pooled), "%,d".formatted(count(pooled))));
    return new Line("", cells);
  }

  /** A percentile as the table has it; empty where there are too few samples. */
  static Cell percentile(Measurement measurement, double share) {
    return percentile(measurement, pooled(measurement), share);
  }

  /** The median over forks where each has enough samples beyond it, else that of all samples, if they are enough. */
  private static Cell percentile(
      Measurement measurement, SortedMap<Double, Long> pooled, double share) {
    boolean isOfForks =
        measurement.forks().stream()
            .allMatch(fork -> count(fork.samples()) * (1 - share) >= BEYOND - 1e-6);
    if (isOfForks) {
      return Cell.of(
          overForks(measurement, fork -> percentile(fork.samples(), share)).interval(),
          Quantity.TIME);
    }
    double value = percentile(pooled, share);
    return count(pooled) * (1 - share) >= BEYOND - 1e-6
        ? new Cell(Quantity.TIME.text(value), "of all JVMs", value, "", false)
        : Cell.empty();
  }

  private static Figure overForks(Measurement measurement, ToDoubleFunction<Fork> number) {
    return Figure.of(
        measurement.forks().stream()
            .mapToDouble(fork -> fork.samples().isEmpty() ? Double.NaN : number.applyAsDouble(fork))
            .toArray());
  }

  /** Ours together, then each one beside what it is compared with. */
  private static List<Block.Chart> charts(Run run, List<Measured> cases) {
    List<Block.Chart> charts = new ArrayList<>();
    Map<String, Measurement> ours = new LinkedHashMap<>();
    for (Measured one : cases) {
      if (ours.size() < MOST && samples(one.measurement()) > 0) {
        ours.put(one.label(), one.measurement());
      }
    }
    if (!ours.isEmpty()) {
      charts.add(chart("Latency by percentile, ours: flat is even, steep is a long tail", ours));
    }
    for (Measured one : cases) {
      Map<String, Measurement> both = new LinkedHashMap<>();
      both.put("Carrylane", one.measurement());
      for (var peer : one.entry().peers()) {
        run.beside(one, peer)
            .filter(theirs -> samples(theirs) > 0)
            .ifPresent(theirs -> both.put(peer.name(), theirs));
      }
      if (both.size() > 1 && samples(one.measurement()) > 0) {
        charts.add(chart("Latency by percentile: " + one.label(), both));
      }
    }
    return charts;
  }

  private static Block.Chart chart(String caption, Map<String, Measurement> all) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = 0;
    double farthest = 0;
    List<List<Point>> curves = new ArrayList<>();
    for (Measurement measurement : all.values()) {
      List<Point> curve = curve(pooled(measurement));
      curves.add(curve);
      for (Point point : curve) {
        least = Math.min(least, point.y());
        greatest = Math.max(greatest, point.y());
        farthest = Math.max(farthest, point.x());
      }
    }
    LineChart chart =
        new LineChart(scale(farthest), Axis.ratios("µs", least, Math.max(greatest, least)));
    int style = 0;
    for (String name : all.keySet()) {
      chart.bare(name, style, curves.get(style));
      style++;
    }
    return new Block.Chart(caption, chart::write);
  }

  /** From the median up to the percentile beyond which there are enough samples: 1/(1 − share), and microseconds. */
  private static List<Point> curve(SortedMap<Double, Long> samples) {
    long count = count(samples);
    List<Point> points = new ArrayList<>();
    for (double tenfold = Math.log10(2); ; tenfold += 0.05) {
      double odds = Math.pow(10, tenfold);
      if (!points.isEmpty() && count / odds < BEYOND) {
        return points;
      }
      points.add(new Point(odds, percentile(samples, 1 - 1 / odds) * 1e6));
    }
  }

  private static Axis scale(double farthest) {
    List<Axis.Tick> ticks = new ArrayList<>(List.of(new Axis.Tick(2, "50 %")));
    for (int i = 0; i < SHARES.size() - 1; i++) {
      double odds = Math.pow(10, i + 1);
      if (odds <= farthest * 1.01) {
        ticks.add(new Axis.Tick(odds, Words.percent(1 - 1 / odds)));
      }
    }
    return new Axis("percentile", 2, Math.max(farthest, 10), true, ticks);
  }

  private static SortedMap<Double, Long> pooled(Measurement measurement) {
    SortedMap<Double, Long> pooled = new TreeMap<>();
    for (Fork fork : measurement.forks()) {
      fork.samples().forEach((value, count) -> pooled.merge(value, count, Long::sum));
    }
    return pooled;
  }

  private static long samples(Measurement measurement) {
    return count(pooled(measurement));
  }

  private static long count(SortedMap<Double, Long> samples) {
    return samples.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The least sample that at least so great a share of samples does not exceed. */
  static double percentile(SortedMap<Double, Long> samples, double share) {
    long rank = (long) Math.ceil(share * count(samples) - 1e-6);
    long before = 0;
    for (Map.Entry<Double, Long> entry : samples.entrySet()) {
      before += entry.getValue();
      if (before >= rank) {
        return entry.getKey();
      }
    }
    return Double.NaN;
  }
}
