package dev.carrylane.training;

/** Is told how a training goes, on its thread. */
public interface TrainingListener {
  /** Does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * A step is done.
   *
   * @param epoch the epoch's number, from 1
   * @param step steps done in this epoch
   * @param steps steps of an epoch
   * @param loss the mean loss of the epoch so far
   * @param frames input frames of this step
   */
  default void step(int epoch, long step, long steps, double loss, long frames) {}

  /**
   * An epoch is done.
   *
   * @param figures what came of it
   */
  default void epoch(EpochFigures figures) {}
}
