package dev.carrylane.engine.scan;

/** A recurrence whose states can be compared, for {@link SpeculativeTime}. */
interface Correctable {
  /** Whether two ranges of the array of states have the same bits. */
  boolean same(int state, int other, int length);
}
