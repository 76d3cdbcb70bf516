package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.Ending;
import dev.carrylane.cli.console.WholeFile;
import dev.carrylane.cli.report.PublishedFigures;
import dev.carrylane.cli.report.ReportRow;
import dev.carrylane.cli.report.ReportTable;
import dev.carrylane.cli.report.RunFigures;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.tasks.Score;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.tasks.recipes.Architecture;
import dev.carrylane.training.Examples;
import dev.carrylane.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs of a plan, each in a folder of its own, {@code runs/TASK-KIND-SEED}: what is over is read, what was stopped goes on, the rest
 * begins. One user thread.
 */
final class Reproduction {
  /** The seed of the paper's authors; others follow it. */
  private static final long FIRST_SEED = 1111;

  /** Accuracy at a length is measured over about so many frames. */
  private static final int FRAMES_OF_A_LENGTH = 100_000;

  private static final int LEAST_SEQUENCES = 20;

  private static final int QUICK_LENGTH = 1000;

  private final List<PlannedTable> tables;
  private final Path data;
  private final int seeds;
  private final boolean quick;
  private final Path folder;

  /**
   * Some runs.
   *
   * @param tables what they fill
   * @param data the folder of all data, or the file of the only task; null if no task needs any
   * @param seeds runs of each row
   * @param quick whether models are trained just to see that it works
   * @param folder where the runs are
   */
  Reproduction(List<PlannedTable> tables, Path data, int seeds, boolean quick, Path folder) {
    this.tables = tables;
    this.data = data;
    this.seeds = seeds;
    this.quick = quick;
    this.folder = folder;
  }

  /** How much of a task is trained; null for what is usual. */
  private record Size(Integer length, Integer sequences, Integer epochs) {
    static final Size FULL = new Size(null, null, null);

    /** So that a run takes seconds. Its figures say nothing. */
    static Size quick(Task task) {
      return switch (task) {
        case JSB, NOTTINGHAM, MUSE, PIANO -> new Size(null, 16, 2);
        case SMNIST, PMNIST -> new Size(null, 64, 2);
        case CHAR -> new Size(null, 32, 2);
        case ADDING -> new Size(50, 128, 2);
        case COPY -> new Size(20, 128, 2);
        case SELECTIVE_COPY -> new Size(32, 128, 2);
        case PARITY, MOD3, ADDITION -> new Size(100, 128, 2);
      };
    }
  }

  /** One run of a plan. */
  record Run(PlannedTable table, RunSettings settings, Path folder) {
    String name() {
      return "%s %s, seed %d".formatted(settings.task(), settings.architecture(), settings.seed());
    }
  }

  /** All runs, those of one seed after the other, so that the whole table is filled early. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      for (PlannedTable table : tables) {
        for (Architecture architecture : table.architectures()) {
          runs.add(run(table, architecture, FIRST_SEED + seed));
        }
      }
    }
    return runs;
  }

  /** Refuses what cannot be trained before anything is. */
  void check(List<Run> runs) throws IOException {
    for (Run run : runs) {
      Path file = run.settings.data();
      if (file != null && !Files.exists(file)) {
        throw new CliException(
            "%s: no such file, but %s needs it; name the folder of the data with --data"
                .formatted(file, run.settings.task()));
      }
      run.settings.recipe();
    }
  }

  private Run run(PlannedTable table, Architecture architecture, long seed) {
    Task task = table.task();
    Size size = quick ? Size.quick(task) : Size.FULL;
    RunSettings settings =
        new RunSettings(
            task,
            architecture,
            null,
            file(task),
            size.length(),
            false,
            size.sequences(),
            size.epochs(),
            null,
            null,
            seed);
    String name = "%s%s-%s-%d".formatted(quick ? "quick-" : "", task, architecture, seed);
    return new Run(table, settings, folder.resolve("runs").resolve(name));
  }

  private Path file(Task task) {
    return switch (task.kind()) {
      case SYNTHETIC -> null;
      case DIGITS -> data;
      case MUSIC, TEXT -> Files.isDirectory(data) ? data.resolve(published(task)) : data;
    };
  }

  /** As the data is published. */
  private static String published(Task task) {
    return switch (task) {
      case JSB -> "JSB_Chorales.mat";
      case NOTTINGHAM -> "Nottingham.mat";
      case CHAR -> "tinyshakespeare.txt";
      default -> throw new IllegalArgumentException("no table is about " + task);
    };
  }

  /** Brings a run to its end; false if it was stopped before. */
  boolean train(Run run, Engine engine, TrainingListener listener) throws IOException {
    if (!RunRecord.isOver(run.folder)) {
      try (TrainingRun training =
          RunRecord.hasBegun(run.folder)
              ? TrainingRun.resume(
                  RunRecord.settings(run.folder).withData(run.settings.data()),
                  RunFolder.open(run.folder),
                  engine)
              : TrainingRun.begin(run.settings, run.folder, engine)) {
        Ending.inTime(training::stop, () -> training.run(listener));
      } catch (CliException trouble) {
        if (!RunRecord.isOver(run.folder)) {
          throw trouble;
        }
      }
    }
    boolean over = RunRecord.isOver(run.folder);
    if (over) {
      measureLengths(run, engine);
    }
    return over;
  }

  /** Accuracy by length of the sequences, once. */
  private void measureLengths(Run run, Engine engine) throws IOException {
    Path best = RunFolder.open(run.folder).best();
    Path lengths = run.folder.resolve(RunRecord.LENGTHS);
    if (run.table.lengths().isEmpty() || Files.exists(lengths) || !Files.exists(best)) {
      return;
    }
    Model model = Model.load(best, ModelOptions.defaults().backend(engine.backend()));
    Task task = run.settings.task();
    StringBuilder text = new StringBuilder("length,accuracy\n");
    for (int length : run.table.lengths()) {
      if (quick && length > QUICK_LENGTH) {
        break;
      }
      Examples all = TaskData.of(task).length(length).examples(Split.TEST, model.description(), 0);
      int few = Math.max(LEAST_SEQUENCES, FRAMES_OF_A_LENGTH / length);
      Examples measured = FirstExamples.of(all, few);
      Score score = Scoring.of("length " + length, task, model, measured, engine, () -> false);
      text.append(length).append(',').append(score.accuracy()).append('\n');
    }
    WholeFile.write(lengths, text.toString());
  }

  /** The tables, with what is over. */
  List<ReportTable> report(List<Run> runs) throws IOException {
    List<ReportTable> filled = new ArrayList<>();
    for (PlannedTable table : tables) {
      Map<Architecture, List<RunFigures>> figures = new LinkedHashMap<>();
      Map<Architecture, String> commands = new LinkedHashMap<>();
      for (Run run : runs) {
        if (run.table == table) {
          Architecture architecture = run.settings.architecture();
          figures.computeIfAbsent(architecture, a -> new ArrayList<>());
          commands.putIfAbsent(architecture, RunRecord.command(run.settings));
          if (RunRecord.isOver(run.folder)) {
            figures.get(architecture).add(RunRecord.figures(run.folder, table.measure()));
          }
        }
      }
      List<ReportRow> rows = new ArrayList<>();
      figures.forEach(
          (architecture, done) ->
              rows.add(
                  new ReportRow(
                      architecture.toString(),
                      ReproductionPlan.note(architecture),
                      commands.get(architecture),
                      seeds,
                      done,
                      PublishedFigures.of(table.id(), architecture.toString()))));
      filled.add(
          new ReportTable(
              table.id(),
              table.title(),
              table.text(),
              PublishedFigures.others(table.id()),
              table.measure(),
              rows));
    }
    return filled;
  }
}
