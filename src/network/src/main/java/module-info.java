/** Layers, models, streaming state and model files. */
module dev.carrylane.network {
  requires transitive dev.carrylane.engine;

  exports dev.carrylane.network;
  exports dev.carrylane.network.safetensors;
}
