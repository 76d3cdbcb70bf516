package dev.carrylane.network.layer;

/** Sequences that step together: where the state of each lies, and how many frames it has taken in. */
final class Rows {
  final float[][] states;
  final int[] slices;
  final long[] positions;
  int count;

  Rows(int most) {
    states = new float[most][];
    slices = new int[most];
    positions = new long[most];
  }

  /** Copies a part of every state next to each other. */
  void gather(int at, int length, float[] to) {
    for (int row = 0; row < count; row++) {
      System.arraycopy(states[row], slices[row] + at, to, row * length, length);
    }
  }

  /** Copies rows back to a part of every state. */
  void scatter(float[] from, int fromOffset, int at, int length) {
    for (int row = 0; row < count; row++) {
      System.arraycopy(from, fromOffset + row * length, states[row], slices[row] + at, length);
    }
  }
}
