package dev.carrylane.tasks.examples;

import dev.carrylane.training.Examples;

/**
 * A text, cut into rows that are gone through side by side, as the paper's authors do: each sequence has up to {@value #FRAMES}
 * characters of a row, each with the next one as its target, of which the first {@value #CONTEXT} do not count. Sequences begin every {@value
 * #STRIDE} characters, so that each character but a row's first counts once; they are numbered by place, and by row where the places are
 * the same, so that a batch of as many sequences as there are rows is one place of all.
 */
final class TextExamples implements Examples {
  static final int FRAMES = 400;
  static final int CONTEXT = 80;
  static final int STRIDE = FRAMES - CONTEXT;

  /** Rows of a text to train on. */
  static final int ROWS = 32;

  private final int[] tokens;
  private final int rows;
  private final int width;
  private final int places;

  /**
   * A text in rows; what is left over at its end is left out.
   *
   * @param tokens the text
   * @param rows how many rows
   * @throws IllegalArgumentException if they are too short for a sequence
   */
  TextExamples(int[] tokens, int rows) {
    this.tokens = tokens;
    this.rows = rows;
    width = tokens.length / rows;
    places = Math.ceilDiv(width - 1 - CONTEXT, STRIDE);
    if (places < 1) {
      throw new IllegalArgumentException(
          "a split of %d characters is too short: it takes %d or more; use a longer text"
              .formatted(tokens.length, rows * (CONTEXT + 2)));
    }
  }

  @Override
  public int count() {
    return places * rows;
  }

  @Override
  public int frames(int example) {
    return Math.min(FRAMES, width - 1 - example / rows * STRIDE);
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
    int at = example % rows * width + example / rows * STRIDE + first;
    for (int t = 0; t < frames; t++) {
      x[xOffset + t] = tokens[at + t];
      targets[targetsOffset + t] = first + t < CONTEXT ? Float.NaN : tokens[at + t + 1];
    }
  }
}
