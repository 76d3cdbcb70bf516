package dev.carrylane.tasks.examples;

import dev.carrylane.tasks.Task;

/**
 * A synthetic task and how long and how many its sequences are.
 *
 * @param sequences what they hold
 * @param least the least length that makes sense
 * @param trainedFrom the least length to train on
 * @param trainedTo the greatest
 * @param validFrom the least length that decides between models
 * @param validTo the greatest
 * @param length of the sequences that models are judged by
 * @param trained sequences of an epoch
 * @param judged sequences of the other splits
 */
record SyntheticSizes(
    SyntheticTask sequences,
    int least,
    int trainedFrom,
    int trainedTo,
    int validFrom,
    int validTo,
    int length,
    int trained,
    int judged) {
  /** No sequence is longer. */
  private static final int MOST = 1 << 22;

  static SyntheticSizes of(Task task) {
    return switch (task) {
      case ADDING -> fixed(new Adding(), 2, 600);
      case COPY -> fixed(new Copying(), 1, 500);
      case SELECTIVE_COPY -> fixed(new SelectiveCopying(), SelectiveCopying.TOKENS, 256);
      case PARITY -> counting(2);
      case MOD3 -> counting(3);
      case ADDITION -> new SyntheticSizes(new Addition(), 1, 1, 20, 21, 256, 10_000, 4096, 100);
      default -> throw new IllegalArgumentException(task + " is read from a file");
    };
  }

  /** A task whose lengths are all the same. */
  private static SyntheticSizes fixed(SyntheticTask sequences, int least, int length) {
    return new SyntheticSizes(sequences, least, length, length, length, length, length, 2048, 500);
  }

  /** Trained on short sequences, and judged by long ones; what decides lies between. */
  private static SyntheticSizes counting(int modulus) {
    return new SyntheticSizes(new Counting(modulus), 1, 1, 40, 41, 256, 1000, 4096, 200);
  }

  private boolean isFixed() {
    return trainedFrom == length;
  }

  /** The task with longer or shorter sequences to be judged by, and to be trained on where these are as long. */
  SyntheticSizes withLength(int value) {
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          "length is %d; it must be from %d to %d".formatted(value, least, MOST));
    }
    return isFixed()
        ? new SyntheticSizes(sequences, least, value, value, value, value, value, trained, judged)
        : new SyntheticSizes(
            sequences, least, trainedFrom, trainedTo, validFrom, validTo, value, trained, judged);
  }
}
