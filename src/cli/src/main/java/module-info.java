/** The carrylane command. */
module dev.carrylane.cli {
  requires dev.carrylane.network;
  requires pickle;
}
