package dev.carrylane.engine.internal.tier;

/**
 * A small performance of one kernel on operands of its own, which takes every way through it that a caller can
 * take: a branch that was never taken is not compiled, and would throw the compiled code away when a caller
 * takes it.
 *
 * @param <K> the kernel's contract
 */
@FunctionalInterface
public interface Rehearsal<K> {
  /** Runs the kernel once; allocates nothing but what the kernel does. */
  void run(K kernel);

  /**
   * How often a run calls the loop that it calls least often.
   *
   * @return once or more
   */
  default int calls() {
    return 1;
  }
}
