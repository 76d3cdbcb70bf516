/** Benchmarks. */
module dev.carrylane.jmh {
  requires dev.carrylane.network;
}
