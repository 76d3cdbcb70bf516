package dev.carrylane.tasks.examples;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Random;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the sequences of a task come from. Immutable; files are read when examples are asked for.
 *
 * {@snippet :
 * TaskData data = TaskData.of(Task.JSB, Path.of("JSB_Chorales.mat"));
 * Examples train = data.examples(Split.TRAIN, 1);
 * }
 */
public final class TaskData {
  /** What the sequences of a synthetic task's split follow from, apart from the seed of those to train on. */
  private static final long KEY = 0x7461736b73L;

  private final Task task;
  private final Path file;
  private final boolean transposed;
  private final boolean joint;
  private final SyntheticSizes sizes;

  private TaskData(Task task, Path file, boolean transposed, boolean joint, SyntheticSizes sizes) {
    this.task = task;
    this.file = file;
    this.transposed = transposed;
    this.joint = joint;
    this.sizes = sizes;
  }

  /**
   * The data of a task that is read from files.
   *
   * @param task the task
   * @param file the MATLAB file of a music task
   * @return the data
   * @throws IllegalArgumentException if the task is synthetic
   */
  public static TaskData of(Task task, Path file) {
    Objects.requireNonNull(file, "file");
    if (!task.isMusic()) {
      throw new IllegalArgumentException(task + " is no music; it has no such file");
    }
    return new TaskData(task, file, false, false, null);
  }

  /**
   * The data of a task that needs no files.
   *
   * @param task the task
   * @return sequences of the task's usual lengths
   * @throws IllegalArgumentException if the task is none of these
   */
  public static TaskData of(Task task) {
    return new TaskData(task, null, false, false, SyntheticSizes.of(task));
  }

  /**
   * The same with pieces to train on that are moved by −5 to +6 semitones, anew in each epoch.
   *
   * @return other data
   * @throws IllegalArgumentException if the task is no music
   */
  public TaskData transposed() {
    if (!task.isMusic()) {
      throw new IllegalArgumentException(task + " is no music, which could be transposed");
    }
    return new TaskData(task, file, true, joint, sizes);
  }

  /**
   * The same with frames as a model takes them. One of joint notes takes twice as many channels as a frame of music has: the notes of a frame and,
   * behind them, those of the next, each of which is told from the ones below it too.
   *
   * @param model the model
   * @return other data, or the same
   */
  public TaskData forModel(ModelDescription model) {
    boolean takesTwo = task.isMusic() && model.inputs() == 2 * MusicData.NOTES;
    return takesTwo == joint ? this : new TaskData(task, file, transposed, takesTwo, sizes);
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
    if (sizes == null) {
      throw new IllegalArgumentException(task + " is read from a file, which has its lengths");
    }
    return new TaskData(task, file, transposed, joint, sizes.withLength(length));
  }

  /** {@return the task} */
  public Task task() {
    return task;
  }

  /** {@return channels of an input frame} */
  public int inputs() {
    if (sizes != null) {
      return sizes.sequences().inputs();
    }
    return joint ? 2 * MusicData.NOTES : MusicData.NOTES;
  }

  /** {@return channels of an output frame} */
  public int outputs() {
    return sizes == null ? MusicData.NOTES : sizes.sequences().outputs();
  }

  /**
   * The length of the sequences to train on that are the longest.
   *
   * @return frames; 0 where a file says it
   */
  public int longestTrained() {
    return sizes == null ? 0 : sizes.sequences().frames(sizes.trainedTo());
  }

  /**
   * The sequences of a split. Those of the valid and test splits are always the same.
   *
   * @param split the split
   * @param seed what is drawn to train on follows from this
   * @return sequences
   * @throws IOException if a file can't be read
   */
  public Examples examples(Split split, long seed) throws IOException {
    if (sizes != null) {
      return drawn(split, seed);
    }
    MusicData music = MusicData.read(file, split);
    Examples pieces =
        transposed && split == Split.TRAIN
            ? MusicExamples.transposed(music, seed)
            : MusicExamples.of(music);
    return joint ? new JointExamples(pieces, MusicData.NOTES, MusicData.NOTES) : pieces;
  }

  private Examples drawn(Split split, long seed) {
    SyntheticTask sequences = sizes.sequences();
    int judged = sizes.judged();
    long key = Random.key(KEY, split.ordinal());
    return switch (split) {
      case TRAIN ->
          new DrawnExamples(
              sequences,
              sizes.trained(),
              sizes.trainedFrom(),
              sizes.trainedTo(),
              Random.key(key, seed));
      case VALID -> new DrawnExamples(sequences, judged, sizes.validFrom(), sizes.validTo(), key);
      case TEST -> new DrawnExamples(sequences, judged, sizes.length(), sizes.length(), key);
    };
  }
}
