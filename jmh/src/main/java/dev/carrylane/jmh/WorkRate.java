package dev.carrylane.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Work done per second beside the time, so that results read in GFLOP/s, G elements/s or GB/s. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class WorkRate {
  /** Floating-point operations, elements or bytes, in units of 10^9 per second. */
  public double giga;

  /** Made by JMH. */
  public WorkRate() {}

  /**
   * Counts work as done.
   *
   * @param work operations, elements or bytes
   */
  public void add(double work) {
    giga += work * 1e-9;
  }
}
