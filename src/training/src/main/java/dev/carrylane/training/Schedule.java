package dev.carrylane.training;

/**
 * How the learning rate goes: a factor that follows from what happened so far, and from nothing that is remembered besides.
 * Immutable.
 */
public sealed interface Schedule {
  /** Always the same. */
  record Constant() implements Schedule {}

  /**
   * Half a cosine from 1 at the beginning to 0 at the end, times a line from 0 to 1 over the first steps.
   *
   * @param warmUpSteps steps of the line; 0 for none
   */
  record Cosine(int warmUpSteps) implements Schedule {
    /** Checks the range. */
    public Cosine {
      Ranges.atLeast("warm-up", warmUpSteps, 0);
    }
  }

  /**
   * The paper's rule: divided whenever, after some epochs, the validation loss is above the greatest of the last few before it.
   *
   * @param epochs the first so many never divide
   * @param window how many losses before count
   * @param divisor what the rate is divided by
   */
  record Plateau(int epochs, int window, double divisor) implements Schedule {
    /** Checks the ranges. */
    public Plateau {
      Ranges.atLeast("epochs", epochs, 0);
      Ranges.atLeast("window", window, 1);
      Ranges.positive("divisor", divisor);
    }

    private double factorAfter(double[] losses, int done) {
      double factor = 1;
      for (int epoch = epochs; epoch < done; epoch++) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int before = Math.max(0, epoch - window); before < epoch; before++) {
          greatest = Math.max(greatest, losses[before]);
        }
        if (epoch > 0 && losses[epoch] > greatest) {
          factor /= divisor;
        }
      }
      return factor;
    }
  }

  /**
   * Divided after each so many epochs.
   *
   * @param epochs how many
   * @param divisor what the rate is divided by
   */
  record Stairs(int epochs, double divisor) implements Schedule {
    /** Checks the ranges. */
    public Stairs {
      Ranges.atLeast("epochs", epochs, 1);
      Ranges.positive("divisor", divisor);
    }
  }

  /** {@return always the same rate} */
  static Schedule constant() {
    return new Constant();
  }

  /**
   * {@return half a cosine with a warm-up}
   *
   * @param warmUpSteps steps of the warm-up
   */
  static Schedule cosine(int warmUpSteps) {
    return new Cosine(warmUpSteps);
  }

  /** {@return the paper's rule: ÷ 10 when the validation loss exceeds the greatest of the last three, after epoch 10} */
  static Schedule plateau() {
    return new Plateau(10, 3, 10);
  }

  /**
   * {@return division after each so many epochs}
   *
   * @param epochs how many
   * @param divisor by what
   */
  static Schedule stairs(int epochs, double divisor) {
    return new Stairs(epochs, divisor);
  }

  /**
   * What the learning rate is multiplied by.
   *
   * @param step steps done before
   * @param steps steps of the whole training
   * @param losses validation losses of the epochs done before
   * @param epochs how many there are
   * @return a factor
   */
  default double factor(long step, long steps, double[] losses, int epochs) {
    return switch (this) {
      case Constant constant -> 1;
      case Cosine cosine -> {
        double warm = Math.min(1, (step + 1.0) / Math.max(1, cosine.warmUpSteps));
        yield warm * (1 + StrictMath.cos(StrictMath.PI * step / Math.max(1, steps))) / 2;
      }
      case Plateau plateau -> plateau.factorAfter(losses, epochs);
      case Stairs stairs -> 1 / Update.power(stairs.divisor, epochs / stairs.epochs);
    };
  }
}
