package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanData.assertSameBits;
import static dev.carrylane.engine.scan.ScanData.assertWithinBound;
import static dev.carrylane.engine.scan.ScanData.between;
import static dev.carrylane.engine.scan.ScanData.serial;
import static dev.carrylane.engine.scan.ScanData.uniform;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules that split time against the error bound, and where block products leave the range of numbers. */
class SplitTimeTest {
  private static final ExecutorService POOL = Executors.newCachedThreadPool();
  private static final int BLOCK = ScanSchedule.blockSteps(1, 8);

  @AfterAll
  static void stop() {
    POOL.shutdown();
  }

  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  static Stream<Arguments> splits() {
    return backends()
        .flatMap(
            b ->
                Stream.of(
                    Arguments.of(b, ScanSchedule.KOGGE_STONE),
                    Arguments.of(b, ScanSchedule.BLOCKED_TIME)));
  }

  private static AffineScan split(Backend backend, ScanSchedule schedule) {
    return AffineScan.on(Engine.of(backend).withExecutor(POOL, 2), schedule);
  }

  private static AffineScan blocked(Backend backend) {
    return split(backend, ScanSchedule.BLOCKED_TIME);
  }

  private static float[] run(
      AffineScan scan, int steps, int channels, float[] p, float[] g, float[] initial) {
    float[] h = new float[steps * channels];
    scan.run(steps, channels, p, 0, channels, g, 0, channels, initial, 0, h, 0, channels, null, 0);
    return h;
  }

