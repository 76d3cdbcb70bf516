package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanData.anyBits;
import static dev.carrylane.engine.scan.ScanData.assertSameBits;
import static dev.carrylane.engine.scan.ScanData.lasting;
import static dev.carrylane.engine.scan.ScanData.serial;
import static dev.carrylane.engine.scan.ScanData.uniform;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Allocation;
import java.util.Arrays;
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

class AffineScanTest {
  private static final ExecutorService POOL = Executors.newCachedThreadPool();
  private static final int LANES = Backend.vector().map(Backend::floatLanes).orElse(16);
  private static final int BLOCK = ScanSchedule.blockSteps(1, 8);

  @AfterAll
  static void stop() {
    POOL.shutdown();
  }

  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  static Stream<Arguments> backendsAndSchedules() {
    return backends()
        .flatMap(b -> Arrays.stream(ScanSchedule.values()).map(s -> Arguments.of(b, s)));
  }

  /** Every schedule by name, and null for the default. */
  static Stream<Arguments> backendsAndChoices() {
    return Stream.concat(backends().map(b -> Arguments.of(b, null)), backendsAndSchedules());
  }

  private static AffineScan scan(Engine engine, ScanSchedule schedule) {
    return schedule == null ? AffineScan.on(engine) : AffineScan.on(engine, schedule);
  }

  private static int[] channelCounts() {
    int[] counts = new int[3 * LANES + 2];
    Arrays.setAll(counts, c -> c);
    return counts;
  }

  private static final int[] STEP_COUNTS = {0, 1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 7};

