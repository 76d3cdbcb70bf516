package dev.carrylane.jmh.report;

import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.results.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every JVM's figure, of ours and of all that it is compared with: where the numbers of the other tables come from. */
final class ForksPart {
  static final String ID = "jvms";

  private ForksPart() {}

  static Part part(Run run) {
    List<Measurement> all = run.results().all();
    List<List<String>> flags = all.stream().map(Measurement::flags).distinct().toList();
    int most = all.stream().mapToInt(each -> each.forks().size()).max().orElse(0);
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("Benchmark", "and its parameters"));
    columns.add(new Column("Flags"));
    for (int fork = 1; fork <= most; fork++) {
      columns.add(new Column("" + fork, "ns"));
    }
    List<Line> lines = new ArrayList<>();
    for (Measurement each : all) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(each.what().benchmark()).note(parameters(each)));
      String letter = letter(flags.indexOf(each.flags()));
      cells.add(Cell.text(letter));
      for (int fork = 0; fork < most; fork++) {
        cells.add(fork < each.forks().size() ? nanoseconds(each.seconds()[fork]) : Cell.empty());
      }
      lines.add(new Line(run.anchor(each.what()), cells));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Text(
            "Nanoseconds of an operation in each JVM, the median of its iterations, in the order of rounds. results.json beside"
                + " this page has every iteration."));
    for (int i = 0; i < flags.size(); i++) {
      blocks.add(new Block.Text("Flags " + letter(i) + ":"));
      blocks.add(
          new Block.Command(flags.get(i).isEmpty() ? "none" : String.join(" ", flags.get(i))));
    }
    blocks.add(new Table(columns, lines));
    return new Part(ID, "Every JVM", blocks);
  }

  private static String parameters(Measurement measurement) {
    String text = measurement.what().toString();
    return text.substring(measurement.what().benchmark().length()).strip();
  }

  /** A, B, … Z, and numbers beyond. */
  private static String letter(int index) {
    return index < 26 ? String.valueOf((char) ('A' + index)) : String.valueOf(index + 1);
  }

  private static Cell nanoseconds(double seconds) {
    if (Double.isNaN(seconds)) {
      return Cell.text(Cell.NONE);
    }
    double nanoseconds = seconds * 1e9;
    int decimals = Math.clamp(3 - (int) Math.floor(Math.log10(nanoseconds)), 0, 4);
    return Cell.number(seconds, String.format(Locale.ROOT, "%,." + decimals + "f", nanoseconds));
  }
}
