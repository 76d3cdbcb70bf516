package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Allocation;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The complex scan in double precision, and gradients against what they should be. */
class DoubleComplexScanTest {
  private static final int LANES = Backend.vector().map(Backend::floatLanes).orElse(16) / 2;
  private static final int BLOCK = ScanSchedule.blockSteps(1, 32);

  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  private static double[] uniform(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextDouble(-1, 1));
    return values;
  }

  private static double[] part(double[] numbers, int which) {
    double[] part = new double[numbers.length / 2];
    Arrays.setAll(part, i -> numbers[2 * i + which]);
    return part;
  }

  private static DoubleSplitComplex split(double[] numbers) {
    return new DoubleSplitComplex(part(numbers, 0), part(numbers, 1));
  }

  private static double[] serial(int steps, int channels, double[] p, double[] g, double[] start) {
    double[] h = new double[2 * steps * channels];
    for (int c = 0; c < channels; c++) {
      double a = start[2 * c];
      double b = start[2 * c + 1];
      for (int t = 0; t < steps; t++) {
        int i = 2 * (t * channels + c);
        double re = Math.fma(p[i], a, Math.fma(-p[i + 1], b, g[i]));
        b = Math.fma(p[i], b, Math.fma(p[i + 1], a, g[i + 1]));
        a = re;
        h[i] = a;
        h[i + 1] = b;
      }
    }
    return h;
  }

  private static void assertSameBits(double[] expected, double[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
        assertEquals(expected[i], actual[i], what + ", element " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void everyNumberOfChannelsHasTheBitsOfTheRecurrence(Backend backend) {
    DoubleComplexAffineScan scan = DoubleComplexAffineScan.on(Engine.of(backend));
    for (int channels = 1; channels <= 9 * LANES + 1; channels++) {
      int steps = 11;
      double[] p = uniform(channels, 2 * steps * channels);
      double[] g = uniform(channels + 1, 2 * steps * channels);
      double[] start = uniform(3, 2 * channels);
      double[] last = new double[2 * channels];
      double[] expected = serial(steps, channels, p, g, start);
      Sequences sequences = Sequences.timeMajor(steps, channels);
      double[] h = g.clone();
      scan.run(sequences, null, 0, p, 0, h, 0, start, 0, h, 0, last, 0);
      assertSameBits(expected, h, channels + " channels");
      assertSameBits(
          Arrays.copyOfRange(expected, expected.length - last.length, expected.length),
          last,
          channels + " channels, final state");
      DoubleSplitComplex z = split(g);
      scan.run(sequences, null, 0, split(p), z, split(start), z, null);
      assertSameBits(part(expected, 0), z.re(), channels + " channels, real parts");
      assertSameBits(part(expected, 1), z.im(), channels + " channels, imaginary parts");
    }
  }

  @Test
  void blockedTimeHasTheSameBitsEverywhere() {
    int steps = 4 * BLOCK + 7;
    for (int channels : new int[] {1, 2, 3, LANES + 1, 3 * LANES}) {
      double[] p = uniform(1, 2 * steps * channels);
      double[] g = uniform(2, 2 * steps * channels);
      int blockSteps = ScanSchedule.blockSteps(steps, 32L * channels);
      // Blocks of gates small enough to count as zero, of large ones, and of all others.
      for (int i = 0; i < p.length; i++) {
        int block = i / (2 * channels) / blockSteps;
        p[i] *= block == 1 ? 0.1 : block == 2 ? 1.5 : 1.2;
      }
      double[] expected = new double[g.length];
      Sequences sequences = Sequences.timeMajor(steps, channels);
      DoubleComplexAffineScan.on(Engine.of(Backend.scalar()), ScanSchedule.BLOCKED_TIME)
          .run(sequences, p, g, expected);
      for (Engine engine : Backends.engines()) {
        DoubleComplexAffineScan scan =
            DoubleComplexAffineScan.on(engine, ScanSchedule.BLOCKED_TIME);
        double[] h = new double[g.length];
        scan.run(sequences, p, g, h);
        assertSameBits(expected, h, engine + ", " + channels + " channels");
        DoubleSplitComplex z = split(g);
        scan.run(sequences, split(p), z, z);
        assertSameBits(part(expected, 1), z.im(), engine + ", " + channels + " channels, split");
      }
    }
  }

  private static BigDecimal big(double value) {
    return new BigDecimal(value);
  }

  /** Against arithmetic of 60 digits. */
  @Test
  void theErrorStaysWithinTheBound() {
    MathContext digits = new MathContext(60);
    int steps = 3 * BLOCK + 50;
    for (double size : new double[] {0.1, 0.2, 0.9, 1, 1.001}) {
      for (ScanSchedule schedule : ScanSchedule.values()) {
        SplittableRandom random = new SplittableRandom(5);
        double[] p = new double[2 * steps];
        for (int t = 0; t < steps; t++) {
          double angle = random.nextDouble(2 * Math.PI);
          p[2 * t] = size * Math.cos(angle);
          p[2 * t + 1] = size * Math.sin(angle);
        }
        double[] g = uniform(6, 2 * steps);
        // A product that counts as zero may only do so for a carry of at most 1.
        double large = size == 0.1 ? 0x1p100 : 1;
        double[] start = {large, -large / 2};
        if (size < 0.9) {
          // A block whose product is i · 2^−920, times powers of i, and nothing but the carry
          // before it.
          Arrays.fill(g, 0);
          Arrays.fill(p, 0);
          for (int t = 0; t < BLOCK; t++) {
            p[2 * t] = 1;
          }
          for (int t = BLOCK; t < 2 * BLOCK; t++) {
            p[2 * t + 1] = t < BLOCK + 460 ? 0.25 : 1;
          }
          for (int t = 2 * BLOCK; t < steps; t++) {
            p[2 * t] = 1;
          }
        }
        double[] h = new double[2 * steps];
        DoubleComplexAffineScan.on(Engine.singleThreaded(), schedule)
            .run(Sequences.timeMajor(steps, 1), null, 0, p, 0, g, 0, start, 0, h, 0, null, 0);
        double floor = schedule == ScanSchedule.BLOCKED_TIME ? 0x1p-846 : 2 * Double.MIN_NORMAL;
        BigDecimal a = big(start[0]);
        BigDecimal b = big(start[1]);
        double bound = Math.hypot(start[0], start[1]);
        for (int t = 0; t < steps; t++) {
          BigDecimal u = big(p[2 * t]);
          BigDecimal v = big(p[2 * t + 1]);
          BigDecimal re = u.multiply(a).subtract(v.multiply(b)).add(big(g[2 * t]), digits);
          b = u.multiply(b).add(v.multiply(a)).add(big(g[2 * t + 1]), digits);
          a = re;
          bound =
              Math.hypot(p[2 * t], p[2 * t + 1]) * bound
                  + Math.hypot(g[2 * t], g[2 * t + 1])
                  + floor;
          // The squares of such differences would underflow, so they are scaled.
          double x = big(h[2 * t]).subtract(a).scaleByPowerOfTen(200).doubleValue();
          double y = big(h[2 * t + 1]).subtract(b).scaleByPowerOfTen(200).doubleValue();
          double allowed = Math.expm1(2.0 * (t + 1) * Math.log1p(0x1p-53)) * (bound * 1e200);
          // The bound is computed in double: 4 roundings a step, none of them upwards by much.
          double slack = 1 + 4.0 * steps * 0x1p-53;
          assertTrue(
              Math.hypot(x, y) <= allowed * slack,
              "%s, |p| = %s, step %d".formatted(schedule, size, t));
        }
      }
    }
  }

  /** Complex numbers of a scan whose loss is Σ re(w · conj(h)) + Σ re(v · conj(final)). */
  private static double loss(
      Sequences sequences,
      boolean[] resets,
      double[] p,
      double[] g,
      double[] start,
      double[] w,
      double[] v) {
    double[] h = new double[w.length];
    double[] last = new double[v.length];
    DoubleComplexAffineScan.on(Engine.singleThreaded())
        .run(sequences, resets, 0, p, 0, g, 0, start, 0, h, 0, last, 0);
    double loss = 0;
    for (int i = 0; i < h.length; i++) {
      loss += w[i] * h[i];
    }
    for (int i = 0; i < last.length; i++) {
      loss += v[i] * last[i];
    }
    return loss;
  }

  /**
   * The loss is linear in each single element of p, g and the initial states, so that a central difference of
   * any width, here 1, is the derivative but for rounding. With |p| below 1.5, or 1.9 once, and all else below 2,
   * states stay below 64 in six steps. Each of two losses is a sum of at most 54 terms below that, behind 12
   * roundings of the steps and 54 of the sum: 2 · 54 · 64 · 66 · 2^−53 < 10^−10, which leaves half for the
   * gradient itself.
   */
  @Test
  void gradientsAreDifferences() {
    int channels = 3;
    for (Sequences sequences :
        new Sequences[] {
          Sequences.timeMajor(6, channels),
          Sequences.timeMajor(2, 3, channels),
          Sequences.packed(new int[] {0, 2, 2, 6}, channels),
          Sequences.channelMajor(channels, 6),
          Sequences.timeMajor(6, channels).reversed(),
          Sequences.timeMajor(6, channels).exclusive(),
          Sequences.packed(new int[] {0, 2, 2, 6}, channels).reversed().exclusive()
        }) {
      for (boolean[] resets :
          new boolean[][] {
            null, {false, true, false, false, true, false}, {true, false, false, true, false, false}
          }) {
        int n = 12 * channels / 2 * 2;
        double[] p = uniform(1, n);
        double[] g = uniform(2, n);
        double[] start = uniform(3, 2 * channels * sequences.count());
        double[] w = uniform(4, n);
        double[] v = uniform(5, start.length);
        double[] h = new double[n];
        DoubleComplexAffineScan.on(Engine.singleThreaded())
            .run(sequences, resets, 0, p, 0, g, 0, start, 0, h, 0, null, 0);
        double[] dp = new double[n];
        double[] dg = new double[n];
        double[] dStart = new double[start.length];
        DoubleComplexAffineScanGradient.on(Engine.singleThreaded())
            .run(sequences, resets, 0, p, 0, h, 0, start, 0, w, 0, v, 0, dp, 0, dg, 0, dStart, 0);
        double[][] from = {p, g, start};
        double[][] to = {dp, dg, dStart};
        for (int which = 0; which < 3; which++) {
          for (int i = 0; i < from[which].length; i++) {
            double value = from[which][i];
            from[which][i] = value + 0.5;
            double more = loss(sequences, resets, p, g, start, w, v);
            from[which][i] = value - 0.5;
            double less = loss(sequences, resets, p, g, start, w, v);
            from[which][i] = value;
            assertEquals(
                more - less,
                to[which][i],
                1e-10,
                "%s of %s, element %d".formatted("pgi".charAt(which), sequences, i));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void gradientsOfEveryNumberOfChannelsHaveTheSameBits(Backend backend) {
    for (int channels = 1; channels <= 5 * LANES + 1; channels++) {
      int steps = 11;
      int n = 2 * steps * channels;
      Sequences sequences = Sequences.timeMajor(steps, channels);
      double[] p = uniform(channels, n);
      double[] h = uniform(channels + 1, n);
      double[] dh = uniform(channels + 2, n);
      double[] expectedP = new double[n];
      double[] expectedG = new double[n];
      DoubleComplexAffineScanGradient.on(Engine.of(Backend.scalar()))
          .run(sequences, p, h, dh, expectedP, expectedG);
      DoubleComplexAffineScanGradient gradient =
          DoubleComplexAffineScanGradient.on(Engine.of(backend));
      double[] dp = p.clone();
      double[] dg = dh.clone();
      gradient.run(sequences, dp, h, dg, dp, dg);
      assertSameBits(expectedP, dp, channels + " channels, dp");
      assertSameBits(expectedG, dg, channels + " channels, dg");
      DoubleSplitComplex splitP = split(p);
      DoubleSplitComplex splitG = split(dh);
      gradient.run(sequences, null, 0, splitP, split(h), null, splitG, null, splitP, splitG, null);
      assertSameBits(part(expectedP, 1), splitP.im(), channels + " channels, split");
      assertSameBits(part(expectedG, 0), splitG.re(), channels + " channels, split");
    }
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backends")
  void nothingIsAllocated(Backend backend) {
    int steps = 30;
    int channels = 9 * LANES + 1;
    int n = 2 * steps * channels;
    double[] p = uniform(1, n);
    double[] g = uniform(2, n);
    double[] h = new double[n];
    double[] dp = new double[n];
    double[] dg = new double[n];
    double[] state = new double[2 * channels];
    Sequences sequences = Sequences.timeMajor(steps, channels);
    DoubleComplexAffineScan scan = DoubleComplexAffineScan.on(Engine.of(backend));
    DoubleComplexAffineScanGradient gradient =
        DoubleComplexAffineScanGradient.on(Engine.of(backend));
    Allocation.assertNone(() -> scan.run(sequences, p, g, h));
    Allocation.assertNone(
        () ->
            gradient.run(
                sequences, null, 0, p, 0, h, 0, state, 0, g, 0, null, 0, dp, 0, dg, 0, null, 0));
    Sequences exclusive = sequences.exclusive();
    int half = n / 2;
    DoubleSplitComplex z = new DoubleSplitComplex(p, 0, p, half);
    DoubleSplitComplex u = new DoubleSplitComplex(dp, 0, dp, half);
    DoubleSplitComplex v = new DoubleSplitComplex(dg, 0, dg, half);
    Allocation.assertNone(() -> gradient.run(exclusive, null, 0, z, z, null, z, null, u, v, null));
    assertArrayEquals(new double[2 * channels], state);
  }
}
