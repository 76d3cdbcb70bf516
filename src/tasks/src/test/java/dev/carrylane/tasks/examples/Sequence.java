package dev.carrylane.tasks.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.carrylane.training.Examples;
import java.util.Arrays;

/** A whole sequence of some examples. */
record Sequence(int frames, float[] x, float[] targets) {
  /** Copies a sequence at once, and in pieces, which must not make a difference. */
  static Sequence of(Examples examples, int example, int inputs, int outputs) {
    int frames = examples.frames(example);
    float[] x = new float[frames * inputs + 1];
    float[] targets = new float[frames * outputs + 1];
    examples.copy(example, 0, frames, x, 1, targets, 1);
    for (int piece : new int[] {1, 7, frames - 1}) {
      float[] pieces = new float[x.length];
      float[] pieceTargets = new float[targets.length];
      for (int t = 0; t < frames; t += Math.max(1, piece)) {
        int count = Math.min(Math.max(1, piece), frames - t);
        examples.copy(example, t, count, pieces, 1 + t * inputs, pieceTargets, 1 + t * outputs);
      }
      assertArrayEquals(x, pieces);
      assertArrayEquals(targets, pieceTargets);
    }
    return new Sequence(frames, tail(x), tail(targets));
  }

  private static float[] tail(float[] values) {
    return Arrays.copyOfRange(values, 1, values.length);
  }

  /** The channel that is 1 where all others are 0. */
  int token(int frame, int channels) {
    int token = -1;
    for (int c = 0; c < channels; c++) {
      float value = x[frame * channels + c];
      if (value == 1 && token < 0) {
        token = c;
      } else if (value != 0) {
        throw new AssertionError("frame " + frame + " is not one-hot");
      }
    }
    return token;
  }
}
