package dev.carrylane.network;

import java.util.Locale;

/** What is applied to the decoder's result. */
public enum Output {
  /** Nothing: the values are logits. */
  NONE,
  /** The sigmoid of each value: independent probabilities. */
  SIGMOID,
  /** Log-softmax over the values of a frame: logarithms of the probabilities of classes. */
  LOG_SOFTMAX;

  /** The name that model files and messages use. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
