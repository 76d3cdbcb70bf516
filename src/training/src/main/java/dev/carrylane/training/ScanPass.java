package dev.carrylane.training;

/**
 * The pass of layers whose steps are a scan: from the beginning or the carried state of each sequence forward, and from its last step
 * back.
 */
abstract class ScanPass extends LayerPass {
  private final int at;
  private final int memory;

  /** What the sequences began from: a pass back needs it, and a pass forward replaces it by what they end with. */
  private float[] initial = {};

  /** A pass whose states, of so many floats, lie there in those of sequences. */
  ScanPass(int at, int memory) {
    this.at = at;
    this.memory = memory;
  }

  @Override
  void reserve(int rows, int sequences) {
    initial = Growing.frames(initial, sequences, memory);
  }

  /** Scans all sequences: {@code h} receives their states. */
  final void scan(Shard shard, float[] h) {
    boolean carried = shard.states != null;
    for (int s = 0; s < shard.sequences; s++) {
      int slice = carried ? shard.slice(s, at) : 0;
      int from = s * memory;
      if (carried) {
        System.arraycopy(shard.states, slice, initial, from, memory);
      }
      int row = shard.offsets[s];
      scan(shard.steps(s), row, carried ? initial : null, from, h, shard.states, slice);
    }
  }

  /** Goes back through all sequences, from the derivative by their states alone. */
  final void scanBackward(Shard shard, float[] h, float[] dh) {
    boolean carried = shard.states != null;
    for (int s = 0; s < shard.sequences; s++) {
      int row = shard.offsets[s];
      scanBackward(shard.steps(s), row, carried ? initial : null, s * memory, h, dh);
    }
  }

  /**
   * Scans a sequence.
   *
   * @param steps its steps
   * @param row its first frame
   * @param before the state before it; null for zeros
   * @param beforeAt where that begins
   * @param h receives the states of all frames
   * @param after receives the state behind it; may be null
   * @param afterAt where that begins
   */
  abstract void scan(
      int steps, int row, float[] before, int beforeAt, float[] h, float[] after, int afterAt);

  /**
   * Goes back through a sequence.
   *
   * @param steps its steps
   * @param row its first frame
   * @param before the state before it; null for zeros
   * @param beforeAt where that begins
   * @param h the states of all frames
   * @param dh the derivative by them; replaced by that by what was added in each step
   */
  abstract void scanBackward(
      int steps, int row, float[] before, int beforeAt, float[] h, float[] dh);
}
