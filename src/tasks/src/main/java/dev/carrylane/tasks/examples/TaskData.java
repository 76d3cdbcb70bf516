package dev.carrylane.tasks.examples;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the sequences of a task come from. Immutable.
 *
 * {@snippet :
 * TaskData data = TaskData.of(Task.JSB, Path.of("JSB_Chorales.mat"));
 * Examples train = data.examples(Split.TRAIN, model, 1);
 * }
 */
public abstract class TaskData {
  private final Task task;

  TaskData(Task task) {
    this.task = task;
  }

  /**
   * The data of a task that is read from files. Text is read now, other files when examples are asked for.
   *
   * @param task the task
   * @param path the MATLAB file of a music task; the folder of MNIST's files; a UTF-8 file or a folder with one for each split for
   *     {@code char}
   * @return the data
   * @throws IllegalArgumentException if the task is synthetic
   * @throws IOException if a text can't be read
   */
  public static TaskData of(Task task, Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    return switch (task.kind()) {
      case MUSIC -> new MusicTaskData(task, path, false);
      case DIGITS -> new DigitTaskData(task, path, false);
      case TEXT -> TextTaskData.read(task, path);
      case SYNTHETIC ->
          throw new IllegalArgumentException(
              task + " is drawn from random numbers; it is read from no file");
    };
  }

  /**
   * The data of a task that needs no files.
   *
   * @param task the task
   * @return sequences of the task's usual lengths
   * @throws IllegalArgumentException if the task is none of these
   */
  public static TaskData of(Task task) {
    if (task.kind() != Task.Kind.SYNTHETIC) {
      throw new IllegalArgumentException(task + " is read from a file; name it");
    }
    return new SyntheticTaskData(task, SyntheticSizes.of(task));
  }

  /**
   * The same with pieces to train on that are moved by −5 to +6 semitones, anew in each epoch.
   *
   * @return other data
   * @throws IllegalArgumentException if the task is no music
   */
  public TaskData transposed() {
    throw new IllegalArgumentException(task + " is no music, which could be transposed");
  }

  /**
   * The same with sequences of another length in the test split, and in the others where these are as long.
   *
   * @param length blanks of {@code copy}, frames before the markers of {@code selective-copy}, digits of {@code parity} and {@code
   *     mod3}, bits of {@code addition}, numbers of {@code adding}
   * @return other data
   * @throws IllegalArgumentException if the task is not synthetic, or the length is none
   */
  public TaskData length(int length) {
    throw new IllegalArgumentException(task + " is read from a file, which has its lengths");
  }

  /**
   * The same where what validates is not trained on. Only for digits does this differ: they come without a valid split, so that the
   * last 5,000 images to train on validate, and the paper's models are trained on all.
   *
   * @return other data, or the same
   */
  public TaskData heldOut() {
    return this;
  }

  /** {@return the task} */
  public final Task task() {
    return task;
  }

  /** {@return channels of an input frame, as most models take it} */
  public abstract int inputs();

  /** {@return channels of an output frame} */
  public abstract int outputs();

  /**
   * The characters of a text.
   *
   * @return all that occur in any of its splits
   * @throws IllegalArgumentException if the task is no text
   */
  public Vocabulary vocabulary() {
    throw new IllegalArgumentException(task + " is no text, which has characters");
  }

  /** {@return what a model's description has as its task} */
  public String modelTask() {
    return task.toString();
  }

  /**
   * The length of the sequences to train on that are the longest.
   *
   * @return frames; 0 where a file says it
   */
  public int longestTrained() {
    return 0;
  }

  /**
   * Refuses a model that is none for the task.
   *
   * @param model the model
   * @throws IllegalArgumentException if its frames are not those of the task; the message begins with a verb
   */
  public final void requireFit(ModelDescription model) {
    requireFrames(model);
    if (!model.isCausal()) {
      throw new IllegalArgumentException("sees later frames, so that predicting means nothing");
    }
  }

  /** Checks widths and lengths. */
  void requireFrames(ModelDescription model) {
    requireWidths(model, inputs(), outputs());
    requireResultPerFrame(model);
  }

  final void requireResultPerFrame(ModelDescription model) {
    if (model.sequenceLength() != 0) {
      throw new IllegalArgumentException(
          "gives one result per sequence of %d frames, but %s needs a result per frame"
              .formatted(model.sequenceLength(), task));
    }
  }

  final void requireWidths(ModelDescription model, int inputs, int outputs) {
    if (model.inputs() != inputs || model.outputs() != outputs) {
      throw new IllegalArgumentException(
          "maps %d to %d channels, but %s needs %d to %d"
              .formatted(model.inputs(), model.outputs(), task, inputs, outputs));
    }
  }

  /**
   * The sequences of a split, in the frames that a model takes. Those of the valid and test splits are always the same.
   *
   * @param split the split
   * @param model a model that {@link #requireFit} lets pass
   * @param seed what is drawn to train on follows from this
   * @return sequences
   * @throws IllegalArgumentException if the model doesn't fit
   * @throws IOException if a file can't be read
   */
  public final Examples examples(Split split, ModelDescription model, long seed)
      throws IOException {
    requireFit(model);
    return read(split, model, seed);
  }

  abstract Examples read(Split split, ModelDescription model, long seed) throws IOException;
}
