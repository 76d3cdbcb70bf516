package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanData.assertSameBits;
import static dev.carrylane.engine.scan.ScanData.between;
import static dev.carrylane.engine.scan.ScanData.uniform;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Allocation;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long sequences of few channels on threads: the bits of one thread, whatever the states remember. */
class SpeculativeTimeTest {
  private static final ExecutorService POOL = Executors.newCachedThreadPool();

  /** Runs a helper before the caller begins, so that it scans every part from a wrong state. */
  private static final Executor HELPER_FIRST = Runnable::run;

  private static final int STEPS = 300_007;

  /** Elements of several channels: enough for parts of which each has several comparisons. */
  private static final int ELEMENTS = 1_200_000;

  @AfterAll
  static void stop() {
    POOL.shutdown();
  }

  static Stream<Arguments> cases() {
    double[][] ranges = {{0, 1}, {0.9, 1}, {0.999, 1}, {1, 1.00001}, {-1, 1}, {-1.00001, -0.99999}};
    return Arrays.stream(ranges)
        .flatMap(
            range ->
                Stream.of(1, 2, 3, 4, 8, 17)
                    .flatMap(
                        channels ->
                            Stream.of(HELPER_FIRST, POOL)
                                .map(e -> Arguments.of(range[0], range[1], channels, e))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void helpersChangeNoBit(double low, double high, int channels, Executor executor) {
    int steps = Math.min(STEPS, ELEMENTS / channels + 7);
    int length = steps * channels;
    float[] p = between(1, length, low, high);
    float[] g = uniform(2, length);
    float[] initial = uniform(3, channels);
    boolean[] resets = new boolean[steps];
    resets[9] = true;
    for (ScanSchedule schedule : new ScanSchedule[] {null, ScanSchedule.SERIAL_TIME}) {
      for (boolean backwards : new boolean[] {false, true}) {
        Sequences forward = Sequences.timeMajor(steps, channels);
        Sequences sequences = backwards ? forward.reversed() : forward;
        float[] expected = new float[length];
        float[] expectedLast = new float[channels];
        scan(Engine.singleThreaded(), schedule)
            .run(sequences, resets, 0, p, 0, g, 0, initial, 0, expected, 0, expectedLast, 0);
        AffineScan scan = scan(Engine.singleThreaded().withExecutor(executor, 3), schedule);
        for (int run = 0; run < 2; run++) {
          float[] h = new float[length];
          float[] last = new float[channels];
          scan.run(sequences, resets, 0, p, 0, g, 0, initial, 0, h, 0, last, 0);
          assertSameBits(expected, h, "states, run " + run);
          assertSameBits(expectedLast, last, "final state, run " + run);
        }
      }
    }
  }

  /** Wide rows from memory, whose states agree only where every channel forgets. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wideRowsChangeNoBitWhetherAllForgetOrNot(boolean all) {
    int channels = 600;
    int steps = 7_200;
    int length = steps * channels;
    float[] p = between(1, length, 0, 1);
    for (int t = 0; t < steps && !all; t++) {
      p[t * channels + 400] = 1;
    }
    float[] g = uniform(2, length);
    float[] expected = new float[length];
    float[] expectedLast = new float[channels];
    Sequences sequences = Sequences.timeMajor(steps, channels);
    scan(Engine.singleThreaded(), null)
        .run(sequences, null, 0, p, 0, g, 0, null, 0, expected, 0, expectedLast, 0);
    for (Executor executor : new Executor[] {HELPER_FIRST, POOL}) {
      AffineScan scan = scan(Engine.singleThreaded().withExecutor(executor, 3), null);
      float[] h = new float[length];
      float[] last = new float[channels];
      for (int run = 0; run < 3; run++) {
        Arrays.fill(h, Float.NaN);
        scan.run(sequences, null, 0, p, 0, g, 0, null, 0, h, 0, last, 0);
        assertSameBits(expected, h, "states, run " + run);
        assertSameBits(expectedLast, last, "final state, run " + run);
      }
    }
  }

  @Test
  void aStateThatIsNotANumberIsTheSameAsAnother() {
    float[] p = between(1, STEPS, 0.9, 1);
    float[] g = uniform(2, STEPS);
    g[STEPS / 2] = Float.NaN;
    float[] expected = new float[STEPS];
    scan(Engine.singleThreaded(), null).run(STEPS, 1, p, g, expected);
    float[] h = new float[STEPS];
    scan(Engine.singleThreaded().withExecutor(HELPER_FIRST, 2), null).run(STEPS, 1, p, g, h);
    assertSameBits(expected, h, "states");
  }

  @Test
  void inPlaceNothingIsScannedTwice() {
    float[] p = between(1, STEPS, 0.9, 1);
    float[] g = uniform(2, STEPS);
    float[] expected = new float[STEPS];
    scan(Engine.singleThreaded(), null).run(STEPS, 1, p, g, expected);
    AffineScan scan = scan(Engine.singleThreaded().withExecutor(HELPER_FIRST, 2), null);
    float[] overG = g.clone();
    scan.run(STEPS, 1, p, overG, overG);
    assertSameBits(expected, overG, "over g");
    float[] overP = p.clone();
    scan.run(STEPS, 1, overP, g, overP);
    assertSameBits(expected, overP, "over p");
  }

  /** The serial recurrence of one channel, which counts the steps that it takes. */
  private static final class Counted extends ForwardRecurrence<float[]> implements Correctable {
    int taken;

    Counted() {
      super(ScanAbilities.serial(1, 1).withCorrection(), new float[0], 1);
    }

    @Override
    void bind() {
      taken = 0;
    }

    @Override
    boolean keepsOperands() {
      return true;
    }

    @Override
    void scan(
        int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
      for (int t = first; t < first + steps; t++) {
        states[state] = Math.fma(p.array[t], states[state], g.array[t]);
        h.array[t] = states[state];
      }
      taken += steps;
    }

    @Override
    public boolean same(int state, int other, int length) {
      return states[state] == states[other];
    }
  }

  /** A helper has scanned everything before the caller begins; what follows is what the caller scans again. */
  @Test
  void whatHelpersFoundIsKeptFromTheFirstComparisonOnWhereStatesForget() {
    Counted recurrence = new Counted();
    ScanLoop loop =
        new ScanLoop(
            Engine.singleThreaded().withExecutor(HELPER_FIRST, 2),
            recurrence,
            "a counted scan",
            null,
            ScanTuning.MIN_ELEMENTS);
    float[] g = uniform(2, STEPS);
    int parts = 2 * ScanTuning.SPECULATIVE_PARTS_PER_THREAD;
    assertEquals(STEPS + parts * ScanTuning.COMPARED, steps(loop, recurrence, 0.5f, g));
    // The first part alone began from its true state.
    int again = STEPS - Math.ceilDiv(STEPS, parts) + ScanTuning.COMPARED;
    assertEquals(STEPS + again, steps(loop, recurrence, 1, g));
  }

  private static int steps(ScanLoop loop, Counted recurrence, float factor, float[] g) {
    float[] p = new float[STEPS];
    Arrays.fill(p, factor);
    float[] h = new float[STEPS];
    recurrence.at.describe(Sequences.timeMajor(STEPS, 1));
    recurrence.p.give(p, 0);
    recurrence.g.give(g, 0);
    recurrence.h.give(h, 0);
    loop.run(null, 0);
    float state = 0;
    for (int t = 0; t < STEPS; t++) {
      state = Math.fma(factor, state, g[t]);
      assertEquals(state, h[t]);
    }
    return recurrence.taken;
  }

  @Tag(Allocation.TAG)
  @Test
  void nothingIsAllocated() {
    float[] p = between(1, STEPS, 0.9, 1);
    float[] g = uniform(2, STEPS);
    float[] h = new float[STEPS];
    AffineScan scan = scan(Engine.singleThreaded().withExecutor(HELPER_FIRST, 2), null);
    Allocation.assertNone(() -> scan.run(STEPS, 1, p, g, h));
  }

  private static AffineScan scan(Engine engine, ScanSchedule schedule) {
    return schedule == null ? AffineScan.on(engine) : AffineScan.on(engine, schedule);
  }
}
