package dev.carrylane.tasks.examples;

import dev.carrylane.training.Random;

/**
 * The copy memory task (Hochreiter and Schmidhuber, 1997; arXiv 1511.06464): {@value #SYMBOLS} symbols of {@value #KINDS} kinds,
 * then length − 1 blanks, then a delimiter and {@value #SYMBOLS} blanks, during which the symbols are wanted in their order; elsewhere
 * nothing counts. A frame has a channel for blank, one for each kind, and one for the delimiter.
 */
final class Copying implements SyntheticTask {
  static final int SYMBOLS = 10;
  static final int KINDS = 8;
  private static final int DELIMITER = KINDS + 1;

  @Override
  public int inputs() {
    return KINDS + 2;
  }

  @Override
  public int outputs() {
    return KINDS;
  }

  @Override
  public int frames(int length) {
    return length + 2 * SYMBOLS;
  }

  @Override
  public void copy(
      long key,
      int length,
      int first,
      int frames,
      float[] x,
      int xOffset,
      float[] targets,
      int targetsOffset) {
    int delimiter = SYMBOLS + length - 1;
    for (int t = 0; t < frames; t++) {
      int frame = first + t;
      int token = 0;
      if (frame < SYMBOLS) {
        token = 1 + Random.below(key, frame, KINDS);
      } else if (frame == delimiter) {
        token = DELIMITER;
      }
      OneHot.put(token, inputs(), x, xOffset + t * inputs());
      int recalled = frame - delimiter - 1;
      targets[targetsOffset + t] = recalled < 0 ? Float.NaN : Random.below(key, recalled, KINDS);
    }
  }
}
