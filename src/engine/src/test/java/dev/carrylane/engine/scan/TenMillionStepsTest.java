package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten million steps in the schedule that follows from the shape, on two threads. Floats are all small
 * integers: no order of computation rounds, and there is one right result, in whole numbers.
 */
@DisabledIfSystemProperty(
    named = Backend.PROPERTY,
    matches = "128|256",
    disabledReason = "takes seconds, and shorter sequences compare the widths")
class TenMillionStepsTest {
  private static final int STEPS = 10_000_000;

  private static final Engine ENGINE = Backends.engine(Backend.active(), 2);

  /** Well-mixed bits for an element, so that operands need not be kept beside the results. */
  private static long bits(int element) {
    long z = (element + 1L) * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    return z ^ z >>> 31;
  }

  /** 1 or −1, and once in 65,536 times 0, after which a state has forgotten what was before. */
  private static int gate(int element) {
    long bits = bits(element);
    return (bits & 0xFFFF) == 0 ? 0 : bits < 0 ? -1 : 1;
  }

  /** From −8 to 7. */
  private static int input(int element) {
    return (int) (bits(element) >>> 20 & 15) - 8;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void realNumbers(int channels) {
    float[] p = new float[STEPS * channels];
    float[] g = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = gate(i);
      g[i] = input(i);
    }
    float[] h = new float[p.length];
    AffineScan.on(ENGINE).run(STEPS, channels, p, g, h);
    for (int c = 0; c < channels; c++) {
      int state = 0;
      for (int i = c; i < h.length; i += channels) {
        state = gate(i) * state + input(i);
        check(state, h[i], i);
      }
    }
  }

  /** For so many channels there is room for one array, which is p, g and h. */
  @Test
  void eightChannelsInPlace() {
    float[] h = new float[STEPS * 8];
    for (int i = 0; i < h.length; i++) {
      h[i] = gate(i);
    }
    AffineScan.on(ENGINE).run(STEPS, 8, h, h, h);
    int[] states = new int[8];
    for (int i = 0; i < h.length; i++) {
      int state = gate(i) * (states[i & 7] + 1);
      check(state, h[i], i);
      states[i & 7] = state;
    }
  }

  @Test
  void realNumbersOfDoublePrecision() {
    double[] p = new double[STEPS];
    double[] g = new double[STEPS];
    for (int t = 0; t < STEPS; t++) {
      p[t] = gate(t);
      g[t] = input(t);
    }
    double[] h = new double[STEPS];
    DoubleAffineScan.on(ENGINE).run(STEPS, 1, p, g, h);
    int state = 0;
    for (int t = 0; t < STEPS; t++) {
      state = gate(t) * state + input(t);
      check(state, h[t], t);
    }
  }

  /** Quarter turns. */
  @Test
  void complexNumbers() {
    float[] p = new float[2 * STEPS];
    float[] g = new float[2 * STEPS];
    for (int t = 0; t < STEPS; t++) {
      p[2 * t + (input(t) & 1)] = gate(t);
      g[2 * t] = input(2 * t);
      g[2 * t + 1] = input(2 * t + 1);
    }
    float[] h = new float[2 * STEPS];
    ComplexAffineScan.on(ENGINE).run(Sequences.timeMajor(STEPS, 1), p, g, h);
    int re = 0;
    int im = 0;
    for (int t = 0; t < STEPS; t++) {
      int pRe = (int) p[2 * t];
      int pIm = (int) p[2 * t + 1];
      int next = pRe * re - pIm * im + input(2 * t);
      im = pRe * im + pIm * re + input(2 * t + 1);
      re = next;
      check(re, h[2 * t], 2 * t);
      check(im, h[2 * t + 1], 2 * t + 1);
    }
  }

  /** Reflections and quarter turns, in place. */
  @Test
  void matrices() {
    float[] p = new float[4 * STEPS];
    float[] h = new float[2 * STEPS];
    for (int t = 0; t < STEPS; t++) {
      int turn = input(t) & 1;
      p[4 * t + turn] = gate(2 * t);
      p[4 * t + 3 - turn] = gate(2 * t + 1);
      h[2 * t] = input(2 * t);
      h[2 * t + 1] = input(2 * t + 1);
    }
    DenseAffineScan.on(ENGINE, 2).run(Sequences.timeMajor(STEPS, 1), p, h, h);
    int x = 0;
    int y = 0;
    for (int t = 0; t < STEPS; t++) {
      boolean swaps = (input(t) & 1) == 1;
      int next = gate(2 * t) * (swaps ? y : x) + input(2 * t);
      y = gate(2 * t + 1) * (swaps ? x : y) + input(2 * t + 1);
      x = next;
      check(x, h[2 * t], 2 * t);
      check(y, h[2 * t + 1], 2 * t + 1);
    }
  }

  /** Modulo 2^64, any numbers. */
  @Test
  void integers() {
    long[] p = new long[STEPS];
    long[] g = new long[STEPS];
    for (int t = 0; t < STEPS; t++) {
      p[t] = bits(t) | 1;
      g[t] = bits(t) >>> 32;
    }
    long[] h = new long[STEPS];
    LongSemiringScan.on(ENGINE, Semiring.PLUS_TIMES).run(Sequences.timeMajor(STEPS, 1), p, g, h);
    long state = 0;
    for (int t = 0; t < STEPS; t++) {
      state = p[t] * state + g[t];
      if (state != h[t]) {
        fail("element %d is %d instead of %d".formatted(t, h[t], state));
      }
    }
  }

  private static void check(int expected, double actual, int element) {
    if (expected != actual) {
      fail("element %d is %s instead of %d".formatted(element, actual, expected));
    }
  }
}
