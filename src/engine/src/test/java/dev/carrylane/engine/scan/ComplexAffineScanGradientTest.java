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
import dev.carrylane.testkit.Contract;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComplexAffineScanGradientTest {
  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  @Test
  void aSmallExampleByHand() {
    // h_0 = 2 + 3i, h_1 = i·h_0 + g; the loss is re h_1 + 2 · im h_1 of the final state alone.
    float[] p = {1, 2, 0, 1};
    float[] h = {2, 3, -2.5f, 2};
    float[] initial = {1, 1};
    float[] dp = new float[4];
    float[] dg = new float[4];
    float[] dInitial = new float[2];
    ComplexAffineScanGradient.on(Engine.singleThreaded())
        .run(
            Sequences.timeMajor(2, 1),
            null,
            0,
            p,
            0,
            h,
            0,
            initial,
            0,
            new float[4],
            0,
            new float[] {1, 2},
            0,
            dp,
            0,
            dg,
            0,
            dInitial,
            0);
    // a_1 = 1 + 2i, a_0 = −i(1 + 2i) = 2 − i, dp_1 = (1 + 2i)(2 − 3i) = 8 + i,
    // dp_0 = (2 − i)(1 − i) = 1 − 3i, dInitial = (1 − 2i)(2 − i) = −5i
    assertArrayEquals(new float[] {2, -1, 1, 2}, dg);
    assertArrayEquals(new float[] {1, -3, 8, 1}, dp);
    assertArrayEquals(new float[] {0, -5}, dInitial);
  }

  @Test
  void whatAStateOfZeroIsMultipliedByDoesNotMatter() {
    float[] p = {1, 0, 1, 0};
    float[] h = {0, 0, 0, 0};
    float[] dh = {Float.POSITIVE_INFINITY, 0, 1, 0};
    float[] dp = new float[4];
    float[] dg = new float[4];
    ComplexAffineScanGradient gradient = ComplexAffineScanGradient.on(Engine.singleThreaded());
    gradient.run(Sequences.timeMajor(2, 1), p, h, dh, dp, dg);
    assertSameBits(new float[] {0, 0, 0, 0}, dp, "dp");
    assertSameBits(new float[] {Float.POSITIVE_INFINITY, 0, 1, 0}, dg, "dg");
  }

  @Test
  void withoutStepsTheInitialStateIsTheFinalOne() {
    float[] none = {};
    float[] dInitial = new float[4];
    float[] dFinal = {1, 2, 3, 4};
    ComplexAffineScanGradient gradient = ComplexAffineScanGradient.on(Engine.singleThreaded());
    gradient.run(
        Sequences.timeMajor(0, 2),
        null,
        0,
        none,
        0,
        none,
        0,
        null,
        0,
        none,
        0,
        dFinal,
        0,
        none,
        0,
        none,
        0,
        dInitial,
        0);
    assertArrayEquals(dFinal, dInitial);
    gradient.run(Sequences.timeMajor(5, 0), none, none, none, none, none);
  }

  /** The loss of a scan: the sum of all results and final states with weights. */
  private static double loss(
      Sequences sequences,
      boolean[] resets,
      float[] p,
      float[] g,
      float[] start,
      float[] dh,
      float[] dFinal) {
    float[] h = new float[dh.length];
    float[] last = new float[dFinal.length];
    ComplexAffineScan.on(Engine.singleThreaded())
        .run(sequences, resets, 0, p, 0, g, 0, start, 0, h, 0, last, 0);
    double loss = 0;
    for (int i = 0; i < h.length; i++) {
      loss += dh[i] * h[i];
    }
    for (int i = 0; i < last.length; i++) {
      loss += dFinal[i] * last[i];
    }
    return loss;
  }

  /** Whole numbers from −1 to 1. */
  private static float[] whole(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(-1, 2);
    }
    return values;
  }

  /**
   * The loss is linear in each single element of p, g and the initial states, so that a difference of any width is
   * the derivative. All numbers are whole and, after six steps that each add at most 4 times what was there, below
   * 2^14, so that nothing rounds.
   */
  @Test
  void differencesOfTheScanAreItsGradient() {
    int channels = 3;
    int n = 12 * channels;
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
        float[] p = whole(1, n);
        float[] g = whole(2, n);
        float[] start = whole(3, 2 * channels * sequences.count());
        float[] dh = whole(4, n);
        float[] dFinal = whole(5, start.length);
        float[] h = new float[n];
        ComplexAffineScan.on(Engine.singleThreaded())
            .run(sequences, resets, 0, p, 0, g, 0, start, 0, h, 0, null, 0);
        float[] dp = new float[n];
        float[] dg = new float[n];
        float[] dStart = new float[start.length];
        ComplexAffineScanGradient.on(Engine.singleThreaded())
            .run(
                sequences, resets, 0, p, 0, h, 0, start, 0, dh, 0, dFinal, 0, dp, 0, dg, 0, dStart,
                0);
        float[][] from = {p, g, start};
        float[][] to = {dp, dg, dStart};
        double before = loss(sequences, resets, p, g, start, dh, dFinal);
        for (int which = 0; which < 3; which++) {
          for (int i = 0; i < from[which].length; i++) {
            from[which][i] += 1;
            double more = loss(sequences, resets, p, g, start, dh, dFinal);
            from[which][i] -= 1;
            assertEquals(
                more - before,
                to[which][i] + 0.0,
                "%s of %s, element %d".formatted("pgi".charAt(which), sequences, i));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void everyNumberOfChannelsHasTheSameBits(Backend backend) {
    int most = 5 * Backend.vector().map(Backend::floatLanes).orElse(16) + 1;
    for (int channels = 1; channels <= most; channels++) {
      int steps = 11;
      int n = 2 * steps * channels;
      Sequences sequences = Sequences.timeMajor(steps, channels);
      float[] p = uniform(channels, n);
      float[] h = uniform(channels + 1, n);
      float[] dh = uniform(channels + 2, n);
      float[] expectedP = new float[n];
      float[] expectedG = new float[n];
      ComplexAffineScanGradient.on(Engine.of(Backend.scalar()))
          .run(sequences, p, h, dh, expectedP, expectedG);
      ComplexAffineScanGradient.on(Engine.of(backend)).run(sequences, p, h, dh, p, dh);
      assertSameBits(expectedP, p, channels + " channels, dp");
      assertSameBits(expectedG, dh, channels + " channels, dg");
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    int steps = 900;
    int channels = 700;
    int n = 2 * steps * channels;
    float[] p = uniform(1, n);
    float[] h = uniform(2, n);
    float[] dh = uniform(3, n);
    float[] expectedP = new float[n];
    float[] expectedG = new float[n];
    Sequences sequences = Sequences.timeMajor(steps, channels);
    ComplexAffineScanGradient.on(Engine.of(Backend.scalar()))
        .run(sequences, p, h, dh, expectedP, expectedG);
    for (Engine engine : Backends.engines()) {
      float[] dp = new float[n];
      float[] dg = new float[n];
      ComplexAffineScanGradient.on(engine).run(sequences, p, h, dh, dp, dg);
      assertSameBits(expectedP, dp, engine + ", dp");
      assertSameBits(expectedG, dg, engine + ", dg");
    }
  }

  /** After a description of another kind, nothing of that is left. */
  @Test
  void sizesWithoutADescriptionMeanOneTimeMajorSequence() {
    int steps = 11;
    int channels = Backend.vector().map(Backend::floatLanes).orElse(16) + 1;
    int row = channels * 2;
    int blocks = row;
    float[] p = uniform(1, steps * (blocks + 1) + 1);
    float[] h = uniform(2, steps * (row + 2) + 2);
    float[] dh = uniform(3, steps * (row + 2) + 3);
    float[] initial = uniform(4, row + 1);
    float[] expectedDp = uniform(5, p.length + 3);
    float[] expectedDg = uniform(6, steps * (row + 5) + 5);
    float[] dp = expectedDp.clone();
    float[] dg = expectedDg.clone();
    ComplexAffineScanGradient gradient = ComplexAffineScanGradient.on(Engine.singleThreaded());
    Sequences one = Sequences.timeMajor(steps, channels).strides(blocks + 1, row + 5, row + 2);
    gradient.run(
        one,
        null,
        0,
        p,
        1,
        h,
        2,
        initial,
        1,
        dh,
        3,
        null,
        0,
        expectedDp,
        4,
        expectedDg,
        5,
        null,
        0);
    float[] other = new float[5 * 2];
    float[] otherDp = new float[5 * 2];
    float[] last = new float[2 * 2];
    boolean[] resets = new boolean[5];
    Sequences packed = Sequences.packed(new int[] {0, 2, 5}, 1).reversed().exclusive();
    gradient.run(
        packed, resets, 0, p, 0, h, 0, null, 0, dh, 0, initial, 0, otherDp, 0, other, 0, last, 0);
    gradient.run(
        steps, channels, p, 1, blocks + 1, h, 2, row + 2, initial, 1, dh, 3, dp, 4, dg, 5, row + 5);
    ScanData.assertSameBits(expectedDp, dp, "dp");
    ScanData.assertSameBits(expectedDg, dg, "dg");
  }

  @Test
  void mistakesInSizesAreNamedBeforeAnythingIsWritten() {
    ComplexAffineScanGradient gradient = ComplexAffineScanGradient.on(Engine.singleThreaded());
    float[] p = new float[12];
    float[] x = new float[12];
    float[] dp = uniform(1, 12);
    float[] dg = uniform(2, 12);
    Contract contract = Contract.leavesAlone(dp, dg);
    contract.refused(
        "steps is -1", () -> gradient.run(-1, 2, p, 0, 4, x, 0, 4, null, 0, x, 0, dp, 0, dg, 0, 4));
    contract.refused(
        "channels is -2",
        () -> gradient.run(3, -2, p, 0, 4, x, 0, 4, null, 0, x, 0, dp, 0, dg, 0, 4));
    contract.refused(
        "pStride is -3",
        () -> gradient.run(3, 2, p, 0, -3, x, 0, 4, null, 0, x, 0, dp, 0, dg, 0, 4));
    contract.refused(
        "hStride is -4",
        () -> gradient.run(3, 2, p, 0, 4, x, 0, -4, null, 0, x, 0, dp, 0, dg, 0, 4));
    contract.refused(
        "dgStride is -5",
        () -> gradient.run(3, 2, p, 0, 4, x, 0, 4, null, 0, x, 0, dp, 0, dg, 0, -5));
    contract.refused(
        "the row stride of p is 0, less than its 4 columns",
        () -> gradient.run(3, 2, p, 0, 0, x, 0, 4, null, 0, x, 0, dp, 0, dg, 0, 4));
    contract.refused(
        "dg holds 12 floats, but 3 rows of 4 at offset 1",
        () -> gradient.run(3, 2, p, 0, 4, x, 0, 4, null, 0, x, 0, dp, 0, dg, 1, 4));
    contract.refused(
        "dg (offset 0, stride 4) overlaps dp",
        () -> gradient.run(3, 2, p, 0, 4, x, 0, 4, null, 0, x, 0, dp, 0, dp, 0, 4));
    contract.refused(
        "initial (offset 0) overlaps dg",
        () -> gradient.run(3, 2, p, 0, 4, x, 0, 4, dg, 0, x, 0, dp, 0, dg, 0, 4));
    contract.absent(
        "dh", () -> gradient.run(3, 2, p, 0, 4, x, 0, 4, null, 0, null, 0, dp, 0, dg, 0, 4));
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backends")
  void nothingIsAllocated(Backend backend) {
    int steps = 60;
    int channels = 77;
    int n = 2 * steps * channels;
    float[] p = uniform(1, n);
    float[] h = uniform(2, n);
    float[] dh = uniform(3, n);
    float[] dp = new float[n];
    float[] dg = new float[n];
    float[] state = uniform(4, 2 * channels);
    boolean[] resets = new boolean[steps];
    resets[20] = true;
    ComplexAffineScanGradient gradient = ComplexAffineScanGradient.on(Engine.of(backend));
    int[] some = {1};
    int row = 2 * channels;
    Allocation.assertNone(
        () -> {
          some[0] = some[0] % steps + 1;
          gradient.run(some[0], channels, p, 0, row, h, 0, row, state, 0, dh, 0, dp, 0, dg, 0, row);
        });
    for (Sequences sequences :
        new Sequences[] {
          Sequences.timeMajor(steps, channels), Sequences.timeMajor(steps, channels).exclusive()
        }) {
      Allocation.assertNone(
          () ->
              gradient.run(
                  sequences, resets, 0, p, 0, h, 0, state, 0, dh, 0, state, 0, dp, 0, dg, 0, null,
                  0));
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
    ComplexAffineScanGradient gradient = ComplexAffineScanGradient.on(Engine.singleThreaded());
    Sequences five = Sequences.timeMajor(5, 4);
    float[] a = new float[40];
    float[] dp = uniform(1, 40);
    float[] dg = new float[40];
    float[] small = new float[39];
    rejects(
        "dp holds 39 floats, but 5 rows of 8", dp, () -> gradient.run(five, a, a, a, small, dp));
    rejects("dh holds 39 floats", dp, () -> gradient.run(five, a, a, small, dp, dg));
    rejects(
        "dg (offset 0, stride 8) overlaps dp (offset 0, stride 8) in one array; give it elements of its own",
        dp,
        () -> gradient.run(five, a, a, a, dp, dp));
    float[] wide = uniform(2, 50);
    rejects(
        "dg (offset 1, stride 8) overlaps dh (offset 0, stride 8)",
        wide,
        () ->
            gradient.run(
                five, null, 0, a, 0, a, 0, null, 0, wide, 0, null, 0, dp, 0, wide, 1, null, 0));
    rejects(
        "dInitial (offset 0) overlaps p (offset 0",
        a,
        () ->
            gradient.run(five, null, 0, a, 0, dg, 0, null, 0, dg, 0, null, 0, dp, 0, dg, 0, a, 0));
    rejects(
        "initial (offset 4) overlaps dp (offset 0",
        dp,
        () -> gradient.run(five, null, 0, a, 0, a, 0, dp, 4, a, 0, null, 0, dp, 0, dg, 0, null, 0));
    rejects(
        "dInitial (offset 0) overlaps dFinal (offset 1)",
        wide,
        () ->
            gradient.run(five, null, 0, a, 0, a, 0, null, 0, a, 0, wide, 1, dp, 0, dg, 0, wide, 0));
    rejects(
        "resets holds 4 flags",
        dp,
        () ->
            gradient.run(
                five,
                new boolean[4],
                0,
                a,
                0,
                a,
                0,
                null,
                0,
                a,
                0,
                null,
                0,
                dp,
                0,
                dg,
                0,
                null,
                0));
    assertEquals(
        "h",
        assertThrows(NullPointerException.class, () -> gradient.run(five, a, null, a, dp, dg))
            .getMessage());
  }
}
