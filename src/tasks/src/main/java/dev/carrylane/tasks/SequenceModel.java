package dev.carrylane.tasks;

/** A model as an evaluation sees it. */
@FunctionalInterface
public interface SequenceModel {
  /**
   * Runs a sequence from its start.
   *
   * @param frames how many frames it has
   * @param x the input frames
   * @param logits receives the decoder's results, before any output function
   */
  void run(int frames, float[] x, float[] logits);
}
