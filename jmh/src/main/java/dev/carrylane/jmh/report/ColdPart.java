package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.Dot;
import dev.carrylane.cli.chart.LineChart;
import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.results.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The first second of new JVMs. */
final class ColdPart {
  static final String ID = "first-second";

  /** The row of the steps of an LSTM from a model file. */
  static final String STEPS = "lstm";

  /** The side that a user gets who sets nothing. */
  static final String DEFAULT = "auto";

  private static final String DONE = "steps-";

  private static final Map<String, String> TITLES =
      Map.of(
          STEPS,
          "LSTM of 128 units from a model file",
          "lstm-allocation",
          "What its steps allocate, since the end of the first",
          "eval",
          "The command eval jsb",
          "product",
          "Products of 128 × 128 matrices on one thread",
          "scan",
          "A scan of a million steps of 64 channels");

  private ColdPart() {}

  static Optional<Part> part(Run run) {
    if (run.cold().isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Text(
            "Every figure is from JVMs that were started for it, sides in turn; steps are counted since loading the model began."
                + " The curve shows when a new process has caught up with one that has been running."));
    blocks.add(new Block.Command("./carrylane bench --cold"));
    Map<String, Map<String, Map<String, double[]>>> rows = run.cold().get().rows();
    rows.forEach(
        (row, sides) -> {
          if (row.equals(STEPS)) {
            chart(sides).ifPresent(chart -> blocks.add(new Block.Charts(List.of(chart))));
          }
          blocks.add(table(row, sides));
        });
    return Optional.of(new Part(ID, "The first second", blocks));
  }

  private static Table table(String row, Map<String, Map<String, double[]>> sides) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(TITLES.getOrDefault(row, row)));
    sides
        .keySet()
        .forEach(
            side -> columns.add(new Column(name(side), Words.plural(count(sides, side), "JVM"))));
    Set<String> figures = new LinkedHashSet<>();
    sides.values().forEach(side -> figures.addAll(side.keySet()));
    List<Line> lines = new ArrayList<>();
    for (String figure : figures) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(label(row, figure)));
      boolean isBytes = row.endsWith("-allocation");
      for (Map<String, double[]> side : sides.values()) {
        double[] values = side.getOrDefault(figure, new double[0]);
        double unit = isBytes ? 1 : 1e-9;
        double[] scaled = Arrays.stream(values).map(value -> value * unit).toArray();
        cells.add(Cell.of(Interval.of(scaled), isBytes ? Quantity.BYTES : Quantity.TIME));
      }
      lines.add(new Line("", cells));
    }
    return new Table(columns, lines);
  }

  private static int count(Map<String, Map<String, double[]>> sides, String side) {
    return sides.get(side).values().stream().mapToInt(values -> values.length).max().orElse(0);
  }

  /** What a side is called. */
  static String name(String side) {
    return switch (side) {
      case DEFAULT -> "default backend";
      case "onnx" -> "ONNX Runtime";
      default -> side;
    };
  }

  private static String label(String row, String figure) {
    String[] words = figure.split("-", 2);
    if (words.length == 2 && words[1].matches("\\d{1,9}")) {
      String steps =
          "%,d".formatted(Integer.parseInt(words[1])) + (words[1].equals("1") ? " step" : " steps");
      return words[0].equals("alone") ? steps + ", without loading" : steps;
    }
    if (row.equals(STEPS) && figure.equals("first")) {
      return "JVM start to first prediction";
    }
    return switch (figure) {
      case "load" -> "loading";
      case "since-start" -> "JVM start to first result";
      case "first" -> "making the engine, and the first";
      case "worst" -> "longest call";
      case "worst-later" -> "longest call after the first";
      case "total" -> "all of them";
      case "later" -> "later ones";
      case "wall" -> "the whole process, from outside";
      case "inside" -> "JVM start to exit";
      default -> figure;
    };
  }

  private static Optional<Block.Chart> chart(Map<String, Map<String, double[]>> sides) {
    Map<String, List<Dot>> curves = new LinkedHashMap<>();
    double least = Double.POSITIVE_INFINITY;
    double greatest = 0;
    int most = 1;
    for (Map.Entry<String, Map<String, double[]>> side : sides.entrySet()) {
      Set<Integer> numbers = new TreeSet<>();
      for (String figure : side.getValue().keySet()) {
        if (figure.matches(DONE + "\\d{1,9}")) {
          numbers.add(Integer.parseInt(figure.substring(DONE.length())));
        }
      }
      List<Dot> curve = new ArrayList<>();
      for (int steps : numbers) {
        double[] values = side.getValue().get(DONE + steps);
        Interval time = Interval.of(Arrays.stream(values).map(value -> value / 1e6).toArray());
        curve.add(new Dot(time.median(), steps, time.low(), time.high()));
        least = Math.min(least, Ranges.least(time));
        greatest = Math.max(greatest, Ranges.greatest(time));
        most = Math.max(most, steps);
      }
      if (curve.size() > 1) {
        curves.put(name(side.getKey()), curve);
      }
    }
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    LineChart chart =
        new LineChart(
                Axis.ratios("ms since loading began", least, greatest),
                Axis.logarithmic("steps done", 1, most))
            .sideways();
    int style = 0;
    for (Map.Entry<String, List<Dot>> curve : curves.entrySet()) {
      chart.joined(curve.getKey(), style++, curve.getValue());
    }
    return Optional.of(
        new Block.Chart(
            "Steps done by a new process: upright means that it has warmed up", chart::write));
  }
}
