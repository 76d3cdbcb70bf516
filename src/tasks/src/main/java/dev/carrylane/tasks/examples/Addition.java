package dev.carrylane.tasks.examples;

import dev.carrylane.training.Random;

/**
 * Binary addition: each frame has a bit of either number, the least significant first, and the bit of the sum at that place is
 * wanted with it. The carry out of the last place is left out.
 */
final class Addition implements SyntheticTask {
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
    int carry = 0;
    for (int frame = 0; frame < first + frames; frame++) {
      int bits = Random.below(key, frame, 4);
      int a = bits & 1;
      int b = bits >> 1;
      int sum = a + b + carry;
      carry = sum >> 1;
      if (frame >= first) {
        x[xOffset + 2 * (frame - first)] = a;
        x[xOffset + 2 * (frame - first) + 1] = b;
        targets[targetsOffset + frame - first] = sum & 1;
      }
    }
  }
}
