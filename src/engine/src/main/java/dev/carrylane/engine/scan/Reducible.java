package dev.carrylane.engine.scan;

/** A recurrence whose steps can be reduced to maps of their carry, for {@link BlockedTime}. */
interface Reducible {
  /** Makes room for the maps of so many blocks. */
  void reserveMaps(int blocks);

  /** Reduces a block of steps to the map of its carry that has its number. */
  void reduce(int block, int sequence, int first, int steps);

  /**
   * Carries a state, from one place in the array of states to another, through the map of a block; where the map is not
   * good enough, through its steps.
   */
  void carry(int block, int sequence, int first, int steps, int before, int after);
}
