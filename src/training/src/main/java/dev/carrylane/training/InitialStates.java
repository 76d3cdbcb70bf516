package dev.carrylane.training;

/** What the sequences of a shard began from, which a pass back needs and a pass forward replaces by what they end with. */
final class InitialStates {
  private final int at;
  private final int length;
  private float[] states = {};
  private boolean given;

  /** Of a layer whose memory begins there in the state of a sequence. */
  InitialStates(int at, int length) {
    this.at = at;
    this.length = length;
  }

  void reserve(int sequences) {
    states = Growing.frames(states, sequences, length);
  }

  /** Takes over those of all sequences, if states are carried. */
  void take(Shard shard) {
    given = shard.states != null;
    if (given) {
      for (int s = 0; s < shard.sequences; s++) {
        System.arraycopy(shard.states, shard.slice(s, at), states, s * length, length);
      }
    }
  }

  /** The array that they lie in; null where all sequences begin at zero. */
  float[] array() {
    return given ? states : null;
  }

  /** Where that of a sequence begins in it. */
  int offset(int sequence) {
    return given ? sequence * length : 0;
  }

  /** Where the final state of a sequence goes in the states of the shard. */
  int target(Shard shard, int sequence) {
    return given ? shard.slice(sequence, at) : 0;
  }
}
