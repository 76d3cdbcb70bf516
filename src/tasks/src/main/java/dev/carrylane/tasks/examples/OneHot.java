package dev.carrylane.tasks.examples;

import java.util.Arrays;

/** Frames that say which of some tokens there is. */
final class OneHot {
  private OneHot() {}

  static void put(int token, int tokens, float[] x, int offset) {
    Arrays.fill(x, offset, offset + tokens, 0f);
    x[offset + token] = 1;
  }
}
