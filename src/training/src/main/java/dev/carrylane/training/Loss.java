package dev.carrylane.training;

import dev.carrylane.network.Output;

/** What training makes small. It follows from the output function of the model; logits go in, that function's inverse is part of it. */
public enum Loss {
  /**
   * −Σ (y log o + (1 − y) log(1 − o)) with o the sigmoid of a logit: independent notes. Targets are as wide as outputs, 0 or 1, or
   * between; a frame whose first target is NaN does not count.
   */
  BERNOULLI,
  /** −log of the softmax of the right class. Targets are one channel, the number of the class; NaN does not count. */
  CATEGORICAL,
  /** Σ (o − y)². Targets are as wide as outputs; a frame whose first target is NaN does not count. */
  SQUARED_ERROR;

  /**
   * The loss for models of an output function.
   *
   * @param output the function
   * @return Bernoulli for the sigmoid, categorical for log-softmax, squared error for none
   */
  public static Loss of(Output output) {
    return switch (output) {
      case SIGMOID -> BERNOULLI;
      case LOG_SOFTMAX -> CATEGORICAL;
      case NONE -> SQUARED_ERROR;
    };
  }

  /**
   * Channels of a target frame.
   *
   * @param outputs channels of an output frame
   * @return as many, or 1 for classes
   */
  public int targets(int outputs) {
    return this == CATEGORICAL ? 1 : outputs;
  }
}
