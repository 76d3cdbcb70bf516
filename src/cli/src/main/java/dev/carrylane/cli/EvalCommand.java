package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.engine.Backend;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Score;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a model on a data set. */
@Command(
    name = "eval",
    description = {
      "Evaluate a model on a data set.",
      "Music (jsb, nottingham, muse, piano) gives the negative log-likelihood per frame in nats, char bits per"
          + " character, adding the mean squared error, the others the accuracy as a fraction. Synthetic tasks (adding,"
          + " copy, selective-copy, parity, mod3, addition) need no data, and take a --length."
    })
final class EvalCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 1024;

  @Parameters(
      paramLabel = "TASK",
      converter = Choice.OfTask.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Task task;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "A model file or a PyTorch checkpoint.")
  private Path modelFile;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "The .mat file of a music task; for smnist and pmnist the folder of the MNIST files or the images file; for char a"
              + " UTF-8 text or a folder with one for each split. Synthetic tasks have none.")
  private Path data;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "The length of the sequences of a synthetic task.")
  private Integer length;

  @Option(
      names = "--split",
      defaultValue = "test",
      converter = Choice.OfSplit.class,
      paramLabel = "SPLIT",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Split split;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Threads that work at once; ${DEFAULT-VALUE} by default. They change nothing but the time.")
  private int threads;

  @Mixin private BackendSelection selection;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() throws IOException {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new CliException("--threads is " + threads + "; it must be from 1 to " + MAX_THREADS);
    }
    Backend backend = BackendSelection.active();
    Model model = ModelFiles.open(modelFile, task, backend, report);
    TaskData source = DataSource.of(task, data, length);
    requireFit(source, model.description());

    Score score;
    double seconds;
    try (Workers workers = Workers.start(backend, threads)) {
      Examples examples = source.examples(split, model.description(), 1);
      long start = System.nanoTime();
      score = Scoring.of(task + " " + split, task, model, examples, workers.engine(), () -> false);
      seconds = (System.nanoTime() - start) * 1e-9;
    }
    if (!Double.isFinite(score.value())) {
      throw new CliException(
          "%s gives results that are no finite numbers (%s %s); its weights are damaged"
              .formatted(modelFile, score.metric(), score.value()));
    }
    report.print(facts(score, seconds, model), text(score, seconds, model));
    return Main.SUCCESS;
  }

  /** Refuses a model whose frames are not those of the task. */
  private void requireFit(TaskData source, ModelDescription model) {
    try {
      source.requireFit(model);
    } catch (IllegalArgumentException refused) {
      // A checkpoint has the task that it is evaluated on.
      String trainedFor = model.task().startsWith(Task.CHAR + ":") ? "char" : model.task();
      boolean other = !trainedFor.isEmpty() && !trainedFor.equals(task.toString());
      String trained = other ? " (its file says it is for " + trainedFor + ")" : "";
      throw new CliException(
          "%s %s; give a model of that task%s".formatted(modelFile, refused.getMessage(), trained));
    }
  }

  private Map<String, Object> facts(Score score, double seconds, Model model) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("task", task.toString());
    facts.put("split", split.toString());
    facts.put("metric", score.metric());
    facts.put("value", score.value());
    if (Double.isFinite(score.nll())) {
      facts.put("nll", score.nll());
    }
    if (task.kind() == Task.Kind.SYNTHETIC) {
      facts.put("accuracy", score.accuracy());
      facts.put("whole_sequences", score.wholeSequences());
    }
    facts.put("frames", score.frames());
    facts.put("sequences", score.sequences());
    facts.put("seconds", seconds);
    facts.put("parameters", model.description().parameterCount());
    facts.put("backend", model.backend().name());
    facts.put("threads", threads);
    facts.put("layers", model.description().toString());
    facts.put("model", modelFile.toString());
    if (data != null) {
      facts.put("data", data.toString());
    }
    return facts;
  }

  private String text(Score score, double seconds, Model model) {
    return """
        %s %s: %s
        %d frames in %d sequences, %.3f s
        %s, %d parameters, %s, %d %s
        """
        .formatted(
            task,
            split,
            figures(task, score),
            score.frames(),
            score.sequences(),
            seconds,
            model.description(),
            model.description().parameterCount(),
            model.backend().name(),
            threads,
            threads == 1 ? "thread" : "threads");
  }

  /** A score in words. */
  static String figures(Task task, Score score) {
    String nll = "nll %.6f nats".formatted(score.nll());
    return switch (task.kind()) {
      case MUSIC -> nll + " per frame";
      case DIGITS -> "accuracy %.4f, %s per sequence".formatted(score.value(), nll);
      case TEXT -> "%.6f bits per character".formatted(score.value());
      case SYNTHETIC ->
          "%s %.6f, %.4f of the sequences wholly right"
              .formatted(score.metric(), score.value(), score.wholeSequences());
    };
  }
}
