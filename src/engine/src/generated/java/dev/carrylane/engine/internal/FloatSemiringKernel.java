package dev.carrylane.engine.internal;

import dev.carrylane.engine.scan.Semiring;
import java.util.Arrays;

/** As {@link LongSemiringKernel}, whose comments hold here; generated. */
public interface FloatSemiringKernel {
  void scan(
      Semiring semiring,
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt);

  void advance(
      Semiring semiring,
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      float[] state,
      int stateAt);

  default void reduce(
      Semiring semiring,
      FloatAffine on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      float[] products,
      float[] sums,
      int at) {
    Arrays.fill(sums, at, at + channels, zero(semiring));
    advance(semiring, on, steps, channels, pAt, gAt, sums, at);
  }

  static boolean holds(Semiring semiring, float product, float before) {
    return true;
  }

  static boolean has(Semiring semiring) {
    return semiring != Semiring.OR_AND && semiring != Semiring.PLUS_TIMES;
  }

  static boolean isExact(Semiring semiring) {
    return semiring == Semiring.MAX || semiring == Semiring.MIN;
  }

  static float zero(Semiring semiring) {
    return switch (semiring) {
      case SUM, OR_AND, PLUS_TIMES -> 0;
      case PRODUCT -> 1;
      case MAX, MAX_PLUS -> Float.NEGATIVE_INFINITY;
      case MIN, MIN_PLUS -> Float.POSITIVE_INFINITY;
    };
  }
}
