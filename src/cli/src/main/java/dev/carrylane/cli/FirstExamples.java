package dev.carrylane.cli;

import dev.carrylane.training.Examples;

/** The first of some sequences, for when all would take too long. */
final class FirstExamples implements Examples {
  private final Examples all;
  private final int count;

  private FirstExamples(Examples all, int count) {
    this.all = all;
    this.count = count;
  }

  /** At most so many sequences; none of none, which is null. */
  static Examples of(Examples all, int most) {
    return all == null || all.count() <= most ? all : new FirstExamples(all, most);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int frames(int example) {
    return all.frames(example);
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
    all.copy(example, first, frames, x, xOffset, targets, targetsOffset);
  }

  @Override
  public Examples ofEpoch(int epoch) {
    return of(all.ofEpoch(epoch), count);
  }
}
