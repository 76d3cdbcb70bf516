package dev.carrylane.properties;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Elementwise;

/**
 * The elementwise functions with their documented errors.
 *
 * <p>The reference values are computed in {@code double} from {@link StrictMath}, whose errors are below
 * 1 ulp (exp) and 2.5 ulp (tanh) of a {@code double}; the few operations that the sigmoid
 * adds have errors of half an ulp each and it adds positive numbers only. So a reference is wrong by less than
 * 4 ulp of a {@code double}, a relative error of 2^-50, which is at most 2^-26 ulp of a float: all the
 * digits of the errors given here are right.
 */
enum ActivationFunction {
  EXP(0.9866, true, -261873406) {
    @Override
    void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
      Elementwise.exp(backend, x, xOffset, y, yOffset, length);
    }

    @Override
    float apply(float x) {
      return Elementwise.exp(x);
    }

    @Override
    double exact(double x) {
      return StrictMath.exp(x);
    }
  },
  TANH(1.3304, true, -689391560) {
    @Override
    void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
      Elementwise.tanh(backend, x, xOffset, y, yOffset, length);
    }

    @Override
    float apply(float x) {
      return Elementwise.tanh(x);
    }

    @Override
    double exact(double x) {
      return StrictMath.tanh(x);
    }
  },
  SIGMOID(1.6905, false, -562282339) {
    @Override
    void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length) {
      Elementwise.sigmoid(backend, x, xOffset, y, yOffset, length);
    }

    @Override
    float apply(float x) {
      return Elementwise.sigmoid(x);
    }

    @Override
    double exact(double x) {
      if (x >= 0) {
        return 1 / (1 + StrictMath.exp(-x));
      }
      double z = StrictMath.exp(x);
      return z / (1 + z);
    }
  };

  /** No result is further from the exact value, in ulp. */
  final double greatestError;

  /** Whether a greater argument never gives a smaller result. */
  final boolean monotone;

  /** {@link java.util.Arrays#hashCode(float[])} of the results of the sampled arguments. */
  final int sampleHash;

  ActivationFunction(double greatestError, boolean monotone, int sampleHash) {
    this.greatestError = greatestError;
    this.monotone = monotone;
    this.sampleHash = sampleHash;
  }

  abstract void apply(Backend backend, float[] x, int xOffset, float[] y, int yOffset, int length);

  abstract float apply(float x);

  abstract double exact(double x);

  /**
   * How far a result may be from the exact value. The ulp is that of the float nearest to the exact
   * value, which is less than three floats away and may lie beyond a power of two.
   */
  double errorBound(float result) {
    return greatestError * Math.ulp(Math.nextUp(Math.nextUp(Math.abs(result))));
  }
}
