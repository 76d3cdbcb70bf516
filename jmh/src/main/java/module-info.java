/** Benchmarks; compiled as a module, run from the class path because JMH's forks are. */
module dev.carrylane.jmh {
  requires com.fasterxml.jackson.databind;
  requires dev.carrylane.cli;
  requires dev.carrylane.network;
  requires dev.carrylane.tasks;
  requires dev.carrylane.training;
  requires info.picocli;
  requires jdk.incubator.vector;
  requires jdk.management;
  requires jmh.core;
  requires org.apache.commons.statistics.inference;

  opens dev.carrylane.jmh.results to
      com.fasterxml.jackson.databind;
}
