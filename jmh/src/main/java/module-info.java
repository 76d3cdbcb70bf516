/** Benchmarks; compiled as a module, run from the class path because JMH's forks are. */
module dev.carrylane.jmh {
  requires dev.carrylane.training;
  requires jdk.incubator.vector;
  requires jdk.management;
  requires jmh.core;
}
