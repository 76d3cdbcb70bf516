package dev.carrylane.engine.scan;

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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ComplexAffineScanTest {
  private static final int LANES = Backend.vector().map(Backend::floatLanes).orElse(16);
  private static final int BLOCK = ScanSchedule.blockSteps(1, 16);

  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  @Test
  void aSmallExampleByHand() {
    // h_0 = (1 + 2i)(1 + i) + 3 = 2 + 3i, h_1 = i(2 + 3i) + 0.5 = −2.5 + 2i
    float[] p = {1, 2, 0, 1};
    float[] g = {3, 0, 0.5f, 0};
    float[] h = new float[4];
    float[] last = new float[2];
    ComplexAffineScan scan = ComplexAffineScan.on(Engine.singleThreaded());
    Sequences two = Sequences.timeMajor(2, 1);
    scan.run(two, null, 0, p, 0, g, 0, new float[] {1, 1}, 0, h, 0, last, 0);
    assertArrayEquals(new float[] {2, 3, -2.5f, 2}, h);
    assertArrayEquals(new float[] {-2.5f, 2}, last);
    scan.run(two, p, g, h);
    assertArrayEquals(new float[] {3, 0, 0.5f, 3}, h);
  }

  /** The definition, for contiguous time-major numbers by turns. */
  private static float[] serial(int steps, int channels, float[] p, float[] g, float[] initial) {
    float[] h = new float[2 * steps * channels];
    for (int c = 0; c < channels; c++) {
      float a = initial == null ? 0 : initial[2 * c];
      float b = initial == null ? 0 : initial[2 * c + 1];
      for (int t = 0; t < steps; t++) {
        int i = 2 * (t * channels + c);
        float re = Math.fma(p[i], a, Math.fma(-p[i + 1], b, g[i]));
        b = Math.fma(p[i], b, Math.fma(p[i + 1], a, g[i + 1]));
        a = re;
        h[i] = a;
        h[i + 1] = b;
      }
    }
    return h;
  }

  @ParameterizedTest
  @MethodSource("backends")
  void everyNumberOfChannelsHasTheBitsOfTheRecurrence(Backend backend) {
    ComplexAffineScan scan = ComplexAffineScan.on(Engine.of(backend));
    for (int channels = 1; channels <= 9 * LANES + 1; channels++) {
      int steps = 19;
      int n = steps * channels;
      float[] p = uniform(channels, 2 * n);
      float[] g = uniform(channels + 1, 2 * n);
      float[] expected = serial(steps, channels, p, g, null);
      Sequences sequences = Sequences.timeMajor(steps, channels);
      float[] h = new float[2 * n];
      scan.run(sequences, p, g, h);
      assertSameBits(expected, h, channels + " channels");
      float[] inPlace = g.clone();
      scan.run(sequences, p, inPlace, inPlace);
      assertSameBits(expected, inPlace, channels + " channels in place");
    }
  }

  /** Rows of every width, so many that they stream from memory, too. */
  @ParameterizedTest
  @MethodSource("schedules")
  void oneRowMayServeAllSteps(Backend backend, ScanSchedule schedule) {
    ComplexAffineScan scan = ComplexAffineScan.on(Backends.engine(backend, 2), schedule);
    for (int channels : new int[] {1, 2, LANES / 2, LANES + 3, 5 * LANES, 400}) {
      int steps = Math.max(3 * BLOCK, (1 << 20) / channels);
      float[] row = turning(channels, channels);
      float[] p = new float[steps * row.length];
      for (int t = 0; t < steps; t++) {
        System.arraycopy(row, 0, p, t * row.length, row.length);
      }
      float[] g = uniform(2, p.length);
      float[] expected = new float[g.length];
      scan.run(Sequences.timeMajor(steps, channels), p, g, expected);
      float[] h = new float[g.length];
      int wide = row.length;
      scan.run(Sequences.timeMajor(steps, channels).strides(0, wide, wide), row, g, h);
      assertSameBits(expected, h, channels + " channels");
      scan.run(steps, channels, row, 0, 0, g, 0, wide, null, 0, g, 0, wide, null, 0);
      assertSameBits(expected, g, channels + " channels in place");
    }
  }

  static Stream<Arguments> schedules() {
    return Backends.all().stream()
        .flatMap(
            b ->
                Stream.of(ScanSchedule.SERIAL_TIME, ScanSchedule.BLOCKED_TIME)
                    .map(s -> Arguments.of(b, s)));
  }

  @Test
  void sizesWithoutADescriptionMeanOneTimeMajorSequence() {
    int steps = 11;
    int channels = LANES + 1;
    int wide = 2 * channels;
    float[] p = turning(1, (steps + 1) * channels);
    float[] g = uniform(2, steps * (wide + 1) + 3);
    float[] state = uniform(3, wide + 2);
    float[] otherState = state.clone();
    float[] h = new float[steps * (wide + 5) + 4];
    float[] expected = h.clone();
    ComplexAffineScan scan = ComplexAffineScan.on(Engine.singleThreaded());
    Sequences one = Sequences.timeMajor(steps, channels).strides(wide, wide + 1, wide + 5);
    scan.run(one, null, 0, p, 1, g, 3, state, 2, expected, 4, state, 2);
    // After a description of another kind, nothing of that is left.
    scan.run(Sequences.packed(new int[] {0, 2, 5}, 1).reversed().exclusive(), p, g, new float[10]);
    scan.run(
        steps, channels, p, 1, wide, g, 3, wide + 1, otherState, 2, h, 4, wide + 5, otherState, 2);
    assertSameBits(expected, h, "states");
    assertSameBits(state, otherState, "final state");
  }

  @Test
  void gapsOfAnOddNumberOfElementsAreFine() {
    int steps = 7;
    int channels = LANES + 3;
    int n = 2 * channels;
    float[] p = uniform(1, steps * n);
    float[] g = uniform(2, steps * n);
    float[] expected = serial(steps, channels, p, g, null);
    float[] wide = new float[steps * (n + 1)];
    float[] h = new float[steps * (n + 3)];
    float[] wideExpected = new float[h.length];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(g, t * n, wide, t * (n + 1), n);
      System.arraycopy(expected, t * n, wideExpected, t * (n + 3), n);
    }
    ComplexAffineScan.on(Engine.singleThreaded())
        .run(Sequences.timeMajor(steps, channels).strides(n, n + 1, n + 3), p, wide, h);
    assertSameBits(wideExpected, h, "states");
  }

  @ParameterizedTest
  @EnumSource(value = ScanSchedule.class, mode = EnumSource.Mode.EXCLUDE, names = "KOGGE_STONE")
  void theNumberOfThreadsChangesNoBit(ScanSchedule schedule) {
    int steps = 2_000;
    int channels = 300;
    float[] p = turning(3, steps * channels);
    float[] g = uniform(4, 2 * steps * channels);
    float[] expected = new float[g.length];
    Sequences sequences = Sequences.timeMajor(steps, channels);
    ComplexAffineScan.on(Engine.of(Backend.scalar()), schedule).run(sequences, p, g, expected);
    for (Engine engine : Backends.engines()) {
      float[] h = new float[g.length];
      ComplexAffineScan.on(engine, schedule).run(sequences, p, g, h);
      assertSameBits(expected, h, engine.toString());
    }
  }

  /** Numbers of absolute value near 1 in every direction. */
  private static float[] turning(long seed, int count) {
    float[] angles = ScanData.between(seed, count, 0, 2 * Math.PI);
    float[] numbers = new float[2 * count];
    for (int i = 0; i < count; i++) {
      numbers[2 * i] = (float) Math.cos(angles[i]);
      numbers[2 * i + 1] = (float) Math.sin(angles[i]);
    }
    return numbers;
  }

  @Test
  void aSequenceMayBeCutAnywhere() {
    int steps = 23;
    int channels = LANES + 1;
    float[] p = turning(1, steps * channels);
    float[] g = uniform(2, 2 * steps * channels);
    float[] expected = serial(steps, channels, p, g, null);
    ComplexAffineScan scan = ComplexAffineScan.on(Engine.singleThreaded());
    for (int cut = 0; cut <= steps; cut++) {
      float[] h = new float[g.length];
      float[] state = new float[2 * channels];
      int at = 2 * cut * channels;
      Sequences first = Sequences.timeMajor(cut, channels);
      Sequences second = Sequences.timeMajor(steps - cut, channels);
      scan.run(first, null, 0, p, 0, g, 0, null, 0, h, 0, state, 0);
      scan.run(second, null, 0, p, at, g, at, state, 0, h, at, state, 0);
      assertSameBits(expected, h, "cut at " + cut);
    }
  }

  /** Where the product of a block overflows, vanishes or is not a number although the states are fine. */
  @ParameterizedTest
  @MethodSource("backends")
  void blocksWhoseMapIsNoGoodFollowTheRecurrence(Backend backend) {
    ComplexAffineScan scan =
        ComplexAffineScan.on(Backends.engine(backend, 2), ScanSchedule.BLOCKED_TIME);
    int steps = 5 * BLOCK + 9;
    float inf = Float.POSITIVE_INFINITY;
    for (int channels : new int[] {1, 2, LANES + 1}) {
      for (float[] bad :
          new float[][] {{0, 1e30f}, {1e30f, -1e30f}, {inf, 0}, {0, -inf}, {0, Float.NaN}}) {
        for (int at : new int[] {0, BLOCK - 1, BLOCK, 2 * BLOCK - 20, 2 * BLOCK + 3, steps - 1}) {
          for (boolean zeroBefore : new boolean[] {true, false}) {
            float[] p = filled(steps * channels, 0, 1);
            float[] g = new float[2 * steps * channels];
            float[] initial = filled(channels, zeroBefore ? 0 : 1, 0);
            int channel = channels / 2;
            // A run up, and the way down where that is finite.
            for (int k = 0; k < 12 && at + k < steps; k++) {
              set(p, (at + k) * channels + channel, bad[0], bad[1]);
            }
            for (int k = 12; k < 24 && at + k < steps; k++) {
              set(p, (at + k) * channels + channel, 1e-30f, 0);
            }
            set(g, Math.min(at + 3 * BLOCK, steps - 1) * channels + channel, 5, 6);
            float[] expected = serial(steps, channels, p, g, initial);
            float[] h = new float[g.length];
            Sequences sequences = Sequences.timeMajor(steps, channels);
            scan.run(sequences, null, 0, p, 0, g, 0, initial, 0, h, 0, null, 0);
            String what = "%s at %d of %d".formatted(Arrays.toString(bad), at, channels);
            for (int i = 0; i < h.length; i++) {
              // Turns by a right angle are exact; a sum of zeros may differ in sign.
              assertEquals(expected[i] + 0f, h[i] + 0f, what);
            }
          }
        }
      }
    }
  }

  private static float[] filled(int count, float re, float im) {
    float[] numbers = new float[2 * count];
    for (int i = 0; i < count; i++) {
      set(numbers, i, re, im);
    }
    return numbers;
  }

  private static void set(float[] numbers, int index, float re, float im) {
    numbers[2 * index] = re;
    numbers[2 * index + 1] = im;
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backends")
  void nothingIsAllocated(Backend backend) {
    for (ScanSchedule schedule : List.of(ScanSchedule.SERIAL_TIME, ScanSchedule.BLOCKED_TIME)) {
      ComplexAffineScan scan = ComplexAffineScan.on(Engine.of(backend), schedule);
      int steps = 3 * BLOCK;
      int channels = 3 * LANES + 1;
      int n = steps * channels;
      float[] p = turning(1, n);
      float[] g = uniform(2, 2 * n);
      float[] h = new float[2 * n];
      float[] state = new float[2 * channels];
      Sequences sequences = Sequences.timeMajor(steps, channels).reversed().exclusive();
      boolean[] resets = new boolean[steps];
      resets[BLOCK] = true;
      Allocation.assertNone(
          () -> scan.run(sequences, resets, 0, p, 0, g, 0, state, 0, h, 0, state, 0));
      int[] some = {1};
      int wide = 2 * channels;
      Allocation.assertNone(
          () -> {
            some[0] = some[0] % steps + 1;
            scan.run(some[0], channels, p, 0, 0, g, 0, wide, state, 0, h, 0, wide, state, 0);
          });
    }
  }

  private static void rejects(String message, float[] written, Executable run) {
    float[] before = written.clone();
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, run);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    assertArrayEquals(before, written);
  }

  @Test
  void mistakesAreNamedBeforeAnythingIsWritten() {
    ComplexAffineScan scan = ComplexAffineScan.on(Engine.singleThreaded());
    Sequences five = Sequences.timeMajor(5, 4);
    float[] a = new float[40];
    float[] h = uniform(1, 40);
    float[] small = new float[39];
    rejects(
        "p holds 39 floats, but 5 rows of 8 at offset 0 with row stride 8 end at 40",
        h,
        () -> scan.run(five, small, a, h));
    rejects(
        "the row stride of g is 7, less than its 8 columns",
        h,
        () -> scan.run(five.strides(8, 7, 8), a, a, h));
    rejects(
        "h (offset 1, stride 8) overlaps g (offset 0, stride 8) in one array",
        h,
        () -> scan.run(Sequences.timeMajor(4, 4), null, 0, a, 0, h, 0, null, 0, h, 1, null, 0));
    rejects(
        "resets holds 4 flags, but the sequences need 5",
        h,
        () -> scan.run(five, new boolean[4], 0, a, 0, a, 0, null, 0, h, 0, null, 0));
    rejects(
        "initial holds 39 floats, but 1 rows of 8 at offset 32",
        h,
        () -> scan.run(five, null, 0, a, 0, a, 0, small, 32, h, 0, null, 0));
    rejects(
        "finalState (offset 8) overlaps h",
        h,
        () -> scan.run(five, null, 0, a, 0, a, 0, null, 0, h, 0, h, 8));
    rejects("steps is -1", h, () -> scan.run(-1, 4, a, 0, 8, a, 0, 8, null, 0, h, 0, 8, null, 0));
    rejects("pStride is -8", h, () -> scan.run(5, 4, a, 0, -8, a, 0, 8, null, 0, h, 0, 8, null, 0));
    rejects(
        "the row stride of g is 0, less than its 8 columns",
        h,
        () -> scan.run(5, 4, a, 0, 0, a, 0, 0, null, 0, h, 0, 8, null, 0));
    rejects(
        "h (offset 0, stride 8) overlaps p (offset 8, stride 0)",
        h,
        () -> scan.run(5, 4, h, 8, 0, a, 0, 8, null, 0, h, 0, 8, null, 0));
    rejects(
        "the row stride of p is 0, less than its 10 columns",
        h,
        () -> scan.run(Sequences.channelMajor(4, 5).strides(0, 10, 10), a, a, h));
    assertEquals(
        "g",
        assertThrows(NullPointerException.class, () -> scan.run(five, a, null, h)).getMessage());
    assertEquals(
        "h",
        assertThrows(NullPointerException.class, () -> scan.run(five, a, a, null)).getMessage());
  }
}
