package dev.carrylane.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Steps of single sequences done per second, beside the calls. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class StepRate {
  /** Steps. */
  public long steps;

  /** Made by JMH. */
  public StepRate() {}
}
