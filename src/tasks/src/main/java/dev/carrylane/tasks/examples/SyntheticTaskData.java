package dev.carrylane.tasks.examples;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Random;

/** Sequences that are drawn. */
final class SyntheticTaskData extends TaskData {
  /** What the sequences of a split follow from, apart from the seed of those to train on. */
  private static final long KEY = 0x7461736b73L;

  private final SyntheticSizes sizes;

  SyntheticTaskData(Task task, SyntheticSizes sizes) {
    super(task);
    this.sizes = sizes;
  }

  @Override
  public TaskData length(int length) {
    return new SyntheticTaskData(task(), sizes.withLength(length));
  }

  @Override
  public int inputs() {
    return sizes.sequences().inputs();
  }

  @Override
  public int outputs() {
    return sizes.sequences().outputs();
  }

  @Override
  public int longestTrained() {
    return sizes.sequences().frames(sizes.trainedTo());
  }

  @Override
  Examples read(Split split, ModelDescription model, long seed) {
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
