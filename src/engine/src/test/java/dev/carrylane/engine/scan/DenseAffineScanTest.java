package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanData.anyBits;
import static dev.carrylane.engine.scan.ScanData.assertSameBits;
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
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DenseAffineScanTest {
  private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 20, 31, 32, 33, 50, 64};

  /** Runs a helper before the caller begins, so that it begins all the pieces of time that it can. */
  private static final Executor HELPER_FIRST = Runnable::run;

  static Stream<Arguments> backendsAndSchedules() {
    return Backends.all().stream()
        .flatMap(
            b ->
                Stream.of(ScanSchedule.SERIAL_TIME, ScanSchedule.BLOCKED_TIME)
                    .map(s -> Arguments.of(b, s)));
  }

  /** The definition, for one sequence. */
  private static float[] serial(int steps, int channels, int n, float[] p, float[] g) {
    float[] h = new float[steps * channels * n];
    int row = channels * n;
    for (int i = 0; i < h.length; i++) {
      int block = i / n * n;
      float s = g[i];
      for (int j = 0; j < n; j++) {
        s = Math.fma(p[i * n + j], i < row ? 0 : h[block - row + j], s);
      }
      h[i] = s;
    }
    return h;
  }

  /** Uniform elements; {@code norm} is about by how much a block stretches a state. */
  private static float[] blocks(long seed, int n, int length, double norm) {
    float[] p = uniform(seed, length);
    for (int i = 0; i < length; i++) {
      p[i] *= (float) (norm * Math.sqrt(3.0 / n));
    }
    return p;
  }

  @Test
  void aSmallExampleByHand() {
    float[] p = {9, 9, 9, 9, 1, 2, 3, 4};
    float[] g = {1, 2, 10, 20};
    float[] h = new float[4];
    DenseAffineScan.on(Engine.singleThreaded(), 2).run(Sequences.timeMajor(2, 1), p, g, h);
    assertArrayEquals(new float[] {1, 2, 15, 31}, h);
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void everySizeHasTheBitsOfTheDefinition(Engine engine) {
    for (int n : SIZES) {
      for (int channels : new int[] {1, 2, 3, 8, 11}) {
        int steps = 9;
        int length = steps * channels * n;
        float[] p = blocks(n, n, length * n, 1);
        float[] g = uniform(channels, length);
        float[] h = new float[length];
        DenseAffineScan scan = DenseAffineScan.on(engine, n);
        scan.run(Sequences.timeMajor(steps, channels), p, g, h);
        String what = channels + " channels of " + n;
        assertSameBits(serial(steps, channels, n, p, g), h, what);
        float[] any = anyBits(n, length * n);
        scan.run(Sequences.timeMajor(steps, channels), any, g, h);
        assertSameBits(serial(steps, channels, n, any, g), h, what + ", any bits");
      }
    }
  }

  @Test
  void oneMatrixMayServeAllSteps() {
    int n = 17;
    int steps = 40;
    float[] a = blocks(1, n, n * n, 1);
    float[] p = new float[steps * n * n];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(a, 0, p, t * n * n, n * n);
    }
    float[] g = uniform(2, steps * n);
    float[] h = new float[steps * n];
    DenseAffineScan scan = DenseAffineScan.on(Engine.singleThreaded(), n);
    scan.run(Sequences.timeMajor(steps, 1).strides(0, n, n), a, g, h);
    assertSameBits(serial(steps, 1, n, p, g), h, "one matrix");
    scan.run(steps, 1, a, 0, 0, g, 0, n, null, 0, g, 0, n, null, 0);
    assertSameBits(h, g, "one matrix in place");
  }

  @Test
  void sizesWithoutADescriptionMeanOneTimeMajorSequence() {
    int n = 3;
    int channels = 2;
    int steps = 11;
    int row = channels * n;
    float[] p = blocks(1, n, steps * (row * n + 1) + 1, 1);
    float[] g = uniform(2, steps * (row + 2) + 3);
    float[] state = uniform(3, row + 2);
    float[] otherState = state.clone();
    float[] h = new float[steps * (row + 5) + 4];
    float[] expected = h.clone();
    DenseAffineScan scan = DenseAffineScan.on(Engine.singleThreaded(), n);
    Sequences one = Sequences.timeMajor(steps, channels).strides(row * n + 1, row + 2, row + 5);
    scan.run(one, null, 0, p, 1, g, 3, state, 2, expected, 4, state, 2);
    // After a description of another kind, nothing of that is left.
    Sequences packed = Sequences.packed(new int[] {0, 2, 5}, 1).reversed().exclusive();
    scan.run(packed, p, g, new float[5 * n]);
    scan.run(
        steps,
        channels,
        p,
        1,
        row * n + 1,
        g,
        3,
        row + 2,
        otherState,
        2,
        h,
        4,
        row + 5,
        otherState,
        2);
    assertSameBits(expected, h, "states");
    assertSameBits(state, otherState, "final state");
  }

  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void neitherThreadsNorBackendsNorPlacesChangeABit(Backend backend, ScanSchedule schedule) {
    for (int n : new int[] {2, 16, 20}) {
      for (double norm : new double[] {0.4, 1, 1.02}) {
        int steps = n == 2 ? 70_000 : 2_600;
        int length = steps * n;
        float[] p = blocks(n, n, length * n, norm);
        float[] g = uniform(3, length);
        Sequences sequences = Sequences.timeMajor(steps, 1);
        float[] expected = new float[length];
        Engine one = Engine.of(Backend.scalar());
        DenseAffineScan.on(one, n, schedule).run(sequences, p, g, expected);
        String what = "n = " + n + ", norm " + norm;
        for (Executor executor : new Executor[] {HELPER_FIRST, r -> {}}) {
          Engine engine = Engine.of(backend).withExecutor(executor, 2);
          DenseAffineScan scan = DenseAffineScan.on(engine, n, schedule);
          float[] h = new float[length];
          scan.run(sequences, p, g, h);
          assertSameBits(expected, h, what);
          float[] inPlace = g.clone();
          scan.run(sequences, p, inPlace, inPlace);
          assertSameBits(expected, inPlace, what + ", in place");
        }
        if (schedule == ScanSchedule.SERIAL_TIME) {
          assertSameBits(serial(steps, 1, n, p, g), expected, what);
        }
      }
    }
  }

  /** Products of blocks overflow, or are not numbers, where the recurrence is finite. */
  @ParameterizedTest
  @EnumSource(value = ScanSchedule.class, mode = EnumSource.Mode.EXCLUDE, names = "KOGGE_STONE")
  void blockProductsThatLeaveTheRangeDoNotShow(ScanSchedule schedule) {
    int n = 2;
    int steps = 6_000;
    for (float[] run : new float[][] {{1e30f, 1e-30f}, {1e-30f, 1e30f}, {1e38f, 1e38f}}) {
      for (int start : new int[] {527, 528, 800, 1_023, 1_024, 2_500}) {
        float[] p = new float[steps * 4];
        float[] g = new float[steps * 2];
        for (int t = 0; t < steps; t++) {
          p[t * 4] = 1;
          p[t * 4 + 3] = 1;
          g[t * 2] = t < start - 40 ? 1 : 0;
        }
        // The state is zero when the run begins, and so stays, whatever multiplies it.
        for (int i = 0; i < 4; i++) {
          p[(start - 40) * 4 + i] = 0;
        }
        for (int k = 0; k < 12; k++) {
          p[(start + k) * 4] = run[k / 6];
          p[(start + k) * 4 + 3] = run[k / 6];
        }
        g[(start + 20) * 2] = 5;
        g[(start + 20) * 2 + 1] = -3;
        float[] h = new float[steps * 2];
        DenseAffineScan.on(Backends.engine(Backend.active(), 2), n, schedule)
            .run(Sequences.timeMajor(steps, 1), p, g, h);
        float[] expected = serial(steps, 1, n, p, g);
        assertSameBits(expected, h, "run of " + run[0] + " at " + start);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void anExclusiveScanIsTheInclusiveOneAStepLater(Backend backend, ScanSchedule schedule) {
    int n = 16;
    int steps = 4_300;
    float[] p = blocks(1, n, steps * n * n, 0.9);
    float[] g = uniform(2, steps * n);
    for (int threads : new int[] {1, 2}) {
      DenseAffineScan scan = DenseAffineScan.on(Backends.engine(backend, threads), n, schedule);
      float[] h = new float[steps * n];
      float[] exclusive = new float[steps * n];
      scan.run(Sequences.timeMajor(steps, 1), p, g, h);
      scan.run(Sequences.timeMajor(steps, 1).exclusive(), p, g, exclusive);
      float[] expected = new float[steps * n];
      System.arraycopy(h, 0, expected, n, (steps - 1) * n);
      assertSameBits(expected, exclusive, threads + " threads");
    }
  }

  /** Maps of blocks of time that are small enough to be scaled, and states large enough for them to matter. */
  @Test
  void smallMapsCarryLargeStates() {
    int steps = 1_500;
    int n = 2;
    float[] a = {0, 0.93f, -0.93f, 0};
    float[] h = new float[steps * n];
    Sequences sequences = Sequences.timeMajor(steps, 1).strides(0, n, n);
    DenseAffineScan.on(Engine.singleThreaded(), n, ScanSchedule.BLOCKED_TIME)
        .run(
            sequences,
            null,
            0,
            a,
            0,
            new float[steps * n],
            0,
            new float[] {1e30f, 3e30f},
            0,
            h,
            0,
            null,
            0);
    double x = 1e30f;
    double y = 3e30f;
    for (int t = 0; t < steps; t++) {
      double next = a[1] * y;
      y = a[2] * x;
      x = next;
      // (n + 1)(t + 1) roundings, and 4e30 times the smallest normal number in each step, which
      // contracts, too.
      double factor = Math.expm1((n + 1) * (t + 1) * (Math.log1p(0x1p-24) + Math.log1p(0x1p-53)));
      double most = 4e30 * Float.MIN_NORMAL / (1 - 0.93);
      assertEquals(x, h[2 * t], factor * (Math.abs(x) + most), "step " + t);
      assertEquals(y, h[2 * t + 1], factor * (Math.abs(y) + most), "step " + t);
    }
  }

  @ParameterizedTest
  @EnumSource(value = ScanSchedule.class, mode = EnumSource.Mode.EXCLUDE, names = "KOGGE_STONE")
  void whatIsNotFiniteIsTheSameInEverySchedule(ScanSchedule schedule) {
    int n = 3;
    int steps = 3_000;
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (int start : new int[] {0, 527, 528, 529, 1_023, 1_024, 2_999}) {
        float[] p = blocks(1, n, steps * n * n, 0);
        for (int i = 0; i < steps * n; i++) {
          p[i * n + i % n] = 0.5f;
        }
        float[] g = new float[steps * n];
        g[start * n + 1] = value;
        float[] h = new float[steps * n];
        DenseAffineScan.on(Engine.singleThreaded(), n, schedule)
            .run(Sequences.timeMajor(steps, 1), p, g, h);
        assertSameBits(serial(steps, 1, n, p, g), h, value + " at " + start);
      }
    }
  }

  /** With three blocks of time, the least that have one between the first and the last. */
  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void runAllocatesNothing(Backend backend, ScanSchedule schedule) {
    int most = 1_100 * 34;
    float[] p = blocks(1, 20, most * 20, 0.5);
    float[] g = uniform(2, most);
    float[] h = new float[most];
    float[] state = new float[64];
    Engine engine = Engine.of(backend).withExecutor(HELPER_FIRST, 2);
    DenseAffineScan two = DenseAffineScan.on(engine, 2, schedule);
    DenseAffineScan sixteen = DenseAffineScan.on(engine, 16, schedule);
    DenseAffineScan twenty = DenseAffineScan.on(engine, 20, schedule);
    Sequences many = Sequences.timeMajor(1_100, 17);
    Sequences one = Sequences.timeMajor(1_100, 1);
    Allocation.assertNone(
        () -> {
          two.run(many, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
          sixteen.run(one, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
          twenty.run(one, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
        });
    int[] steps = {1_000};
    Allocation.assertNone(
        () -> {
          steps[0] = steps[0] % 1_100 + 1;
          twenty.run(steps[0], 1, p, 0, 0, g, 0, 20, state, 0, h, 0, 20, state, 0);
        });
  }

  @Test
  void mistakesAreNamedBeforeAnythingIsWritten() {
    Engine engine = Engine.singleThreaded();
    assertMessage("blocks of 0 rows", () -> DenseAffineScan.on(engine, 0));
    assertMessage("blocks of 65 rows; they may have 1 to 64", () -> DenseAffineScan.on(engine, 65));
    DenseAffineScan scan = DenseAffineScan.on(engine, 2);
    Sequences s = Sequences.timeMajor(3, 2);
    float[] p = new float[24];
    float[] g = new float[12];
    float[] h = new float[24];
    Arrays.fill(h, 7);
    float[] before = h.clone();
    assertMessage("p holds 12 floats, but 3 rows of 8", () -> scan.run(s, g, g, h));
    assertMessage("g holds 5 floats, but 3 rows of 4", () -> scan.run(s, p, new float[5], h));
    assertMessage(
        "the row stride of p is 7, less than its 8", () -> scan.run(s.strides(7, 4, 4), p, g, h));
    assertMessage("h (offset 0, stride 4) overlaps p", () -> scan.run(s, h, g, h));
    assertMessage(
        "channels is -2", () -> scan.run(3, -2, p, 0, 8, g, 0, 4, null, 0, h, 0, 4, null, 0));
    assertMessage(
        "the row stride of p is 7, less than its 8",
        () -> scan.run(3, 2, p, 0, 7, g, 0, 4, null, 0, h, 0, 4, null, 0));
    assertMessage(
        "h (offset 0, stride 4) overlaps p (offset 4, stride 0)",
        () -> scan.run(3, 2, h, 4, 0, g, 0, 4, null, 0, h, 0, 4, null, 0));
    assertMessage(
        "h (offset 1, stride 4) overlaps g (offset 0, stride 4)",
        () -> scan.run(s, null, 0, p, 0, h, 0, null, 0, h, 1, null, 0));
    assertMessage(
        "initial holds 3 floats", () -> run(scan, s, p, g, new float[3], h, new float[4]));
    assertMessage(
        "finalState holds 3 floats", () -> run(scan, s, p, g, new float[4], h, new float[3]));
    assertMessage("finalState (offset 0) overlaps h", () -> run(scan, s, p, g, null, h, h));
    assertMessage(
        "resets holds 2 flags, but the sequences need 3",
        () -> scan.run(s, new boolean[2], 0, p, 0, g, 0, null, 0, h, 0, null, 0));
    assertSameBits(before, h, "h");
    assertThrows(NullPointerException.class, () -> DenseAffineScan.on(null, 2));
    assertThrows(NullPointerException.class, () -> DenseAffineScan.on(engine, 2, null));
    assertThrows(NullPointerException.class, () -> scan.run(null, p, g, h));
  }

  /** P, g and h side by side in the rows of one array. */
  @Test
  void operandsMayBeInterleaved() {
    int n = 4;
    int steps = 5;
    int stride = n * n + 2 * n;
    float[] all = uniform(1, steps * stride);
    float[] p = new float[steps * n * n];
    float[] g = new float[steps * n];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(all, t * stride, p, t * n * n, n * n);
      System.arraycopy(all, t * stride + n * n, g, t * n, n);
    }
    Sequences rows = Sequences.timeMajor(steps, 1).strides(stride, stride, stride);
    int last = n * n + n;
    DenseAffineScan.on(Engine.singleThreaded(), n)
        .run(rows, null, 0, all, 0, all, n * n, null, 0, all, last, null, 0);
    float[] expected = serial(steps, 1, n, p, g);
    for (int t = 0; t < steps; t++) {
      float[] row = Arrays.copyOfRange(all, t * stride + last, (t + 1) * stride);
      assertSameBits(Arrays.copyOfRange(expected, t * n, (t + 1) * n), row, "step " + t);
    }
  }

  private static void run(
      DenseAffineScan scan,
      Sequences s,
      float[] p,
      float[] g,
      float[] initial,
      float[] h,
      float[] last) {
    scan.run(s, null, 0, p, 0, g, 0, initial, 0, h, 0, last, 0);
  }

  private static void assertMessage(String part, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(part), message);
    assertEquals(message.strip(), message);
  }
}
