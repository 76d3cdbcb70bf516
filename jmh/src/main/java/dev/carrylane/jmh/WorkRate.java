package dev.carrylane.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Work done per second beside the time, so that results read in GFLOP/s or G elements/s. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class WorkRate {
  /** Floating-point operations, or elements, in units of 10^9 per second. */
  public double giga;

  /** Made by JMH. */
  public WorkRate() {}

  void add(double work) {
    giga += work * 1e-9;
  }
}
