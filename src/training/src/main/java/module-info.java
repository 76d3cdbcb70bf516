/** Training of models: backward passes, losses, optimisers, checkpoints of a run. */
module dev.carrylane.training {
  requires transitive dev.carrylane.network;

  exports dev.carrylane.training;
}
