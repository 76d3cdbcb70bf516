package dev.carrylane.engine.activation;

/** A function applied to every element of a result, for instance as the last step of a product. */
public enum Activation {
  /** The identity. */
  NONE,

  /** max(x, 0): NaN stays NaN, and −0 becomes +0. */
  RELU,

  /** The hyperbolic tangent, as {@link Elementwise#tanh(float)}. */
  TANH,

  /** The logistic sigmoid 1 / (1 + e^−x), as {@link Elementwise#sigmoid(float)}. */
  SIGMOID
}
