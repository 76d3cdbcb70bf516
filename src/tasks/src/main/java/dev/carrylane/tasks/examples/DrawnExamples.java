package dev.carrylane.tasks.examples;

import dev.carrylane.training.Examples;
import dev.carrylane.training.Random;

/**
 * Sequences of a task that follow from a key and their number alone; each epoch has a key of its own, so that no sequence comes
 * twice.
 */
final class DrawnExamples implements Examples {
  private final SyntheticTask task;
  private final int count;
  private final int shortest;
  private final int longest;
  private final long key;

  /**
   * Sequences of lengths from a range, each equally often.
   *
   * @param task says what they hold
   * @param count how many in an epoch
   * @param shortest the least length, as the task counts it
   * @param longest the greatest
   * @param key what they follow from
   */
  DrawnExamples(SyntheticTask task, int count, int shortest, int longest, long key) {
    this.task = task;
    this.count = count;
    this.shortest = shortest;
    this.longest = longest;
    this.key = key;
  }

  @Override
  public Examples ofEpoch(int epoch) {
    return new DrawnExamples(task, count, shortest, longest, Random.key(key, epoch));
  }

  @Override
  public int count() {
    return count;
  }

  private int length(long sequence) {
    return shortest + Random.below(Random.key(sequence, 0), 0, longest - shortest + 1);
  }

  @Override
  public int frames(int example) {
    return task.frames(length(Random.key(key, example)));
  }

  @Override
  public void copy(
      int example,
      int first,
      int frames,
      float[] x,
      int xOffset,
      float[] targets,
      int targetsOffset) {
    long sequence = Random.key(key, example);
    long content = Random.key(sequence, 1);
    task.copy(content, length(sequence), first, frames, x, xOffset, targets, targetsOffset);
  }
}
