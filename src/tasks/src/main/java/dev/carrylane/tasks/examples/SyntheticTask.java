package dev.carrylane.tasks.examples;

import dev.carrylane.training.Examples;

/** What the sequences of a synthetic task hold. Immutable, and shared by threads. */
interface SyntheticTask {
  /** {@return channels of an input frame} */
  int inputs();

  /** {@return channels of an output frame} */
  int outputs();

  /**
   * The frames of a sequence.
   *
   * @param length its length, as the task counts it
   */
  int frames(int length);

  /**
   * Gives some frames of a sequence, as {@link Examples#copy}.
   *
   * @param key what the sequence follows from
   * @param length its length, as the task counts it
   */
  void copy(
      long key,
      int length,
      int first,
      int frames,
      float[] x,
      int xOffset,
      float[] targets,
      int targetsOffset);
}
