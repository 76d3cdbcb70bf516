package dev.carrylane.tasks.examples;

import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.training.Examples;
import dev.carrylane.training.Random;

/**
 * Pieces of music: frames 0 to T − 2 go in, frames 1 to T − 1 are their targets. Transposed, each piece of an epoch is moved by
 * −5 to +6 semitones; notes that leave the keyboard are silent.
 */
final class MusicExamples implements Examples {
  private static final int NOTES = MusicData.NOTES;
  private static final int LOWEST = -5;
  private static final int SHIFTS = 12;

  private final MusicData data;
  private final boolean transposed;
  private final long key;

  private MusicExamples(MusicData data, boolean transposed, long key) {
    this.data = data;
    this.transposed = transposed;
    this.key = key;
  }

  /** The pieces as they are. */
  static MusicExamples of(MusicData data) {
    return new MusicExamples(data, false, 0);
  }

  /** The pieces, in each epoch transposed anew: how far follows from the seed, the epoch and the number of the piece. */
  static MusicExamples transposed(MusicData data, long seed) {
    return new MusicExamples(data, true, seed);
  }

  @Override
  public Examples ofEpoch(int epoch) {
    return transposed ? new MusicExamples(data, true, Random.key(key, epoch)) : this;
  }

  @Override
  public int count() {
    return data.sequences();
  }

  @Override
  public int frames(int example) {
    return data.frames(example) - 1;
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
    if (!transposed) {
      data.copyFrames(example, first, frames, x, xOffset);
      data.copyFrames(example, first + 1, frames, targets, targetsOffset);
      return;
    }
    int shift = LOWEST + Random.below(key, example, SHIFTS);
    for (int t = 0; t < frames; t++) {
      copyFrame(example, first + t, shift, x, xOffset + t * NOTES);
      copyFrame(example, first + t + 1, shift, targets, targetsOffset + t * NOTES);
    }
  }

  private void copyFrame(int example, int frame, int shift, float[] to, int offset) {
    for (int note = 0; note < NOTES; note++) {
      int from = note - shift;
      boolean on = from >= 0 && from < NOTES && data.isOn(example, frame, from);
      to[offset + note] = on ? 1 : 0;
    }
  }
}
