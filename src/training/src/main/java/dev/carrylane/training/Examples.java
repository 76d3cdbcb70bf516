package dev.carrylane.training;

/**
 * Sequences to train on or to evaluate, by number. A target of a frame is what the {@link Loss} says; one that is NaN does not
 * count. A model whose last layer is flattened has one target frame for a whole sequence, others one for each frame.
 *
 * <p>Methods are called by several threads at once, and must always give the same values for the same arguments.
 */
public interface Examples {
  /** {@return how many sequences there are} */
  int count();

  /**
   * The length of a sequence.
   *
   * @param example its number, from 0
   * @return input frames, 1 or more
   */
  int frames(int example);

  /**
   * Gives some frames of a sequence.
   *
   * @param example its number
   * @param first the first frame
   * @param frames how many
   * @param x receives input frames, dense
   * @param xOffset where they go
   * @param targets receives target frames, dense: as many, or one if the model's last layer is flattened
   * @param targetsOffset where they go
   */
  void copy(
      int example,
      int first,
      int frames,
      float[] x,
      int xOffset,
      float[] targets,
      int targetsOffset);

  /**
   * The sequences of an epoch, where they are not the same in all: drawn anew, transposed, warped. They must follow from
   * the number alone, so that a run that is resumed goes on with the same.
   *
   * @param epoch its number, from 0
   * @return sequences; as many in each epoch
   */
  default Examples ofEpoch(int epoch) {
    return this;
  }
}
