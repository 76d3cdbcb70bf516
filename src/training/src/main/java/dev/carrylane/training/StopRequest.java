package dev.carrylane.training;

/** Whether a training is to come to an end soon. Made by any thread, once and for all. */
final class StopRequest {
  private volatile boolean made;

  void make() {
    made = true;
  }

  boolean isMade() {
    return made;
  }
}
