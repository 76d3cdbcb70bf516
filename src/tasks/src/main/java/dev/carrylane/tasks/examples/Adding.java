package dev.carrylane.tasks.examples;

import dev.carrylane.training.Random;
import java.util.Arrays;

/**
 * The adding problem (Hochreiter and Schmidhuber, "Long short-term memory", 1997, as in arXiv 1803.01271): frames of a number,
 * uniform from 0 to 1, and of a mark, which is 1 in two frames of a sequence and 0 in the others. After the last frame the sum of the
 * two marked numbers is wanted. Who always says 1 has a mean squared error of 1/6.
 */
final class Adding implements SyntheticTask {
  @Override
  public int inputs() {
    return 2;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public int frames(int length) {
    return length;
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
    long values = Random.key(key, 0);
    long marks = Random.key(key, 1);
    int one = Random.below(marks, 0, length);
    int other = Random.below(marks, 1, length - 1);
    other += other >= one ? 1 : 0;
    for (int t = 0; t < frames; t++) {
      int frame = first + t;
      x[xOffset + 2 * t] = (float) Random.unit(values, frame);
      x[xOffset + 2 * t + 1] = frame == one || frame == other ? 1 : 0;
    }
    Arrays.fill(targets, targetsOffset, targetsOffset + frames, Float.NaN);
    if (first + frames == length) {
      targets[targetsOffset + frames - 1] =
          (float) (Random.unit(values, one) + Random.unit(values, other));
    }
  }
}
