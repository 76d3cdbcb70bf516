package dev.carrylane.tasks.examples;

import dev.carrylane.tasks.data.MnistData;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Random;
import java.util.Arrays;

/**
 * Images as sequences of pixels, some to a frame. The digit is wanted once for a sequence: as its one target frame, or with its last
 * frame.
 */
final class DigitExamples implements Examples {
  private static final int PIXELS = MnistData.PIXELS;

  /** Says which permutation, the same for all who permute. */
  private static final long PERMUTATION = 0x706d6e697374L;

  private final MnistData data;
  private final int from;
  private final int count;
  private final int[] order;
  private final int width;
  private final boolean flattened;

  /**
   * Some of the images.
   *
   * @param data a split of the file
   * @param from the first image
   * @param count how many
   * @param order which pixel comes when
   * @param width pixels of a frame
   * @param flattened whether there is one target frame for a sequence
   */
  DigitExamples(MnistData data, int from, int count, int[] order, int width, boolean flattened) {
    this.data = data;
    this.from = from;
    this.count = count;
    this.order = order;
    this.width = width;
    this.flattened = flattened;
  }

  /** Row by row. */
  static int[] inOrder() {
    int[] order = new int[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      order[i] = i;
    }
    return order;
  }

  /**
   * A random order: from the last place down, each pixel changes places with that at {@code Random.below(key, i, i + 1)} (Fisher and
   * Yates), where the key is the bytes of "pmnist".
   */
  static int[] permuted() {
    int[] order = inOrder();
    for (int i = PIXELS - 1; i > 0; i--) {
      int j = Random.below(PERMUTATION, i, i + 1);
      int pixel = order[i];
      order[i] = order[j];
      order[j] = pixel;
    }
    return order;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int frames(int example) {
    return PIXELS / width;
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
    int image = from + example;
    for (int i = 0; i < frames * width; i++) {
      x[xOffset + i] = data.pixel(image, order[first * width + i]);
    }
    if (flattened) {
      targets[targetsOffset] = data.label(image);
      return;
    }
    Arrays.fill(targets, targetsOffset, targetsOffset + frames, Float.NaN);
    if ((first + frames) * width == PIXELS) {
      targets[targetsOffset + frames - 1] = data.label(image);
    }
  }
}
