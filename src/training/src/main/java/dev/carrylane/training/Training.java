package dev.carrylane.training;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The training of a model from its first epoch to its last, with validation, and with checkpoints from which it goes on to the
 * same bits.
 *
 * {@snippet :
 * Training training =
 *     Training.of(description, TrainingOptions.of(Optimizer.adam(1e-3)).epochs(20), engine)
 *         .into(Path.of("run"));
 * Model model = Model.of(training.run(train, valid, TrainingListener.NONE).best());
 * }
 *
 * <p>The folder gets {@code best.safetensors} and {@code last.safetensors}, which are models, and {@code state.safetensors}, from which
 * {@link #resume} goes on; each appears whole or not at all. States are written at least every half a minute, when training is
 * {@linkplain #stop stopped}, and at the end.
 *
 * <p>One user thread; {@link #stop} may be called by any.
 */
public final class Training {
  /** So much work is lost at most when a machine goes down. */
  private static final long STATE_NANOS = 30_000_000_000L;

  private static final String BEST = "best.safetensors";
  private static final String LAST = "last.safetensors";

  private final Trainer trainer;
  private final TrainingOptions options;
  private final ModelDescription description;
  private final StopRequest stop = new StopRequest();
  private Path folder;

  /** Whether the folder's state is of this training. */
  private boolean hasState;

  /** When the state was last written, or the run began. */
  private long written;

  /** What a state holds besides the trainer's arrays. */
  private final TrainingState state = new TrainingState();

  private Training(Trainer trainer, ModelDescription description, TrainingOptions options) {
    this.trainer = trainer;
    this.description = description;
    this.options = options;
  }

  /**
   * The training of a new model.
   *
   * @param description its layers
   * @param options how it is trained
   * @param engine where: threads and backend change no bit
   * @return a training that has not begun
   * @throws IllegalArgumentException if options don't fit the model
   */
  public static Training of(ModelDescription description, TrainingOptions options, Engine engine) {
    return new Training(Trainer.of(description, options, engine), description, options);
  }

  /**
   * The training of a model that has been trained before, perhaps on something else.
   *
   * @param file the model
   * @param options how it is trained
   * @param engine where
   * @return a training that has not begun
   */
  public static Training of(ModelFile file, TrainingOptions options, Engine engine) {
    return new Training(Trainer.of(file, options, engine), file.description(), options);
  }

  /**
   * Names a folder for models and states.
   *
   * @param folder it is made when the training begins
   * @return this
   */
  public Training into(Path folder) {
    this.folder = folder;
    return this;
  }

  /**
   * Goes on from the state in the folder.
   *
   * @return this
   * @throws IllegalArgumentException if the state is of another model or other options
   * @throws IOException if there is none, or it cannot be read
   */
  public Training resume() throws IOException {
    if (folder == null) {
      throw new IllegalStateException("name the folder to resume from first, by into(folder)");
    }
    state.read(folder.resolve(TrainingState.FILE), trainer, description, options);
    hasState = true;
    return this;
  }

  /** {@return what came of the epochs that are done, those before a resumption included} */
  public List<EpochFigures> epochs() {
    return List.copyOf(state.epochs);
  }

  /**
   * Asks {@link #run} to come to an end: after the step at hand, or within a validation, which is then done anew when training goes
   * on; with everything written.
   */
  public void stop() {
    stop.make();
  }

  /**
   * Trains.
   *
   * @param train what to train on
   * @param valid what decides which model is the best, and plateaus; null for nothing
   * @param listener is told how it goes
   * @return the models, once all epochs are done or training is stopped
   * @throws DivergedException if a loss, a gradient or a weight is not finite any more; names the last good state and the best model
   * @throws IOException if a file cannot be written
   */
  public TrainingResult run(Examples train, Examples valid, TrainingListener listener)
      throws IOException {
    if (train.count() < 1) {
      throw new IllegalArgumentException("there are no examples to train on");
    }
    if (folder != null) {
      Files.createDirectories(folder);
    }
    written = System.nanoTime();
    try {
      while (!isOver()) {
        if (!epoch(train, valid, listener)) {
          break;
        }
        saveIfDue();
      }
      trainer.requireFinite();
    } catch (DivergedException diverged) {
      throw diverged.with(whatIsGood());
    }
    ModelFile last = trainer.model();
    ModelFile best =
        state.best == null
            ? last
            : new ModelFile(description, trainer.slices().toParameters(state.best));
    if (folder != null) {
      save();
      last.write(folder.resolve(LAST));
      best.write(folder.resolve(BEST));
    }
    return new TrainingResult(best, last, state.epochs, isOver());
  }

  /** What this training, and not another one before in its folder, has kept. */
  private String whatIsGood() {
    String text = "";
    if (hasState) {
      text += "; the last good state is " + folder.resolve(TrainingState.FILE);
    }
    if (folder != null && state.best != null) {
      text += "; the best model is " + folder.resolve(BEST);
    }
    return text;
  }

  private boolean isOver() {
    int done = state.epochs.size();
    return done >= options.epochs() || state.step == 0 && isImpatient(done);
  }

  private boolean isImpatient(int done) {
    if (options.patience() == 0) {
      return false;
    }
    int since = 0;
    for (EpochFigures figures : state.epochs) {
      since = figures.best() ? 0 : since + 1;
    }
    return done > 0 && since >= options.patience();
  }

  /** Goes on with the epoch at hand, and says whether it came to its end. */
  private boolean epoch(Examples all, Examples valid, TrainingListener listener)
      throws IOException {
    int epoch = state.epochs.size();
    Examples examples = all.ofEpoch(epoch);
    int[] order = order(examples.count(), epoch);
    long stepsOfEpoch = stepsOfEpoch(examples, order);
    double[] losses = state.validationLosses();
    long began = System.nanoTime();
    while (state.next < order.length) {
      int count = Math.min(options.batch(), order.length - state.next);
      double factor = factor(trainer.steps(), stepsOfEpoch, losses);
      int first = state.frame;
      int longest = longest(examples, order, state.next, count);
      int segment = options.segment() == 0 ? longest : options.segment();
      double loss =
          options.segment() == 0
              ? trainer.step(examples, order, state.next, count, factor)
              : trainer.stepSegment(examples, order, state.next, count, first, segment, factor);
      long frames = frames(examples, order, state.next, count, first, segment);
      state.lossSum += loss;
      state.step++;
      state.frame += segment;
      if (state.frame >= longest) {
        state.frame = 0;
        state.next += count;
      }
      listener.step(epoch + 1, state.step, stepsOfEpoch, state.lossSum / state.step, frames);
      if (state.next < order.length) {
        double before = state.seconds;
        state.seconds += (System.nanoTime() - began) * 1e-9;
        if (stop.isMade()) {
          return false;
        }
        saveIfDue();
        state.seconds = before;
      }
    }
    Figures figures =
        valid == null ? new Figures(Double.NaN, Double.NaN, 0) : trainer.evaluate(valid, stop);
    if (figures == null) {
      state.seconds += (System.nanoTime() - began) * 1e-9;
      return false;
    }
    if (valid != null && !Double.isFinite(figures.loss())) {
      throw new DivergedException(trainer.steps(), "the validation loss is " + figures.loss());
    }
    boolean best = valid == null || figures.loss() < least(losses);
    if (best && valid != null) {
      state.best = trainer.evaluatedWeights();
      if (folder != null) {
        trainer.model().write(folder.resolve(BEST));
      }
    }
    double seconds = state.seconds + (System.nanoTime() - began) * 1e-9;
    double rate =
        factor(trainer.steps() - 1, stepsOfEpoch, losses) * options.optimizer().learningRate();
    EpochFigures done =
        new EpochFigures(epoch + 1, state.lossSum / state.step, figures, rate, seconds, best);
    state.endEpoch(done);
    listener.epoch(done);
    return !stop.isMade();
  }

  /** What the learning rate is multiplied by in a step, counted from 0. */
  private double factor(long step, long stepsOfEpoch, double[] losses) {
    return options.schedule().factor(step, stepsOfEpoch * options.epochs(), losses, losses.length);
  }

  private static double least(double[] losses) {
    double least = Double.POSITIVE_INFINITY;
    for (double loss : losses) {
      least = Math.min(least, loss);
    }
    return least;
  }

  /** The order of an epoch, from its number and the seed alone. */
  private int[] order(int count, int epoch) {
    int[] order = new int[count];
    long key = Random.key(~options.seed(), epoch);
    for (int i = 0; i < count; i++) {
      int other = options.shuffle() ? Random.below(key, i, i + 1) : i;
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  private long stepsOfEpoch(Examples examples, int[] order) {
    if (options.segment() == 0) {
      return Math.ceilDiv(order.length, options.batch());
    }
    long steps = 0;
    for (int next = 0; next < order.length; next += options.batch()) {
      int count = Math.min(options.batch(), order.length - next);
      steps += Math.ceilDiv(longest(examples, order, next, count), options.segment());
    }
    return steps;
  }

  private static int longest(Examples examples, int[] order, int from, int count) {
    int longest = 1;
    for (int i = from; i < from + count; i++) {
      longest = Math.max(longest, examples.frames(order[i]));
    }
    return longest;
  }

  private static long frames(
      Examples examples, int[] order, int from, int count, int first, int segment) {
    long frames = 0;
    for (int i = from; i < from + count; i++) {
      frames += Math.clamp(examples.frames(order[i]) - first, 0, segment);
    }
    return frames;
  }

  private void saveIfDue() throws IOException {
    if (folder != null && System.nanoTime() - written > STATE_NANOS) {
      save();
      written = System.nanoTime();
    }
  }

  /** Nobody could go on from weights that are not finite. */
  private void save() throws IOException {
    trainer.requireFinite();
    state.write(folder.resolve(TrainingState.FILE), trainer, description, options);
    hasState = true;
  }
}
