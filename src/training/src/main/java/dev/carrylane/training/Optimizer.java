package dev.carrylane.training;

/** How a gradient changes the weights, with the formulas of PyTorch's optimisers of these names. Immutable. */
public sealed interface Optimizer {
  /** {@return the learning rate, before a schedule has its say} */
  double learningRate();

  /**
   * Adam (arXiv 1412.6980), and with a weight decay AdamW (arXiv 1711.05101): weights shrink by learning rate × decay in each step.
   *
   * @param learningRate the step size
   * @param beta1 how much of the mean gradient a step keeps
   * @param beta2 how much of the mean square a step keeps
   * @param epsilon added to the root of the mean square
   * @param weightDecay 0 for Adam
   */
  record Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    /** Checks the ranges. */
    public Adam {
      Ranges.positive("learning rate", learningRate);
      Ranges.share("beta1", beta1);
      Ranges.share("beta2", beta2);
      Ranges.positive("epsilon", epsilon);
      Ranges.notNegative("weight decay", weightDecay);
    }
  }

  /**
   * Gradient descent with momentum: v = momentum · v + gradient, weights − learning rate · v.
   *
   * @param learningRate the step size
   * @param momentum how much of v a step keeps; 0 for plain descent
   */
  record Sgd(double learningRate, double momentum) implements Optimizer {
    /** Checks the ranges. */
    public Sgd {
      Ranges.positive("learning rate", learningRate);
      Ranges.share("momentum", momentum);
    }
  }

  /**
   * {@return Adam with PyTorch's other defaults}
   *
   * @param learningRate the step size
   */
  static Optimizer adam(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  /**
   * {@return AdamW with PyTorch's other defaults}
   *
   * @param learningRate the step size
   * @param weightDecay the decay
   */
  static Optimizer adamW(double learningRate, double weightDecay) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, weightDecay);
  }

  /**
   * {@return gradient descent}
   *
   * @param learningRate the step size
   * @param momentum how much of the velocity a step keeps
   */
  static Optimizer sgd(double learningRate, double momentum) {
    return new Sgd(learningRate, momentum);
  }

  /**
   * {@return the same optimiser with another learning rate}
   *
   * @param rate the step size
   */
  default Optimizer withLearningRate(double rate) {
    return switch (this) {
      case Adam adam -> new Adam(rate, adam.beta1, adam.beta2, adam.epsilon, adam.weightDecay);
      case Sgd sgd -> new Sgd(rate, sgd.momentum);
    };
  }
}
