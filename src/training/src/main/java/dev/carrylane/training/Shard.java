package dev.carrylane.training;

/**
 * A part of a batch that one worker goes through: whole sequences, one behind the other, or the next frames of them. A batch
 * is cut into shards by its size alone, and the gradients of shards are added in order, so that the number of workers changes no bit.
 */
final class Shard {
  /** How many sequences there are. */
  int sequences;

  /** Where each begins among the frames, and behind them where the last ends. */
  int[] offsets = {0};

  /** Frames of all sequences. */
  int rows;

  /** The number that the first frame has in the whole batch: random draws go by it. */
  long firstRow;

  /** Whether this is training: dropout drops. */
  boolean training;

  /** What random draws of this step depend on, besides the layer and the place. */
  long key;

  /**
   * What each sequence remembers of earlier frames, or null if all of them begin here: {@link #memory} floats for each, laid
   * out as in the states of a model; a pass that goes forward leaves what is to be remembered behind its frames. Zeros and
   * position 0 are a beginning. Nothing is differentiated by it: back-propagation is truncated there.
   */
  float[] states;

  int memory;

  /** The place of this shard's first sequence among {@link #states}. */
  int firstState;

  /** Frames of each sequence before these; only with states. */
  long[] positions;

  /** The frames of a sequence. */
  int steps(int sequence) {
    return offsets[sequence + 1] - offsets[sequence];
  }

  /** Where a layer's memory of a sequence begins. */
  int slice(int sequence, int at) {
    return (firstState + sequence) * memory + at;
  }

  /** Makes room for as many sequences. */
  void reserve(int most) {
    if (offsets.length <= most) {
      offsets = new int[most + 1];
      positions = new long[most];
    }
  }
}
