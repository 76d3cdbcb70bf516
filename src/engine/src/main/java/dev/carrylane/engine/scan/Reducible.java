package dev.carrylane.engine.scan;

/** A recurrence whose steps can be reduced to maps of their carry, for {@link BlockedTime}. */
interface Reducible {
  /** Makes room for the maps of so many blocks. */
  void reserveMaps(int blocks);

  /**
   * Reduces a block of steps to one map of its carry.
   *
   * @param block the map's number
   */
  void reduce(int block, int sequence, int first, int steps);

  /**
   * Carries a state through the map of a block; where the map is not good enough, through its steps.
   *
   * @param block the map's number
   * @param before where the state before the block lies in the array of states
   * @param after where that after it goes
   */
  void carry(int block, int sequence, int first, int steps, int before, int after);
}
