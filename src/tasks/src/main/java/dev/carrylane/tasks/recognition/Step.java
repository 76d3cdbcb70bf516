package dev.carrylane.tasks.recognition;

import dev.carrylane.tasks.checkpoint.TorchRecord;

/**
 * A module without modules in it that a whole module runs.
 *
 * @param module what the file says of it
 * @param name where it is, for messages; its first name where it has several
 * @param exact whether a {@code Sequential} says when it runs, rather than code that is not in the file
 * @param owner the class whose code runs it, without its package; empty for the module at the top
 */
record Step(TorchRecord module, String name, boolean exact, String owner) {
  String shown() {
    return Settings.shown(name);
  }

  /** The name of its class without the package. */
  String kind() {
    return Settings.simpleName(module);
  }
}
