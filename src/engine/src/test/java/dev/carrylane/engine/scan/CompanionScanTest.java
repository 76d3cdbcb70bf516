package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanData.assertSameBits;
import static dev.carrylane.engine.scan.ScanData.uniform;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Allocation;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompanionScanTest {
  private static final ExecutorService POOL = Executors.newCachedThreadPool();

  @AfterAll
  static void stop() {
    POOL.shutdown();
  }

  @Test
  void aSmallExampleByHand() {
    float[] a = {1, 10, 2, 20};
    float[] h = new float[2];
    float[] last = new float[2];
    CompanionScan.on(Engine.singleThreaded(), 2)
        .run(
            Sequences.timeMajor(2, 1),
            null,
            0,
            a,
            0,
            new float[] {100, 1000},
            0,
            new float[] {3, 5},
            0,
            h,
            0,
            last,
            0);
    // 100 + 1·3 + 10·5 = 153, 1000 + 2·153 + 20·3 = 1366
    assertArrayEquals(new float[] {153, 1366}, h);
    assertArrayEquals(new float[] {1366, 153}, last);
  }

  @ParameterizedTest
  @EnumSource(ScanSchedule.class)
  void fibonacciIsExactAsLongAsItsNumbersAre(ScanSchedule schedule) {
    BigInteger[] numbers = new BigInteger[79];
    numbers[0] = BigInteger.ZERO;
    numbers[1] = BigInteger.ONE;
    for (int i = 2; i < numbers.length; i++) {
      numbers[i] = numbers[i - 1].add(numbers[i - 2]);
    }
    // The 36th has 24 bits, the 78th 53.
    for (int channels : new int[] {1, 20}) {
      for (Engine engine : Backends.engines()) {
        Sequences floats = Sequences.timeMajor(36, channels).strides(0, channels, channels);
        float[] ones = new float[2 * channels];
        Arrays.fill(ones, 1);
        float[] g = new float[36 * channels];
        Arrays.fill(g, 0, channels, 1);
        float[] h = new float[36 * channels];
        CompanionScan.on(engine, 2, schedule).run(floats, ones, g, h);
        for (int i = 0; i < h.length; i++) {
          assertEquals(numbers[i / channels + 1], new BigDecimal(h[i]).toBigIntegerExact());
        }
        Sequences doubles = Sequences.timeMajor(78, channels).strides(0, channels, channels);
        double[] doubleOnes = new double[2 * channels];
        Arrays.fill(doubleOnes, 1);
        double[] doubleG = new double[78 * channels];
        Arrays.fill(doubleG, 0, channels, 1);
        double[] doubleH = new double[78 * channels];
        DoubleCompanionScan.on(engine, 2, schedule).run(doubles, doubleOnes, doubleG, doubleH);
        for (int i = 0; i < doubleH.length; i++) {
          assertEquals(numbers[i / channels + 1], new BigDecimal(doubleH[i]).toBigIntegerExact());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void everyOrderHasTheBitsOfTheDefinition(Engine engine) {
    int steps = 150;
    for (int order : new int[] {1, 2, 3, 4, 15, 16, 17, 63, 64}) {
      for (int channels : new int[] {1, 4, 5, 16, 19, 40, 130}) {
        float[] a = uniform(order, steps * channels * order);
        for (int i = 0; i < a.length; i++) {
          a[i] *= 1.2f / order;
        }
        float[] g = uniform(channels, steps * channels);
        float[] h = new float[steps * channels];
        CompanionScan.on(engine, order).run(Sequences.timeMajor(steps, channels), a, g, h);
        float[] expected = new float[steps * channels];
        for (int i = 0; i < h.length; i++) {
          int t = i / channels;
          int c = i % channels;
          float s = g[i];
          for (int k = order; k >= 1; k--) {
            float past = k > t ? 0 : expected[i - k * channels];
            s = Math.fma(a[(t * order + k - 1) * channels + c], past, s);
          }
          expected[i] = s;
        }
        assertSameBits(expected, h, channels + " channels of order " + order);
      }
    }
  }

  /** The dense scan of the companion matrices is the same, in exact arithmetic. */
  @Test
  void itIsTheDenseScanOfItsCompanionMatrices() {
    int order = 4;
    int steps = 60;
    float[] a = new float[steps * order];
    float[] p = new float[steps * order * order];
    float[] g = new float[steps];
    float[] wide = new float[steps * order];
    for (int t = 0; t < steps; t++) {
      a[t * order + t % order] = t % 3 == 0 ? -1 : 1;
      g[t] = t % 7 - 3;
      wide[t * order] = g[t];
      System.arraycopy(a, t * order, p, t * order * order, order);
      for (int i = 1; i < order; i++) {
        p[(t * order + i) * order + i - 1] = 1;
      }
    }
    float[] h = new float[steps];
    float[] last = new float[order];
    Sequences sequences = Sequences.timeMajor(steps, 1);
    CompanionScan.on(Engine.singleThreaded(), order)
        .run(sequences, null, 0, a, 0, g, 0, null, 0, h, 0, last, 0);
    float[] states = new float[steps * order];
    DenseAffineScan.on(Engine.singleThreaded(), order).run(sequences, p, wide, states);
    for (int t = 0; t < steps; t++) {
      assertEquals(states[t * order], h[t]);
    }
    assertArrayEquals(Arrays.copyOfRange(states, (steps - 1) * order, steps * order), last);
  }

  /** A pole, an executor and a backend. A helper that runs before the caller begins scans every part from a wrong state. */
  static Stream<Arguments> speculations() {
    return Stream.of(0.3, 0.9, 1.0)
        .flatMap(
            pole ->
                Stream.<Executor>of(Runnable::run, POOL)
                    .flatMap(e -> Backends.all().stream().map(b -> Arguments.of(pole, e, b))));
  }

  @ParameterizedTest
  @MethodSource("speculations")
  void threadsOnPartsOfTimeChangeNoBit(double pole, Executor executor, Backend backend) {
    // The last has as many steps from one comparison to the next as a state has results.
    int[][] shapes = {{1, 2, 200_000}, {3, 3, 60_000}, {1, 8, 60_000}, {31, 8, 3_000}};
    for (int[] shape : shapes) {
      int channels = shape[0];
      int order = shape[1];
      int steps = shape[2];
      float[] a = new float[order * channels];
      for (int c = 0; c < channels; c++) {
        // A pole of 1 sums: its states never meet. The others do, the oldest result included.
        a[c] = (float) pole;
        a[(order - 1) * channels + c] += pole == 1 ? 0 : 0.05f;
      }
      float[] g = uniform(order, steps * channels);
      float[] initial = uniform(3, channels * order);
      boolean[] resets = new boolean[steps];
      resets[9] = true;
      Sequences forward = Sequences.timeMajor(steps, channels).strides(0, channels, channels);
      for (Sequences sequences : new Sequences[] {forward, forward.reversed()}) {
        float[] expected = new float[g.length];
        float[] expectedLast = new float[initial.length];
        CompanionScan.on(Engine.of(backend), order)
            .run(sequences, resets, 0, a, 0, g, 0, initial, 0, expected, 0, expectedLast, 0);
        CompanionScan scan = CompanionScan.on(Engine.of(backend).withExecutor(executor, 3), order);
        for (int run = 0; run < 2; run++) {
          float[] h = new float[g.length];
          float[] last = new float[initial.length];
          scan.run(sequences, resets, 0, a, 0, g, 0, initial, 0, h, 0, last, 0);
          assertSameBits(expected, h, "states of %s, run %d".formatted(sequences, run));
          assertSameBits(expectedLast, last, "final state of %s, run %d".formatted(sequences, run));
        }
        float[] overG = g.clone();
        scan.run(sequences, resets, 0, a, 0, overG, 0, initial, 0, overG, 0, null, 0);
        assertSameBits(expected, overG, "in place");
      }
    }
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#all")
  void runAllocatesNothing(Backend backend) {
    int steps = 70;
    int channels = 37;
    float[] a = uniform(1, steps * channels * 8);
    float[] g = uniform(2, steps * channels);
    float[] h = new float[steps * channels];
    float[] state = new float[channels * 8];
    CompanionScan scan = CompanionScan.on(Engine.of(backend), 8);
    Sequences sequences = Sequences.timeMajor(steps, channels);
    Sequences lines = Sequences.channelMajor(channels, steps).reversed();
    Allocation.assertNone(
        () -> {
          scan.run(sequences, null, 0, a, 0, g, 0, null, 0, h, 0, state, 0);
          scan.run(lines, null, 0, a, 0, g, 0, null, 0, h, 0, state, 0);
        });
  }

  @Test
  void mistakesAreNamedBeforeAnythingIsWritten() {
    Engine engine = Engine.singleThreaded();
    assertMessage("order is 0; it may be 1 to 64", () -> CompanionScan.on(engine, 0));
    assertMessage("order is 65", () -> CompanionScan.on(engine, 65));
    CompanionScan scan = CompanionScan.on(engine, 3);
    Sequences s = Sequences.timeMajor(2, 4);
    Sequences two = Sequences.timeMajor(2, 1, 4);
    float[] a = new float[24];
    float[] g = new float[8];
    float[] h = new float[30];
    float[] states = new float[30];
    assertMessage("a holds 8 floats, but 2 rows of 12", () -> scan.run(s, g, g, h));
    assertMessage("g holds 3 floats", () -> scan.run(s, a, new float[3], h));
    assertMessage("h (offset 0, stride 4) overlaps a", () -> scan.run(s, h, g, h));
    assertMessage(
        "initial holds 8 floats, but 1 rows of 12",
        () -> scan.run(s, null, 0, a, 0, g, 0, g, 0, h, 0, null, 0));
    assertMessage(
        "finalState holds 8 floats", () -> scan.run(s, null, 0, a, 0, g, 0, null, 0, h, 0, g, 0));
    assertMessage(
        "finalState [4, 16) and h [0, 8) overlap",
        () -> scan.run(s, null, 0, a, 0, g, 0, null, 0, h, 0, h, 4));
    assertMessage(
        "initial [4, 28) and h [0, 8) overlap",
        () -> scan.run(two, null, 0, a, 0, g, 0, h, 4, h, 0, null, 0));
    assertMessage(
        "overlaps initial", () -> scan.run(two, null, 0, a, 0, g, 0, states, 0, h, 0, states, 1));
    assertArrayEquals(new float[30], h);
    assertThrows(NullPointerException.class, () -> CompanionScan.on(null, 2));
    assertThrows(NullPointerException.class, () -> CompanionScan.on(engine, 2, null));
  }

  private static void assertMessage(String part, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
