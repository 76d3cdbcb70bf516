package dev.carrylane.cli.sample;

import dev.carrylane.training.Random;

/**
 * How values are drawn: by a seed, and by what logits are divided by, which makes likely ones likelier where it is below 1. At 0
 * the likeliest is taken. {@link StrictMath} makes results the same on every machine.
 *
 * @param temperature 0 or more
 * @param seed what is drawn follows from this
 */
public record Draw(double temperature, long seed) {
  /** Whether a note sounds: draw number {@code index}. */
  boolean isOn(float logit, long index) {
    requireNumber(logit);
    if (temperature == 0) {
      return logit > 0;
    }
    return Random.unit(seed, index) < 1 / (1 + StrictMath.exp(-logit / temperature));
  }

  /** One of several: draw number {@code index}. */
  int choose(float[] logits, long index) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      requireNumber(logits[i]);
      best = logits[i] > logits[best] ? i : best;
    }
    if (temperature == 0) {
      return best;
    }
    double sum = 0;
    for (float logit : logits) {
      sum += weight(logit, logits[best]);
    }
    double left = Random.unit(seed, index) * sum;
    for (int i = 0; i < logits.length; i++) {
      left -= weight(logits[i], logits[best]);
      if (left < 0) {
        return i;
      }
    }
    // Rounding may leave a little of the last one.
    return best;
  }

  private double weight(float logit, float greatest) {
    return StrictMath.exp(((double) logit - greatest) / temperature);
  }

  private static void requireNumber(float logit) {
    if (Float.isNaN(logit)) {
      throw new ArithmeticException("gives results that are no numbers; its weights are damaged");
    }
  }
}
