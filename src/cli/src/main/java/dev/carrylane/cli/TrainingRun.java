package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.VersionProvider;
import dev.carrylane.cli.machine.Machine;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelOptions;
import dev.carrylane.tasks.Score;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.recipes.Recipe;
import dev.carrylane.training.DivergedException;
import dev.carrylane.training.EpochFigures;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Training;
import dev.carrylane.training.TrainingListener;
import dev.carrylane.training.TrainingOptions;
import dev.carrylane.training.TrainingResult;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training with its folder: from the first step, or from where it was stopped, to the end, or until it is stopped again. One user
 * thread; {@link #stop} may be called by any.
 */
final class TrainingRun implements AutoCloseable {
  /** The curve is written so often, besides at the end: short epochs do not wait for the disk. */
  private static final long CURVE_NANOS = 2_000_000_000L;

  private final RunSettings settings;
  private final RunFolder folder;
  private final Recipe recipe;
  private final Engine engine;
  private final Examples train;
  private final Examples valid;
  private final Examples test;
  private final Training training;
  private final List<EpochFigures> epochs = new ArrayList<>();
  private String started = now();
  private Score tested;
  private volatile boolean stopping;

  /** Of the folder. */
  private Closeable lock;

  private long curveWritten = System.nanoTime();

  private TrainingRun(RunSettings settings, Recipe recipe, RunFolder folder, Engine engine)
      throws IOException {
    this.settings = settings.resolved(recipe);
    this.recipe = recipe;
    this.folder = folder;
    this.engine = engine;
    train = examples(Split.TRAIN);
    valid = examples(Split.VALID);
    test = examples(Split.TEST);
    try {
      training = Training.of(recipe.start(), recipe.options(), engine).into(folder.path());
    } catch (IllegalArgumentException | UnsupportedOperationException refused) {
      throw new CliException(refused.getMessage());
    }
  }

  private Examples examples(Split split) throws IOException {
    Examples all = recipe.examples(split);
    return settings.sequences() == null ? all : FirstExamples.of(all, settings.sequences());
  }

  /**
   * A new run. Its folder is made last, and holds nothing but a lock before {@link #run}.
   *
   * @param folder where; null for the usual place
   */
  static TrainingRun begin(RunSettings settings, Path folder, Engine engine) throws IOException {
    Recipe recipe = settings.recipe();
    RunFolder created = RunFolder.create(folder == null ? usual(settings, recipe) : folder);
    TrainingRun run = new TrainingRun(settings, recipe, created, engine);
    run.lock = created.lock();
    try {
      // Another process may have begun here in the meantime, and be done.
      RunFolder.create(created.path());
      return run;
    } catch (IOException | RuntimeException refused) {
      run.close();
      throw refused;
    }
  }

  private static Path usual(RunSettings settings, Recipe recipe) {
    String kind = settings.described() == null ? settings.architecture().toString() : "described";
    return Path.of("runs", "%s-%s-%d".formatted(settings.task(), kind, recipe.options().seed()));
  }

  /** A run that has begun, on the state that was last written, or from its first step if none was. */
  static TrainingRun resume(RunSettings settings, RunFolder folder, Engine engine)
      throws IOException {
    TrainingRun run = new TrainingRun(settings, settings.recipe(), folder, engine);
    run.lock = folder.lock();
    try {
      run.goOn();
      return run;
    } catch (IOException | RuntimeException refused) {
      run.close();
      throw refused;
    }
  }

  private void goOn() throws IOException {
    if (Files.exists(folder.state())) {
      try {
        training.resume();
      } catch (IllegalArgumentException refused) {
        throw new CliException(refused.getMessage());
      }
    }
    epochs.addAll(training.epochs());
    started = folder.readRecord().path("started").asText(started);
  }

  RunSettings settings() {
    return settings;
  }

  RunFolder folder() {
    return folder;
  }

  ModelDescription model() {
    return recipe.model();
  }

  TrainingOptions options() {
    return recipe.options();
  }

  /** What came of each epoch that is done. */
  List<EpochFigures> epochs() {
    return epochs;
  }

  /** The best model's score on the test split; null before the training has come to its end. */
  Score tested() {
    return tested;
  }

  /** Asks {@link #run} to come to an end soon, with everything written. */
  void stop() {
    stopping = true;
    training.stop();
  }

  /** Trains, and judges the best model once all epochs are done. */
  void run(TrainingListener listener) throws IOException {
    folder.writeRecord(facts("running"));
    try {
      TrainingResult result = training.run(train, valid, listening(listener));
      if (result.complete()) {
        Model best = Model.of(result.best(), ModelOptions.defaults().backend(engine.backend()));
        tested = Scoring.of("test", settings.task(), best, test, engine, () -> stopping);
      }
    } catch (DivergedException diverged) {
      writeCurve();
      folder.writeRecord(facts("diverged"));
      throw new CliException(diverged.getMessage());
    } catch (UncheckedIOException unwritten) {
      throw unwritten.getCause();
    }
    writeCurve();
    folder.writeRecord(facts(tested == null ? "stopped" : "complete"));
  }

  private void writeCurve() throws IOException {
    folder.writeCurve("%s, %s".formatted(settings.task(), recipe.model()), epochs);
  }

  private TrainingListener listening(TrainingListener listener) {
    return new TrainingListener() {
      @Override
      public void step(int epoch, long step, long steps, double loss, long frames) {
        listener.step(epoch, step, steps, loss, frames);
      }

      @Override
      public void epoch(EpochFigures figures) {
        epochs.add(figures);
        listener.epoch(figures);
        if (System.nanoTime() - curveWritten > CURVE_NANOS) {
          try {
            writeCurve();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          curveWritten = System.nanoTime();
        }
      }
    };
  }

  /** The best epoch so far; null for none. */
  EpochFigures best() {
    EpochFigures best = null;
    for (EpochFigures figures : epochs) {
      best = figures.best() ? figures : best;
    }
    return best;
  }

  /** Seconds of all epochs. */
  double seconds() {
    double seconds = 0;
    for (EpochFigures figures : epochs) {
      seconds += figures.seconds();
    }
    return seconds;
  }

  /** What the run is and what came of it, as its record has it and reports have. */
  Map<String, Object> facts() {
    return facts(tested == null ? "stopped" : "complete");
  }

  private Map<String, Object> facts(String state) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("state", state);
    facts.put("settings", settings.facts());
    facts.put("options", optionFacts());
    facts.put("parameters", recipe.model().parameterCount());
    facts.put("layers", recipe.model().toString());
    facts.put("carrylane", VersionProvider.version());
    facts.put("java", Runtime.version().toString());
    facts.put("vm", System.getProperty("java.vm.name"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processor", Machine.current().processor().orElse("unknown"));
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("backend", engine.backend().name());
    facts.put("threads", engine.threads());
    facts.put("started", started);
    facts.put("written", now());
    facts.put("seconds", seconds());
    facts.put("epochs", epochs.size());
    EpochFigures best = best();
    facts.put("best", best == null ? null : facts(best));
    facts.put("last", epochs.isEmpty() ? null : facts(epochs.get(epochs.size() - 1)));
    facts.put("test", tested == null ? null : facts(tested));
    return facts;
  }

  private Map<String, Object> optionFacts() {
    TrainingOptions options = recipe.options();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("optimizer", options.optimizer().toString());
    facts.put("schedule", options.schedule().toString());
    facts.put("epochs", options.epochs());
    facts.put("batch", options.batch());
    facts.put("mean", options.mean());
    facts.put("clip", options.clip());
    facts.put("average", options.average());
    facts.put("shuffle", options.shuffle());
    facts.put("segment", options.segment());
    facts.put("patience", options.patience());
    facts.put("seed", options.seed());
    return facts;
  }

  private static Map<String, Object> facts(EpochFigures epoch) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("epoch", epoch.epoch());
    facts.put("train_loss", epoch.trainLoss());
    facts.put("valid_loss", finite(epoch.valid().loss()));
    facts.put("valid_accuracy", finite(epoch.valid().accuracy()));
    return facts;
  }

  private static Map<String, Object> facts(Score score) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("metric", score.metric());
    facts.put("value", finite(score.value()));
    facts.put("nll", finite(score.nll()));
    facts.put("accuracy", score.accuracy());
    facts.put("whole_sequences", score.wholeSequences());
    facts.put("frames", score.frames());
    facts.put("sequences", score.sequences());
    return facts;
  }

  /** JSON has no other numbers. */
  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Lets other processes work in the folder. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
