package dev.carrylane.training;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.LogSoftmax;

/**
 * A loss of one worker: the sum over the frames that count, and its derivative by the logits. Sums are in double, frame by
 * frame.
 */
final class LossPass {
  private final Loss loss;
  private final Backend backend;
  private final int outputs;
  private final int width;
  private float[] scratch = {};
  private double sum;
  private long scored;
  private long right;

  LossPass(Loss loss, Backend backend, int outputs) {
    this.loss = loss;
    this.backend = backend;
    this.outputs = outputs;
    width = loss.targets(outputs);
  }

  void reserve(int rows) {
    scratch = Growing.frames(scratch, rows, outputs);
  }

  /** The loss of the last run, summed. */
  double sum() {
    return sum;
  }

  /** Frames of it that counted. */
  long scored() {
    return scored;
  }

  /**
   * Of those, frames all of whose targets the outputs rounded to: the class of the greatest logit, each logit's sign, each value
   * within a half.
   */
  long right() {
    return right;
  }

  /**
   * Computes a loss.
   *
   * @param rows output frames
   * @param y logits; may be changed
   * @param targets their targets
   * @param dy receives the derivative of the sum by the logits; null where nobody needs it
   */
  void run(int rows, float[] y, float[] targets, float[] dy) {
    sum = 0;
    scored = 0;
    right = 0;
    switch (loss) {
      case BERNOULLI -> bernoulli(rows, y, targets, dy);
      case CATEGORICAL -> categorical(rows, y, targets, dy);
      case SQUARED_ERROR -> squares(rows, y, targets, dy);
    }
  }

  private void bernoulli(int rows, float[] y, float[] targets, float[] dy) {
    int length = rows * outputs;
    negativeAbsolutes(y, scratch, length);
    Elementwise.exp(backend, scratch, 0, scratch, 0, length);
    if (dy != null) {
      Elementwise.sigmoid(backend, y, 0, dy, 0, length);
      subtract(dy, targets, length);
    }
    for (int row = 0; row < rows; row++) {
      int at = row * outputs;
      if (Float.isNaN(targets[at])) {
        clear(dy, at);
        continue;
      }
      sum += bernoulliRow(y, scratch, targets, at, outputs);
      right += signsMatch(y, targets, at, outputs) ? 1 : 0;
      scored++;
    }
  }

  private static void negativeAbsolutes(float[] y, float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = -Math.abs(y[i]);
    }
  }

  /** log(1 + e^−|z|) of many elements is one logarithm of a product, each factor of which is at most 2. */
  private static double bernoulliRow(float[] y, float[] exp, float[] targets, int at, int count) {
    double result = 0;
    double product = 1;
    for (int i = at; i < at + count; i++) {
      result += Math.max(y[i], 0f) - (double) y[i] * targets[i];
      product *= 1 + (double) exp[i];
      if (product > 0x1p900) {
        result += StrictMath.log(product);
        product = 1;
      }
    }
    return result + StrictMath.log(product);
  }

  private static boolean signsMatch(float[] y, float[] targets, int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (y[i] > 0 != targets[i] > 0.5f) {
        return false;
      }
    }
    return true;
  }

  /** Of a frame that does not count. */
  private void clear(float[] dy, int at) {
    if (dy != null) {
      for (int i = at; i < at + outputs; i++) {
        dy[i] = 0;
      }
    }
  }

  private static void subtract(float[] dy, float[] targets, int length) {
    for (int i = 0; i < length; i++) {
      dy[i] -= targets[i];
    }
  }

  private void categorical(int rows, float[] y, float[] targets, float[] dy) {
    LogSoftmax.logSoftmax(backend, rows, outputs, y, 0, outputs, scratch, 0, outputs);
    if (dy != null) {
      Elementwise.exp(backend, scratch, 0, dy, 0, rows * outputs);
    }
    for (int row = 0; row < rows; row++) {
      int at = row * outputs;
      float target = targets[row];
      if (Float.isNaN(target)) {
        clear(dy, at);
        continue;
      }
      int label = (int) target;
      if (label != target || label < 0 || label >= outputs) {
        throw Refusals.label(target, outputs);
      }
      sum -= scratch[at + label];
      right += greatest(y, at, outputs) == label ? 1 : 0;
      scored++;
      if (dy != null) {
        dy[at + label] -= 1;
      }
    }
  }

  private static int greatest(float[] y, int at, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (y[at + i] > y[at + best]) {
        best = i;
      }
    }
    return best;
  }

  private void squares(int rows, float[] y, float[] targets, float[] dy) {
    for (int row = 0; row < rows; row++) {
      int at = row * outputs;
      if (Float.isNaN(targets[row * width])) {
        clear(dy, at);
        continue;
      }
      boolean close = true;
      for (int i = at; i < at + outputs; i++) {
        float difference = y[i] - targets[i];
        sum += (double) difference * difference;
        close &= Math.abs(difference) < 0.5f;
        if (dy != null) {
          dy[i] = 2 * difference;
        }
      }
      right += close ? 1 : 0;
      scored++;
    }
  }

  private static final class Refusals {
    private Refusals() {}

    static IllegalArgumentException label(float target, int classes) {
      return new IllegalArgumentException(
          "a target is %s; with %d outputs it must be a whole number from 0 to %d, or NaN where none counts"
              .formatted(target, classes, classes - 1));
    }
  }
}
