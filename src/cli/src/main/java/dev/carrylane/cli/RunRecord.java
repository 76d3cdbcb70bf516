package dev.carrylane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carrylane.cli.chart.Point;
import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.report.Measure;
import dev.carrylane.cli.report.RunFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run's folder holds, as a page tells it. */
final class RunRecord {
  /** Accuracy by length of the sequences. */
  static final String LENGTHS = "lengths.csv";

  private RunRecord() {}

  /** Whether there is a run, over or not. */
  static boolean hasBegun(Path folder) {
    return Files.exists(folder.resolve("run.json"));
  }

  /** Whether a run came to an end and is only to be read: one that diverged would do so again. */
  static boolean isOver(Path folder) throws IOException {
    if (!hasBegun(folder)) {
      return false;
    }
    String state = RunFolder.open(folder).readRecord().path("state").asText();
    return state.equals("complete") || state.equals("diverged");
  }

  /** The settings that a run was begun with. */
  static RunSettings settings(Path folder) throws IOException {
    try {
      return RunSettings.of(RunFolder.open(folder).readRecord().required("settings"));
    } catch (CliException damaged) {
      throw damaged;
    } catch (RuntimeException damaged) {
      throw damaged(folder, damaged);
    }
  }

  /** The figures of a run that is over. */
  static RunFigures figures(Path folder, Measure measure) throws IOException {
    JsonNode record = RunFolder.open(folder).readRecord();
    try {
      RunSettings settings = RunSettings.of(record.required("settings"));
      int epochs = record.required("epochs").asInt();
      return new RunFigures(
          settings.seed(),
          number(record.path("test").path("value")),
          record.required("parameters").asLong(),
          epochs,
          record.required("seconds").asDouble() / Math.max(1, epochs),
          machine(record),
          command(settings),
          curve(folder, measure),
          lengths(folder));
    } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
      throw damaged(folder, damaged);
    }
  }

  private static CliException damaged(Path folder, RuntimeException cause) {
    return new CliException(
        "%s is damaged: %s; delete it to train it anew".formatted(folder, cause.getMessage()));
  }

  private static String machine(JsonNode record) {
    int threads = record.path("threads").asInt(1);
    return "%s, %d %s, %s"
        .formatted(
            record.path("processor").asText("an unknown processor"),
            threads,
            threads == 1 ? "thread" : "threads",
            record.path("backend").asText());
  }

  /** JSON has no numbers that are not finite; they are left out. */
  private static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  private static List<Point> curve(Path folder, Measure measure) throws IOException {
    List<Point> curve = new ArrayList<>();
    for (double[] row :
        table(folder.resolve("curve.csv"), "epoch", "valid_loss", "valid_accuracy")) {
      curve.add(new Point(row[0], measure.of(row[1], row[2])));
    }
    return curve;
  }

  private static List<Point> lengths(Path folder) throws IOException {
    List<Point> lengths = new ArrayList<>();
    for (double[] row : table(folder.resolve(LENGTHS), "length", "accuracy")) {
      lengths.add(new Point(row[0], row[1]));
    }
    return lengths;
  }

  /** Columns of a table of numbers with a line of names, NaN where there is no figure; no rows if there is no such table. */
  private static List<double[]> table(Path file, String... columns) throws IOException {
    List<double[]> rows = new ArrayList<>();
    if (!Files.exists(file)) {
      return rows;
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    List<String> header = lines.isEmpty() ? List.of() : List.of(lines.remove(0).split(","));
    try {
      for (String line : lines) {
        String[] cells = line.split(",", -1);
        double[] row = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
          String cell = cells[header.indexOf(columns[i])];
          row[i] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        }
        rows.add(row);
      }
    } catch (IndexOutOfBoundsException | NumberFormatException damaged) {
      throw new CliException(
          "%s is damaged: %s; delete its folder to train it anew"
              .formatted(file, damaged.getMessage()));
    }
    return rows;
  }

  /** The command that makes a run, where its data lies in the folder at hand. */
  static String command(RunSettings settings) {
    StringBuilder line = new StringBuilder("./carrylane train ").append(settings.task());
    option(line, "--arch", settings.architecture());
    option(line, "--data", settings.data() == null ? null : settings.data().getFileName());
    option(line, "--length", settings.length());
    line.append(settings.transposed() ? " --transpose" : "");
    option(line, "--sequences", settings.sequences());
    option(line, "--epochs", settings.epochs());
    option(line, "--batch", settings.batch());
    option(line, "--lr", settings.learningRate());
    option(line, "--seed", settings.seed());
    return line.toString();
  }

  private static void option(StringBuilder line, String name, Object value) {
    if (value != null) {
      line.append(' ').append(name).append(' ').append(value);
    }
  }
}
