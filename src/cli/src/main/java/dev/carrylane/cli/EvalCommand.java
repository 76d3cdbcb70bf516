package dev.carrylane.cli;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.tasks.Evaluation;
import dev.carrylane.tasks.Score;
import dev.carrylane.tasks.SequenceModel;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.MnistData;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.tasks.data.Split;
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
      "Music (jsb, nottingham, muse, piano) gives the negative log-likelihood per frame in nats, smnist the"
          + " accuracy as a fraction."
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
      required = true,
      paramLabel = "PATH",
      description =
          "The .mat file of a music task; for smnist the folder of the MNIST files or the images file.")
  private Path data;

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
    if (!task.isMusic() && task != Task.SMNIST) {
      throw new CliException(task + " can't be evaluated yet");
    }
    if (task == Task.SMNIST && split == Split.VALID) {
      throw new CliException("smnist has no valid split; use --split train or --split test");
    }
    Backend backend = BackendSelection.active();
    Model model = ModelFiles.open(modelFile, task, backend, report);
    requireFit(model.description());

    Score score;
    double seconds;
    try (Workers workers = Workers.start(backend, threads)) {
      // Likelihoods are computed from logits, whatever the model ends in.
      ModelState state = model.withOutput(Output.NONE).newState(workers.engine());
      SequenceModel logits =
          (frames, x, y) -> {
            state.reset();
            state.run(frames, x, 0, y, 0);
          };
      MusicData music = task.isMusic() ? MusicData.read(data, split) : null;
      MnistData digits = task.isMusic() ? null : MnistData.read(data, split);
      int sequences = music != null ? music.sequences() : digits.sequences();
      long start = System.nanoTime();
      try (Progress progress = Progress.of(task + " " + split, sequences)) {
        score =
            music != null
                ? Evaluation.music(music, isJoint(model.description()), logits, progress::step)
                : Evaluation.digits(digits, logits, progress::step);
      }
      seconds = (System.nanoTime() - start) * 1e-9;
    }
    if (!Double.isFinite(score.nll())) {
      throw new CliException(
          "%s gives results that are no finite numbers (nll %s); its weights are damaged"
              .formatted(modelFile, score.nll()));
    }
    report.print(facts(score, seconds, model), text(score, seconds, model));
    return Main.SUCCESS;
  }

  /** Refuses a model whose frames are not those of the task. */
  private void requireFit(ModelDescription model) {
    // A checkpoint has the task that it is evaluated on.
    boolean other = !model.task().isEmpty() && !model.task().equals(task.toString());
    String trained = other ? " (its file says it is for " + model.task() + ")" : "";
    int inputs = task.isMusic() ? MusicData.NOTES : 1;
    if (isJoint(model)) {
      inputs = model.inputs();
    }
    int outputs = task.isMusic() ? MusicData.NOTES : MnistData.CLASSES;
    if (model.inputs() != inputs || model.outputs() != outputs) {
      throw new CliException(
          "%s maps %d to %d channels, but %s needs %d to %d; give a model of that task%s"
              .formatted(
                  modelFile, model.inputs(), model.outputs(), task, inputs, outputs, trained));
    }
    if (!model.isCausal()) {
      throw new CliException(
          modelFile + " sees later frames, so that predicting the next one means nothing");
    }
    int length = task.isMusic() ? 0 : MnistData.PIXELS;
    if (model.sequenceLength() != length) {
      throw new CliException(
          "%s gives %s, but %s needs %s; give a model of that task%s"
              .formatted(
                  modelFile, results(model.sequenceLength()), task, results(length), trained));
    }
  }

  /** Whether notes are told one after the other. */
  private boolean isJoint(ModelDescription model) {
    return task.isMusic() && model.inputs() == 2 * MusicData.NOTES;
  }

  private static String results(int sequenceLength) {
    return sequenceLength == 0
        ? "a result per frame"
        : "one result per sequence of " + sequenceLength + " frames";
  }

  private Map<String, Object> facts(Score score, double seconds, Model model) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("task", task.toString());
    facts.put("split", split.toString());
    facts.put("metric", score.metric());
    facts.put("value", score.value());
    facts.put("nll", score.nll());
    facts.put("frames", score.frames());
    facts.put("sequences", score.sequences());
    facts.put("seconds", seconds);
    facts.put("parameters", model.description().parameterCount());
    facts.put("backend", model.backend().name());
    facts.put("threads", threads);
    facts.put("layers", model.description().toString());
    facts.put("model", modelFile.toString());
    facts.put("data", data.toString());
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
            figures(score),
            score.frames(),
            score.sequences(),
            seconds,
            model.description(),
            model.description().parameterCount(),
            model.backend().name(),
            threads,
            threads == 1 ? "thread" : "threads");
  }

  private static String figures(Score score) {
    String nll = "nll %.6f nats".formatted(score.nll());
    return score.metric().equals("nll")
        ? nll + " per frame"
        : "%s %.4f, %s per sequence".formatted(score.metric(), score.value(), nll);
  }
}
