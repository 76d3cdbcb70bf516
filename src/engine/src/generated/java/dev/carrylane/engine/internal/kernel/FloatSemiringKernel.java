package dev.carrylane.engine.internal.kernel;

import dev.carrylane.engine.scan.Semiring;
import java.util.Arrays;

/** As {@link LongSemiringKernel}, whose comments hold here; generated. */
public interface FloatSemiringKernel {
  final class Operands {
    public float[] p;
    public int pStep;
    public int pChannel;
    public float[] g;
    public int gStep;
    public int gChannel;
    public float[] h;
    public int hStep;
    public int hChannel;

    public boolean channelsTouch() {
      return pChannel == 1 && gChannel == 1 && hChannel == 1;
    }

    public void clear() {
      p = null;
      g = null;
      h = null;
    }
  }

  void scan(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      int hAt,
      float[] state,
      int stateAt);

  void advance(
      Semiring semiring,
      Operands on,
      int steps,
      int channels,
      int pAt,
      int gAt,
      float[] state,
      int stateAt);

  default void reduce(
      Semiring semiring,
      Operands on,
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
