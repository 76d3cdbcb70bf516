package dev.carrylane.tasks.examples;

import dev.carrylane.training.Random;

/**
 * Counting modulo m: each frame is a digit from 0 to m − 1, as m + 1 channels of which one is 1, and the class wanted with it is the sum of
 * all digits so far, itself included, modulo m. The last channel marks the frame before the first digit, whose sum is 0: a counter that
 * only hands its state on needs one to begin with. With m = 2 it is parity. No finite look back is enough, and no gates from 0 to 1 (arXiv
 * 2411.12537).
 *
 * @param modulus m
 */
record Counting(int modulus) implements SyntheticTask {
  @Override
  public int inputs() {
    return modulus + 1;
  }

  @Override
  public int outputs() {
    return modulus;
  }

  @Override
  public int frames(int length) {
    return length + 1;
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
    int sum = 0;
    for (int frame = 0; frame < first + frames; frame++) {
      int digit = frame == 0 ? modulus : Random.below(key, frame, modulus);
      sum = (sum + digit) % modulus;
      if (frame >= first) {
        OneHot.put(digit, modulus + 1, x, xOffset + (frame - first) * (modulus + 1));
        targets[targetsOffset + frame - first] = sum;
      }
    }
  }
}
