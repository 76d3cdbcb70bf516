package dev.carrylane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.Ending;
import dev.carrylane.cli.console.Messages;
import dev.carrylane.engine.Backend;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.recipes.Architecture;
import dev.carrylane.training.EpochFigures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model for a task. */
@Command(
    name = "train",
    description = {
      "Train a model for a task.",
      "What is not said is as the task's recipe for the kind of model has it; for the paper's models these are the"
          + " paper's settings. The folder gets the best model by validation (best.safetensors) and the last one, the"
          + " curve as a table and a picture (curve.csv, curve.svg), and run.json with settings, machine and figures."
          + " Ctrl-C stops it after the step at hand; --resume goes on, to the same bits."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 1024;

  @Parameters(
      paramLabel = "TASK",
      arity = "0..1",
      converter = Choice.OfTask.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Task task;

  @Option(
      names = "--arch",
      paramLabel = "KIND",
      converter = Choice.OfArchitecture.class,
      description = "The kind of model: one of ${COMPLETION-CANDIDATES}; clrnn by default.")
  private Architecture architecture;

  @Option(
      names = "--describe",
      paramLabel = "JSON",
      description = "A file with the model's description, instead of the layers that --arch has.")
  private Path describe;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "The .mat file of a music task, the folder of the MNIST files, or for char a UTF-8 text or a folder with one for"
              + " each split. Synthetic tasks have none. With --resume, where they are now.")
  private Path data;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "The length of the sequences of a synthetic task.")
  private Integer length;

  @Option(
      names = "--transpose",
      description = "Transpose each piece of music by −5 to +6 semitones, anew in each epoch.")
  private boolean transposed;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      description = "Only the first N sequences of each split, to try something out.")
  private Integer sequences;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often to go through all sequences.")
  private Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Sequences of a step.")
  private Integer batch;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "The learning rate, before its schedule.")
  private Double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What all random choices follow from: the same seed gives the same bits.")
  private Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that work at once; all processors by default. They change nothing but the time.")
  private Integer threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for the run, new or empty; runs/TASK-KIND-SEED by default.")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the run in this folder, which has all settings.")
  private Path resumed;

  @Mixin private BackendSelection selection;

  @Mixin private ReportOptions report;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw new CliException("--threads is " + threads + "; it must be from 1 to " + MAX_THREADS);
    }
    if (resumed == null && task == null) {
      throw new ParameterException(
          command.commandLine(), "missing TASK, what to train for (or --resume DIR)");
    }
    Backend backend = BackendSelection.active();
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    try (Workers workers = Workers.start(backend, count);
        TrainingRun run = resumed == null ? begin(workers) : resume(workers)) {
      Ending.inTime(run::stop, () -> train(run));
    }
    return Main.SUCCESS;
  }

  private TrainingRun begin(Workers workers) throws IOException {
    ModelDescription described = describe == null ? null : ModelFiles.description(describe);
    RunSettings settings =
        new RunSettings(
            task,
            architecture == null ? Architecture.CLRNN : architecture,
            described,
            data == null ? null : data.toAbsolutePath(),
            length,
            transposed,
            sequences,
            epochs,
            batch,
            learningRate,
            seed);
    return TrainingRun.begin(settings, out, workers.engine());
  }

  private TrainingRun resume(Workers workers) throws IOException {
    RunFolder folder = RunFolder.open(resumed);
    RunSettings settings;
    JsonNode record = folder.readRecord();
    try {
      settings = RunSettings.of(record.required("settings"));
    } catch (RuntimeException damaged) {
      throw new CliException(
          "%s is damaged: %s; begin anew with --out"
              .formatted(folder.record(), damaged.getMessage()));
    }
    requireSame("TASK", task, settings.task());
    requireSame("--arch", architecture, settings.architecture());
    if (describe != null) {
      requireSame("--describe", ModelFiles.description(describe), settings.described());
    }
    requireSame("--length", length, settings.length());
    requireSame("--transpose", transposed ? true : null, settings.transposed());
    requireSame("--sequences", sequences, settings.sequences());
    requireSame("--epochs", epochs, settings.epochs());
    requireSame("--batch", batch, settings.batch());
    requireSame("--lr", learningRate, settings.learningRate());
    requireSame("--seed", seed, settings.seed());
    if (out != null
        && !out.toAbsolutePath().normalize().equals(resumed.toAbsolutePath().normalize())) {
      throw new CliException("--out is " + out + ", but a run goes on in its folder; leave it out");
    }
    RunSettings moved = data == null ? settings : settings.withData(data.toAbsolutePath());
    return TrainingRun.resume(moved, folder, workers.engine());
  }

  private void requireSame(String name, Object given, Object ran) {
    if (given != null && !Objects.equals(given, ran)) {
      throw new CliException(
          "%s is not what the run in %s has (%s); leave it out, or begin another run with --out"
              .formatted(name, resumed, ran));
    }
  }

  private void train(TrainingRun run) throws IOException {
    // A report for programs is alone on standard output.
    PrintWriter lines =
        report.isJson() ? command.commandLine().getErr() : command.commandLine().getOut();
    lines.println(heading(run));
    lines.flush();
    try (TrainingProgress progress =
        new TrainingProgress(run.settings().task().toString(), run.options().epochs(), lines)) {
      run.run(progress);
    }
    Map<String, Object> facts = run.facts();
    facts.put("folder", run.folder().path().toString());
    if (run.tested() != null) {
      report.print(facts, text(run));
      return;
    }
    if (report.isJson()) {
      report.print(facts, "");
    }
    report.note(
        "stopped after %d of %d epochs; go on with: ./carrylane train --resume %s"
            .formatted(run.epochs().size(), run.options().epochs(), run.folder().path()));
  }

  private static String heading(TrainingRun run) {
    RunSettings settings = run.settings();
    String begun =
        run.epochs().isEmpty() ? "" : "; goes on after epoch %d".formatted(run.epochs().size());
    return "%s into %s: %s; %,d parameters%s"
        .formatted(
            settings.task(),
            Messages.oneLine(run.folder().path().toString()),
            run.model(),
            run.model().parameterCount(),
            begun);
  }

  private static String text(TrainingRun run) {
    RunSettings settings = run.settings();
    EpochFigures best = run.best();
    String source =
        (settings.data() == null ? "" : " --data " + settings.data())
            + (settings.length() == null ? "" : " --length " + settings.length());
    return """
        %d epochs in %.1f s; the best model by validation is that of epoch %d
        test: %s
        ./carrylane eval %s --model %s%s
        """
        .formatted(
            run.epochs().size(),
            run.seconds(),
            best.epoch(),
            EvalCommand.figures(settings.task(), run.tested()),
            settings.task(),
            Messages.oneLine(run.folder().best().toString()),
            Messages.oneLine(source));
  }
}