  @Test
  void aSequenceIsCutIntoASixteenthUnlessThatIsTooLittleOrTooMuch() {
    assertEquals(528, BLOCK);
    assertEquals(528, ScanSchedule.blockSteps(528, 8));
    assertEquals(6_256, ScanSchedule.blockSteps(100_000, 8));
    assertEquals(32_752, ScanSchedule.blockSteps(10_000_000, 8));
    for (int steps :
        new int[] {1, 528, 529, 100_000, 135_168, 135_169, 10_000_000, 2_147_483_647}) {
      for (long stepBytes : new long[] {4, 8, 16, 24, 8 * 7, 8 * 64, 8 * 300}) {
        int block = ScanSchedule.blockSteps(steps, stepBytes);
        assertEquals(1, block / 16 % 2);
        assertEquals(0, block % 16);
        assertTrue((long) ScanSchedule.blocks(steps, stepBytes) * block >= steps);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8, 32752", // one channel
    "16, 16368", // one channel in double precision, or a complex one
    "64, 4080", // 8 channels
    "512, 496", // 64
    "1088, 240", // dense, 16 × 16
    "8192, 32", // 1024
    "16384, 32", // 2048, no longer within the budget
    "1000000000000, 32"
  })
  void theOperandsOfABlockStayInTheSecondLevelCache(long stepBytes, int expected) {
    assertEquals(expected, ScanSchedule.blockSteps(Integer.MAX_VALUE, stepBytes));
    if (stepBytes <= 8192) {
      assertTrue(expected * stepBytes <= 256 * 1024);
    }
  }

  @Test
  void depthIsShorterWhereTimeIsCut() {
    assertEquals(1_000_000, ScanSchedule.SERIAL_TIME.depth(1_000_000, 8));
    assertEquals(1_000_000, ScanSchedule.KOGGE_STONE.depth(1_000_000, 8));
    assertEquals(528, ScanSchedule.BLOCKED_TIME.depth(528, 8));
    assertEquals(1_000, ScanSchedule.BLOCKED_TIME.depth(1_000, 8));
    // 31 blocks, and so two waves.
    assertEquals(2 * (2 * 32_752 + 28), ScanSchedule.BLOCKED_TIME.depth(1_000_000, 8));
    // 127 waves of 16 blocks of 496.
    assertEquals(127 * (2 * 496 + 28), ScanSchedule.BLOCKED_TIME.depth(1_000_000, 512));
    assertEquals(0, ScanSchedule.BLOCKED_TIME.depth(0, 8));
    assertEquals(0, ScanSchedule.BLOCKED_TIME.depth(0, 0));
  }

  @Test
  void depthRejectsNegativeShapes() {
    ScanSchedule blocked = ScanSchedule.BLOCKED_TIME;
    assertThrows(IllegalArgumentException.class, () -> blocked.depth(-1, 8));
    String message =
        assertThrows(IllegalArgumentException.class, () -> blocked.depth(1, -8)).getMessage();
    assertEquals("stepBytes is -8; it must not be negative", message);
  }

  @ParameterizedTest
  @MethodSource("splits")
  void theErrorStaysWithinTheBound(Backend backend, ScanSchedule schedule) {
    AffineScan scan = split(backend, schedule);
    double[][] ranges = {
      {0, 1}, {0.9, 1}, {0.999, 1.001}, {1, 1}, {-1, 1}, {-1.01, -0.99}, {0.5, 1.4}, {-1.2, 1.2}
    };
    for (int channels : new int[] {1, 2, 3, 4, 5, 8, 17, 40}) {
      for (int steps : new int[] {BLOCK + 1, 2 * BLOCK, 7 * BLOCK + 100}) {
        for (double[] range : ranges) {
          float[] p =
              range[0] == range[1]
                  ? filled(steps * channels, (float) range[0])
                  : between(steps, steps * channels, range[0], range[1]);
          float[] g = uniform(channels, steps * channels);
          float[] initial = between(3, channels, -100, 100);
          float[] h = run(scan, steps, channels, p, g, initial);
          assertWithinBound(
              steps, channels, p, g, initial, h, schedule.depth(steps, 8L * channels));
        }
      }
    }
  }

  /** Two waves and a bit, so that every kind of carry goes into a block. */
  @ParameterizedTest
  @MethodSource("backends")
  void anExclusiveScanIsTheInclusiveOneAStepLater(Backend backend) {
    int steps = 33 * ScanSchedule.blockSteps(Integer.MAX_VALUE, 8 * 70) + 5;
    float[] p = between(1, steps * 70, 0.99, 1);
    float[] g = uniform(2, steps * 70);
    for (int channels : new int[] {1, 3, 70}) {
      Sequences forward = Sequences.timeMajor(steps, channels);
      for (Sequences sequences : new Sequences[] {forward, forward.reversed()}) {
        float[] h = new float[steps * channels];
        float[] exclusive = new float[steps * channels];
        blocked(backend).run(sequences, p, g, h);
        blocked(backend).run(sequences.exclusive(), p, g, exclusive);
        float[] expected = new float[steps * channels];
        int first = sequences.isReversed() ? 0 : channels;
        int length = (steps - 1) * channels;
        System.arraycopy(h, sequences.isReversed() ? channels : 0, expected, first, length);
        assertSameBits(expected, exclusive, sequences.toString());
      }
    }
  }

  @Test
  void aLongSequenceIsMoreAccurateThanItsSerialBound() {
    int steps = 1_000_000;
    float[] p = filled(steps, 1);
    float[] g = uniform(9, steps);
    float[] h = run(blocked(Backend.active()), steps, 1, p, g, null);
    assertWithinBound(steps, 1, p, g, null, h, ScanSchedule.BLOCKED_TIME.depth(steps, 8));
  }

  /**
   * Single values and runs of them, put at every place relative to a block's edges. The sequence
   * before decays to a moderate carry, or is zero, so that the recurrence mostly stays finite.
   */
  @ParameterizedTest
  @MethodSource("splits")
  void adversarialPropagation(Backend backend, ScanSchedule schedule) {
    AffineScan scan = split(backend, schedule);
    float tiny = Float.MIN_VALUE;
    float[][] runs = {
      {0},
      {-0f},
      {1},
      {-1},
      {tiny},
      {tiny, 0x1p100f, 0x1p49f},
      {1e-30f, 1e30f},
      {1e30f, 1e-30f},
      repeat(12, 1e30f, 12, 1e-30f),
      repeat(12, 1e-30f, 12, 1e30f),
      repeat(12, -1e-30f, 11, 1e30f),
      repeat(40, Float.MAX_VALUE, 41, Float.MIN_NORMAL),
      repeat(400, 0.001f, 200, 1000f),
      repeat(600, 0.5f, 0, 0),
      repeat(300, 1.5f, 400, 0.5f),
    };
    int steps = 5 * BLOCK + 9;
    for (int channels : new int[] {1, 2, 4, 8, 19}) {
      float[] noise = uniform(5, steps * channels);
      for (float[] run : runs) {
        for (int start :
            new int[] {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - run.length / 2}) {
          for (float level : new float[] {0, 1}) {
            for (float carry : new float[] {0, 1, 1e30f, -1e-30f, tiny}) {
              float[] p = filled(steps * channels, 1);
              float[] g = new float[steps * channels];
              for (int t = 0; t < steps; t++) {
                boolean inRun = t >= start && t < start + run.length;
                for (int c = 0; c < channels; c++) {
                  int i = t * channels + c;
                  p[i] = inRun ? run[t - start] : p[i];
                  g[i] = inRun ? 0 : level * noise[i];
                }
              }
              float[] initial = filled(channels, carry);
              float[] h = run(scan, steps, channels, p, g, initial);
              float[] serial = serial(steps, channels, p, g, initial);
              // A recurrence that overflows inside a block may be back in range after it here.
              if (allFinite(serial)) {
                assertTrue(allFinite(h), "not finite where the recurrence is");
                assertWithinBound(
                    steps, channels, p, g, initial, h, schedule.depth(steps, 8L * channels));
              }
            }
          }
        }
      }
    }
  }

  @Test
  void aProductThatOverflowsDoesNotTurnAZeroCarryIntoNaN() {
    int steps = 4 * BLOCK;
    float[] p = filled(steps, 1);
    float[] g = new float[steps];
    // 1e30^20 is beyond double, too.
    Arrays.fill(p, BLOCK + 10, BLOCK + 30, 1e30f);
    Arrays.fill(p, BLOCK + 30, BLOCK + 50, 1e-30f);
    g[2 * BLOCK + 3] = 5;
    float[] h = run(blocked(Backend.active()), steps, 1, p, g, null);
    assertSameBits(serial(steps, 1, p, g, null), h, "states");
    assertEquals(5, h[steps - 1]);
  }

  @Test
  void aSumThatOverflowsDoesNotHideACarryThatCancelsIt() {
    int steps = 4 * BLOCK;
    float[] p = filled(steps, 1);
    float[] g = new float[steps];
    float[] initial = {0x1p33f};
    int at = BLOCK + 20;
    p[at] = 0x1p93f;
    g[at] = -0x1p126f;
    p[at + 1] = 0x1p33f;
    g[at + 1] = 7;
    float[] serial = serial(steps, 1, p, g, initial);
    assertTrue(allFinite(serial), "the example itself must stay finite");
    float[] h = run(blocked(Backend.active()), steps, 1, p, g, initial);
    assertSameBits(serial, h, "states");
  }

  @ParameterizedTest
  @MethodSource("splits")
  void nonFiniteInputsGiveWhatTheRecurrenceGives(Backend backend, ScanSchedule schedule) {
    AffineScan scan = split(backend, schedule);
    int steps = 5 * BLOCK + 9;
    float inf = Float.POSITIVE_INFINITY;
    for (int channels : new int[] {1, 2, 3, 4, 8, 18}) {
      float[] ordinaryP = between(1, steps * channels, 0.5, 1);
      float[] ordinaryG = between(2, steps * channels, 0.1, 1);
      for (float bad : new float[] {inf, -inf, Float.NaN}) {
        for (int at :
            new int[] {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK, steps - 1}) {
          for (int where = 0; where < 3; where++) {
            for (float after : new float[] {0.75f, -1, 0}) {
              float[] p = ordinaryP.clone();
              float[] g = ordinaryG.clone();
              float[] initial = between(3, channels, 0.5, 1);
              int channel = channels / 2;
              if (where == 0) {
                p[at * channels + channel] = bad;
              } else if (where == 1) {
                g[at * channels + channel] = bad;
              } else {
                initial[channel] = bad;
              }
              // An infinite carry changes sign, or becomes NaN (∞ · 0), in a later block.
              int later = Math.min(at + 2 * BLOCK, steps - 1);
              p[later * channels + channel] = after;
              float[] h = run(scan, steps, channels, p, g, initial);
              assertWithinBound(
                  steps, channels, p, g, initial, h, schedule.depth(steps, 8L * channels));
            }
          }
        }
      }
    }
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] repeat(int first, float a, int second, float b) {
    float[] values = new float[first + second];
    Arrays.fill(values, 0, first, a);
    Arrays.fill(values, first, values.length, b);
    return values;
  }
}