  @Test
  void aSmallExampleByHand() {
    float[] p = {0.5f, 2, 0.25f, 1};
    float[] g = {1, 10, 2, 20};
    float[] h = new float[4];
    AffineScan scan = AffineScan.on(Engine.singleThreaded());
    scan.run(2, 2, p, g, h);
    assertArrayEquals(new float[] {1, 10, 2.25f, 30}, h);
    float[] last = new float[2];
    scan.run(2, 2, p, 0, 2, g, 0, 2, new float[] {8, 16}, 0, h, 0, 2, last, 0);
    assertArrayEquals(new float[] {5, 42, 3.25f, 62}, h);
    assertArrayEquals(new float[] {3.25f, 62}, last);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void serialTimeHasTheBitsOfTheRecurrence(Backend backend) {
    AffineScan scan = AffineScan.on(Engine.of(backend), ScanSchedule.SERIAL_TIME);
    for (int channels : channelCounts()) {
      for (int steps : STEP_COUNTS) {
        float[] p = lasting(channels, steps * channels);
        float[] g = uniform(steps + 1, steps * channels);
        float[] initial = uniform(7, channels);
        float[] h = new float[steps * channels];
        float[] last = new float[channels];
        scan.run(
            steps, channels, p, 0, channels, g, 0, channels, initial, 0, h, 0, channels, last, 0);
        float[] expected = serial(steps, channels, p, g, initial);
        String what = steps + " steps of " + channels + " channels";
        assertSameBits(expected, h, what);
        assertSameBits(lastOf(expected, steps, channels, initial), last, what);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void serialTimeHasTheBitsOfTheRecurrenceOnAnyBits(Backend backend) {
    AffineScan scan = AffineScan.on(Engine.of(backend), ScanSchedule.SERIAL_TIME);
    int steps = 50;
    for (int channels : new int[] {1, LANES - 1, 2 * LANES + 3, 17 * LANES + 5}) {
      float[] p = anyBits(channels, steps * channels);
      float[] g = anyBits(channels + 1, steps * channels);
      float[] h = new float[steps * channels];
      scan.run(steps, channels, p, g, h);
      assertSameBits(serial(steps, channels, p, g, null), h, channels + " channels");
    }
  }

  @ParameterizedTest
  @MethodSource("backendsAndChoices")
  void theNumberOfThreadsChangesNoBit(Backend backend, ScanSchedule schedule) {
    // Enough elements that serial time splits the channels among up to eight threads.
    int[][] shapes = {
      {70_000, 1}, {70_000, 2}, {20_000, 3}, {70_000, 8}, {900, 300}, {1_100, 1_030}
    };
    for (int[] shape : shapes) {
      int steps = shape[0];
      int channels = shape[1];
      float[] p = lasting(1, steps * channels);
      float[] g = uniform(2, steps * channels);
      float[] expected = new float[steps * channels];
      scan(Engine.of(backend), schedule).run(steps, channels, p, g, expected);
      for (int threads : new int[] {2, 3, 5, 8}) {
        Engine engine = Engine.of(backend).withExecutor(POOL, threads);
        float[] h = new float[steps * channels];
        scan(engine, schedule).run(steps, channels, p, g, h);
        assertSameBits(expected, h, "[%d, %d], %d threads".formatted(steps, channels, threads));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ScanSchedule.class)
  void theBackendChangesNoBit(ScanSchedule schedule) {
    AffineScan scalar = AffineScan.on(Engine.of(Backend.scalar()), schedule);
    for (Backend backend : backends().toList()) {
      AffineScan other = AffineScan.on(Engine.of(backend), schedule);
      for (int channels : channelCounts()) {
        for (int steps : STEP_COUNTS) {
          float[] p = lasting(channels, steps * channels);
          float[] g = uniform(steps, steps * channels);
          float[] expected = new float[steps * channels];
          scalar.run(steps, channels, p, g, expected);
          float[] h = new float[steps * channels];
          other.run(steps, channels, p, g, h);
          assertSameBits(expected, h, steps + " steps of " + channels + " channels");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void offsetsAndStridesLeaveEverythingElseAlone(Backend backend, ScanSchedule schedule) {
    AffineScan scan = AffineScan.on(Engine.of(backend).withExecutor(POOL, 3), schedule);
    for (int channels : new int[] {1, 2, LANES, LANES + 3, 5 * LANES + 1}) {
      for (int steps : new int[] {1, 2 * BLOCK + 5}) {
        float[] p = lasting(3, steps * channels);
        float[] g = uniform(4, steps * channels);
        float[] initial = uniform(5, channels);
        float[] expected = new float[steps * channels];
        float[] expectedLast = new float[channels];
        scan.run(
            steps,
            channels,
            p,
            0,
            channels,
            g,
            0,
            channels,
            initial,
            0,
            expected,
            0,
            channels,
            expectedLast,
            0);

        // What lies between the rows is poison when read, and must survive.
        float[] sparseP = spread(p, steps, channels, 3, channels + 2);
        float[] sparseG = spread(g, steps, channels, 1, channels + 5);
        float[] sparseH = spread(expected, steps, channels, 7, channels + 1);
        float[] sparseFirst = spread(initial, 1, channels, 2, channels);
        float[] sparseLast = spread(expectedLast, 1, channels, 4, channels);
        float[] h = spread(new float[steps * channels], steps, channels, 7, channels + 1);
        float[] last = spread(new float[channels], 1, channels, 4, channels);
        float[] pBefore = sparseP.clone();
        float[] gBefore = sparseG.clone();
        float[] firstBefore = sparseFirst.clone();
        scan.run(
            steps,
            channels,
            sparseP,
            3,
            channels + 2,
            sparseG,
            1,
            channels + 5,
            sparseFirst,
            2,
            h,
            7,
            channels + 1,
            last,
            4);
        String what = steps + " steps of " + channels + " channels";
        assertSameBits(sparseH, h, what);
        assertSameBits(sparseLast, last, what);
        assertSameBits(pBefore, sparseP, what);
        assertSameBits(gBefore, sparseG, what);
        assertSameBits(firstBefore, sparseFirst, what);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void inPlaceIsTheSame(Backend backend, ScanSchedule schedule) {
    AffineScan scan = AffineScan.on(Engine.of(backend).withExecutor(POOL, 3), schedule);
    for (int channels : new int[] {1, 2, LANES - 1, LANES + 3, 2 * LANES + 1, 12 * LANES + 5}) {
      int steps = 3 * BLOCK + 5;
      float[] p = lasting(3, steps * channels);
      float[] g = uniform(4, steps * channels);
      float[] expected = new float[steps * channels];
      scan.run(steps, channels, p, g, expected);

      float[] overG = g.clone();
      scan.run(steps, channels, p, overG, overG);
      assertSameBits(expected, overG, channels + " channels over g");

      float[] overP = p.clone();
      scan.run(steps, channels, overP, g, overP);
      assertSameBits(expected, overP, channels + " channels over p");

      // p and g side by side in one row, as one matrix product leaves them; h replaces g.
      float[] pg = new float[steps * 2 * channels];
      float[] expectedPg = new float[steps * 2 * channels];
      for (int t = 0; t < steps; t++) {
        System.arraycopy(p, t * channels, pg, t * 2 * channels, channels);
        System.arraycopy(g, t * channels, pg, t * 2 * channels + channels, channels);
        System.arraycopy(p, t * channels, expectedPg, t * 2 * channels, channels);
        System.arraycopy(expected, t * channels, expectedPg, t * 2 * channels + channels, channels);
      }
      int stride = 2 * channels;
      scan.run(
          steps, channels, pg, 0, stride, pg, channels, stride, null, 0, pg, channels, stride, null,
          0);
      assertSameBits(expectedPg, pg, channels + " channels side by side");

      // p = g: h_t = p_t · h_{t−1} + p_t.
      float[] square = p.clone();
      float[] expectedSquare = new float[steps * channels];
      scan.run(steps, channels, p, p, expectedSquare);
      scan.run(steps, channels, square, square, square);
      assertSameBits(expectedSquare, square, channels + " channels, all three the same");
    }
  }

  @ParameterizedTest
  @EnumSource(ScanSchedule.class)
  void theStateMayBeReplacedAndMayLieInH(ScanSchedule schedule) {
    AffineScan scan = AffineScan.on(Engine.singleThreaded().withExecutor(POOL, 2), schedule);
    int channels = 2 * LANES + 3;
    int steps = 3 * BLOCK;
    float[] p = lasting(3, steps * channels);
    float[] g = uniform(4, steps * channels);
    float[] initial = uniform(5, channels);
    float[] expected = new float[steps * channels];
    float[] expectedLast = new float[channels];
    scan.run(
        steps,
        channels,
        p,
        0,
        channels,
        g,
        0,
        channels,
        initial,
        0,
        expected,
        0,
        channels,
        expectedLast,
        0);

    float[] state = initial.clone();
    float[] h = new float[steps * channels];
    scan.run(steps, channels, p, 0, channels, g, 0, channels, state, 0, h, 0, channels, state, 0);
    assertSameBits(expected, h, "state replaced");
    assertSameBits(expectedLast, state, "state replaced");

    // The buffer of the last call, whose last row is the state to continue from, is used again.
    float[] again = new float[steps * channels];
    int lastRow = (steps - 1) * channels;
    System.arraycopy(initial, 0, again, lastRow, channels);
    scan.run(
        steps, channels, p, 0, channels, g, 0, channels, again, lastRow, again, 0, channels, null,
        0);
    assertSameBits(expected, again, "initial state in h");
  }

  @ParameterizedTest
  @EnumSource(ScanSchedule.class)
  void withoutStepsTheStateStaysAsItIs(ScanSchedule schedule) {
    AffineScan scan = AffineScan.on(Engine.singleThreaded(), schedule);
    float[] none = {};
    float[] h = {9, 9};
    float[] last = {1, 2, 3};
    scan.run(0, 3, none, 0, 3, none, 0, 3, new float[] {4, Float.NaN, -0f}, 0, h, 1, 3, last, 0);
    assertSameBits(new float[] {4, Float.NaN, -0f}, last, "final state");
    scan.run(0, 3, none, 0, 3, none, 0, 3, null, 0, h, 2, 3, last, 0);
    assertSameBits(new float[3], last, "final state from nothing");
    assertArrayEquals(new float[] {9, 9}, h);
    scan.run(0, 0, none, none, none);
  }

  @ParameterizedTest
  @EnumSource(ScanSchedule.class)
  void withoutChannelsNothingHappens(ScanSchedule schedule) {
    AffineScan scan = AffineScan.on(Engine.singleThreaded().withExecutor(POOL, 4), schedule);
    float[] none = {};
    float[] h = {9, 9};
    scan.run(100_000, 0, none, 0, 0, none, 0, 3, none, 0, h, 2, 1, h, 0);
    assertArrayEquals(new float[] {9, 9}, h);
  }

  @Test
  void aSequenceMayBeCutAnywhere() {
    AffineScan scan = AffineScan.on(Engine.singleThreaded());
    int channels = LANES + 5;
    int steps = 37;
    float[] p = lasting(3, steps * channels);
    float[] g = uniform(4, steps * channels);
    float[] expected = new float[steps * channels];
    scan.run(steps, channels, p, g, expected);
    for (int cut = 0; cut <= steps; cut++) {
      float[] h = new float[steps * channels];
      float[] state = new float[channels];
      scan.run(cut, channels, p, 0, channels, g, 0, channels, null, 0, h, 0, channels, state, 0);
      int at = cut * channels;
      scan.run(
          steps - cut,
          channels,
          p,
          at,
          channels,
          g,
          at,
          channels,
          state,
          0,
          h,
          at,
          channels,
          state,
          0);
      assertSameBits(expected, h, "cut at " + cut);
      assertSameBits(lastOf(expected, steps, channels, null), state, "cut at " + cut);
    }
  }

  static Stream<Arguments> mistakes() {
    float[] a = new float[100];
    float[] h = new float[100];
    float[] s = new float[4];
    return Stream.of(
        mistake("steps is -1", -1, 4, a, 0, 4, a, 0, 4, s, 0, h, 0, 4, s, 0),
        mistake("channels is -2", 5, -2, a, 0, 4, a, 0, 4, s, 0, h, 0, 4, s, 0),
        mistake(
            "the row stride of p is 3, less than its 4 columns",
            5,
            4,
            a,
            0,
            3,
            a,
            0,
            4,
            s,
            0,
            h,
            0,
            4,
            s,
            0),
        mistake("gStride is -4", 5, 4, a, 0, 4, a, 0, -4, s, 0, h, 0, 4, s, 0),
        mistake(
            "the row stride of h is 0, less than its 4 columns",
            5,
            4,
            a,
            0,
            4,
            a,
            0,
            4,
            s,
            0,
            h,
            0,
            0,
            s,
            0),
        mistake("p holds 100 floats, but 26 rows", 26, 4, a, 0, 4, a, 0, 4, s, 0, h, 0, 4, s, 0),
        mistake("at offset -1", 5, 4, a, -1, 4, a, 0, 4, s, 0, h, 0, 4, s, 0),
        mistake(
            "g holds 100 floats, but 5 rows of 4 at offset 81 with row stride 4 end at 101",
            5,
            4,
            a,
            0,
            4,
            a,
            81,
            4,
            s,
            0,
            h,
            0,
            4,
            s,
            0),
        mistake("g holds 100 floats", 5, 4, a, 0, 4, a, Integer.MAX_VALUE, 4, s, 0, h, 0, 4, s, 0),
        mistake(
            "h holds 100 floats, but 2147483647 rows",
            Integer.MAX_VALUE,
            0,
            a,
            0,
            0,
            a,
            0,
            0,
            s,
            0,
            h,
            101,
            Integer.MAX_VALUE,
            s,
            0),
        mistake(
            "p holds 100 floats",
            Integer.MAX_VALUE,
            4,
            a,
            0,
            Integer.MAX_VALUE,
            a,
            0,
            4,
            s,
            0,
            h,
            0,
            4,
            s,
            0),
        mistake(
            "initial holds 4 floats, but 1 rows of 4 at offset 1 with row stride 4 end at 5",
            5,
            4,
            a,
            0,
            4,
            a,
            0,
            4,
            s,
            1,
            h,
            0,
            4,
            s,
            0),
        mistake("initial holds 4 floats", 5, 4, a, 0, 4, a, 0, 4, s, -1, h, 0, 4, s, 0),
        mistake("finalState holds 4 floats", 5, 4, a, 0, 4, a, 0, 4, s, 0, h, 0, 4, s, 1),
        mistake(
            "h (offset 1, stride 4) overlaps p (offset 0, stride 4)",
            5,
            4,
            h,
            0,
            4,
            a,
            0,
            4,
            s,
            0,
            h,
            1,
            4,
            s,
            0),
        mistake(
            "h (offset 0, stride 5) overlaps g (offset 0, stride 4)",
            5,
            4,
            a,
            0,
            4,
            h,
            0,
            4,
            s,
            0,
            h,
            0,
            5,
            s,
            0),
        mistake("finalState (offset 18) overlaps h", 5, 4, a, 0, 4, a, 0, 4, s, 0, h, 0, 4, h, 18));
  }

  private static Arguments mistake(String message, Object... arguments) {
    return Arguments.of(message, arguments);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakesAreNamedBeforeAnythingIsWritten(String message, Object[] a) {
    for (ScanSchedule schedule : ScanSchedule.values()) {
      AffineScan scan = AffineScan.on(Engine.singleThreaded(), schedule);
      for (int i : new int[] {2, 5, 8, 10, 13}) {
        Arrays.fill((float[]) a[i], 3);
      }
      IllegalArgumentException thrown =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  scan.run(
                      (int) a[0],
                      (int) a[1],
                      (float[]) a[2],
                      (int) a[3],
                      (int) a[4],
                      (float[]) a[5],
                      (int) a[6],
                      (int) a[7],
                      (float[]) a[8],
                      (int) a[9],
                      (float[]) a[10],
                      (int) a[11],
                      (int) a[12],
                      (float[]) a[13],
                      (int) a[14]));
      assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
      for (int i : new int[] {2, 5, 8, 10, 13}) {
        float[] untouched = new float[((float[]) a[i]).length];
        Arrays.fill(untouched, 3);
        assertArrayEquals(untouched, (float[]) a[i]);
      }
    }
  }

  @Test
  void nullIsNamed() {
    AffineScan scan = AffineScan.on(Engine.singleThreaded());
    float[] a = new float[1];
    assertEquals(
        "p",
        assertThrows(NullPointerException.class, () -> scan.run(1, 1, null, a, a)).getMessage());
    assertEquals(
        "g",
        assertThrows(NullPointerException.class, () -> scan.run(1, 1, a, null, a)).getMessage());
    assertEquals(
        "h",
        assertThrows(NullPointerException.class, () -> scan.run(1, 1, a, a, null)).getMessage());
    assertThrows(NullPointerException.class, () -> AffineScan.on(null));
    assertThrows(NullPointerException.class, () -> AffineScan.on(Engine.singleThreaded(), null));
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void runAllocatesNothing(Backend backend, ScanSchedule schedule) {
    AffineScan scan = AffineScan.on(Engine.of(backend), schedule);
    int steps = 3 * BLOCK + 5;
    float[] state = new float[9 * LANES];
    float[] p = lasting(3, steps * state.length);
    float[] g = uniform(4, steps * state.length);
    float[] h = new float[steps * state.length];
    int[] channelCounts = {1, LANES, 2 * LANES + 3, 9 * LANES};
    Runnable work =
        () -> {
          for (int channels : channelCounts) {
            scan.run(
                steps, channels, p, 0, channels, g, 0, channels, state, 0, h, 0, channels, state,
                0);
          }
        };
    Allocation.assertNone(work);
  }

  private static float[] lastOf(float[] h, int steps, int channels, float[] initial) {
    if (steps == 0) {
      return initial == null ? new float[channels] : initial;
    }
    return Arrays.copyOfRange(h, (steps - 1) * channels, steps * channels);
  }

  private static float[] spread(float[] rows, int steps, int channels, int offset, int stride) {
    float[] sparse = new float[offset + steps * stride + 11];
    Arrays.fill(sparse, Float.NaN);
    for (int t = 0; t < steps; t++) {
      System.arraycopy(rows, t * channels, sparse, offset + t * stride, channels);
    }
    return sparse;
  }
}
