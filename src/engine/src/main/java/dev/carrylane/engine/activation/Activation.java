package dev.carrylane.engine.activation;

/** An elementwise function that a product can apply to its result. */
public enum Activation {
  /** The identity. */
  NONE,
  /** max(x, 0). */
  RELU,
  /** tanh x. */
  TANH,
  /** 1 / (1 + e^−x). */
  SIGMOID
}
