package dev.carrylane.tasks.examples;

import dev.carrylane.training.Random;

/**
 * Selective copying (arXiv 2312.00752): {@value #TOKENS} tokens of {@value #KINDS} kinds at random places among as much noise as makes
 * length frames of both, then {@value #TOKENS} markers, during which the tokens are wanted in their order; elsewhere nothing counts. A frame
 * has a channel for noise, one for each kind, and one for the marker.
 */
final class SelectiveCopying implements SyntheticTask {
  static final int TOKENS = 16;
  static final int KINDS = 14;
  private static final int MARKER = KINDS + 1;

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
    return length + TOKENS;
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
    long places = Random.key(key, 0);
    long kinds = Random.key(key, 1);
    int placed = 0;
    for (int frame = 0; frame < Math.min(first + frames, length); frame++) {
      // Of the frames left, as many are chosen as tokens are left: each choice of places is as
      // likely as any other.
      boolean chosen = Random.below(places, frame, length - frame) < TOKENS - placed;
      if (frame >= first) {
        int token = chosen ? 1 + Random.below(kinds, placed, KINDS) : 0;
        OneHot.put(token, inputs(), x, xOffset + (frame - first) * inputs());
        targets[targetsOffset + frame - first] = Float.NaN;
      }
      placed += chosen ? 1 : 0;
    }
    for (int frame = Math.max(first, length); frame < first + frames; frame++) {
      OneHot.put(MARKER, inputs(), x, xOffset + (frame - first) * inputs());
      targets[targetsOffset + frame - first] = Random.below(kinds, frame - length, KINDS);
    }
  }
}
