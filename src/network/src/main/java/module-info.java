/** Layers, models, streaming state and model files. */
@SuppressWarnings("module") // the command and the benchmarks are built after this module
module dev.carrylane.network {
  requires transitive dev.carrylane.engine;

  exports dev.carrylane.network;
  exports dev.carrylane.network.layer;
  exports dev.carrylane.network.safetensors;
  exports dev.carrylane.network.internal to
      dev.carrylane.cli,
      dev.carrylane.jmh;
}
