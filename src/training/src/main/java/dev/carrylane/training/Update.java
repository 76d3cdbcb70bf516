package dev.carrylane.training;

/**
 * Turns a gradient into new weights, a range at a time; what is remembered between steps is in the arrays. Formulas are elementwise, so
 * that no split changes a bit.
 */
final class Update {
  /** Where no gradient comes, averages would end among the subnormal numbers, on which arithmetic is slow; far below what changes a weight. */
  private static final float LEAST = 1e-30f;

  /** Steps between looks for such values: few enough for none to become subnormal in between at the usual decays. */
  private static final int LOOK = 64;

  private final Optimizer optimizer;

  /** Adam's mean gradient, or the velocity; empty where there is none. */
  final float[] first;

  /** Adam's mean square. */
  final float[] second;

  Update(Optimizer optimizer, int size) {
    this.optimizer = optimizer;
    boolean one = optimizer instanceof Optimizer.Adam || momentum(optimizer) > 0;
    first = new float[one ? size : 0];
    second = new float[optimizer instanceof Optimizer.Adam ? size : 0];
  }

  private static double momentum(Optimizer optimizer) {
    return optimizer instanceof Optimizer.Sgd sgd ? sgd.momentum() : 0;
  }

  /**
   * Updates a range.
   *
   * @param step the number of this step, from 1
   * @param factor what the learning rate is multiplied by
   * @param scale what the gradient is multiplied by
   */
  void run(
      long step, double factor, float scale, float[] gradient, float[] weights, int from, int to) {
    if (step % LOOK == 0) {
      flush(first, from, Math.min(to, first.length));
      flush(second, from, Math.min(to, second.length));
    }
    double rate = optimizer.learningRate() * factor;
    if (optimizer instanceof Optimizer.Adam adam) {
      double correction1 = 1 - power(adam.beta1(), step);
      double correction2 = 1 - power(adam.beta2(), step);
      adam(
          (float) adam.beta1(),
          (float) (1 - adam.beta1()),
          (float) adam.beta2(),
          (float) (1 - adam.beta2()),
          (float) adam.epsilon(),
          (float) (1 - rate * adam.weightDecay()),
          (float) (rate / correction1),
          (float) (1 / StrictMath.sqrt(correction2)),
          scale,
          gradient,
          first,
          second,
          weights,
          from,
          to);
    } else if (first.length > 0) {
      momentum(
          (float) momentum(optimizer), (float) rate, scale, gradient, first, weights, from, to);
    } else {
      descend((float) rate, scale, gradient, weights, from, to);
    }
  }

  /** A loop of its own, since the compiler would not vectorise another that it stands in. */
  private static void flush(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.abs(values[i]) < LEAST ? 0 : values[i];
    }
  }

  /** By squaring, since the library's pow makes arrays. */
  static double power(double base, long exponent) {
    double result = 1;
    double square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  private static void adam(
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float shrink,
      float rate,
      float rootScale,
      float scale,
      float[] gradient,
      float[] first,
      float[] second,
      float[] weights,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      float g = gradient[i] * scale;
      float m = beta1 * first[i] + rest1 * g;
      float v = beta2 * second[i] + rest2 * g * g;
      first[i] = m;
      second[i] = v;
      float root = (float) Math.sqrt(v) * rootScale + epsilon;
      weights[i] = weights[i] * shrink - rate * m / root;
    }
  }

  private static void momentum(
      float momentum,
      float rate,
      float scale,
      float[] gradient,
      float[] velocity,
      float[] weights,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      float v = momentum * velocity[i] + gradient[i] * scale;
      velocity[i] = v;
      weights[i] -= rate * v;
    }
  }

  private static void descend(
      float rate, float scale, float[] gradient, float[] weights, int from, int to) {
    for (int i = from; i < to; i++) {
      weights[i] -= rate * (gradient[i] * scale);
    }
  }
}
