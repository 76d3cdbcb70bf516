package dev.carrylane.engine.golden;

import dev.carrylane.engine.Engine;

/**
 * One operation on fixed data, whose results must never change unawares.
 *
 * @param name what it is, in one line of the recorded file; unique
 * @param shared whether it is large enough to be run on two threads as well
 * @param computation runs it
 */
record GoldenCase(String name, boolean shared, Computation computation) {
  /** Makes its data, runs the operation, and adds every array that it wrote to the hash. */
  @FunctionalInterface
  interface Computation {
    void run(Engine engine, BitHash results);
  }

  static GoldenCase of(String name, Computation computation) {
    return new GoldenCase(name, false, computation);
  }

  static GoldenCase large(String name, Computation computation) {
    return new GoldenCase(name + " large", true, computation);
  }

  /** The hash of the results on an engine. */
  long hash(Engine engine) {
    BitHash results = new BitHash();
    computation.run(engine, results);
    return results.value();
  }
}
