package dev.carrylane.engine.scan;

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
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenseAffineScanGradientTest {
  @Test
  void aSmallExampleByHand() {
    float[] p = {9, 9, 9, 9, 1, 2, 3, 4};
    float[] h = {5, 6, 0, 0};
    float[] dh = {100, 200, 10, 20};
    float[] dp = new float[8];
    float[] dg = new float[4];
    DenseAffineScanGradient.on(Engine.singleThreaded(), 2)
        .run(Sequences.timeMajor(2, 1), p, h, dh, dp, dg);
    // Step 1: a = (10, 20), dP = a·(5, 6)ᵀ, b = Pᵀ a = (70, 100). Step 0: a = (170, 300), no state
    // before.
    assertArrayEquals(new float[] {170, 300, 10, 20}, dg);
    assertArrayEquals(new float[] {0, 0, 0, 0, 50, 60, 100, 120}, dp);
  }

  /**
   * The loss, a sum of all results and final states with weights, is linear in any one element of a step, so that a
   * difference of any width is its derivative. All numbers are whole and at most 2^24, so that nothing rounds: at
   * most four elements of a row of P are not 0.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 17})
  void differencesOfTheScanAreItsGradient(int n) {
    int steps = 6;
    int channels = 2;
    int count = 2;
    Sequences plain = Sequences.timeMajor(count, steps, channels);
    boolean[] resets = new boolean[count * steps];
    resets[0] = true;
    resets[3] = true;
    resets[steps + 2] = true;
    Sequences[] forms = {plain, plain.reversed(), plain.exclusive(), plain.reversed().exclusive()};
    int length = count * steps * channels * n;
    int states = count * channels * n;
    for (Sequences sequences : forms) {
      for (boolean[] flags : new boolean[][] {null, resets}) {
        SplittableRandom random = new SplittableRandom(n);
        float[] p = new float[length * n];
        for (int row = 0; row < length; row++) {
          for (int k = 0; k < 4; k++) {
            p[row * n + random.nextInt(n)] = random.nextInt(-1, 2);
          }
        }
        float[] g = whole(random, length);
        float[] initial = whole(random, states);
        float[] dh = whole(random, length);
        float[] dFinal = whole(random, states);
        float[] h = new float[length];
        DenseAffineScan.on(Engine.singleThreaded(), n)
            .run(sequences, flags, 0, p, 0, g, 0, initial, 0, h, 0, null, 0);
        float[] dp = new float[length * n];
        float[] dg = new float[length];
        float[] dInitial = new float[states];
        DenseAffineScanGradient.on(Engine.singleThreaded(), n)
            .run(
                sequences, flags, 0, p, 0, h, 0, initial, 0, dh, 0, dFinal, 0, dp, 0, dg, 0,
                dInitial, 0);
        Loss loss = new Loss(n, sequences, flags, p, g, initial, dh, dFinal);
        String what = sequences + (flags == null ? "" : " with resets") + ", n = " + n;
        assertDifferences(loss, p, dp, what + ", p");
        assertDifferences(loss, g, dg, what + ", g");
        assertDifferences(loss, initial, dInitial, what + ", initial");
      }
    }
  }

  private record Loss(
      int n,
      Sequences sequences,
      boolean[] resets,
      float[] p,
      float[] g,
      float[] initial,
      float[] dh,
      float[] dFinal) {
    double value() {
      float[] h = new float[dh.length];
      float[] last = new float[dFinal.length];
      DenseAffineScan.on(Engine.singleThreaded(), n)
          .run(sequences, resets, 0, p, 0, g, 0, initial, 0, h, 0, last, 0);
      double sum = 0;
      for (int i = 0; i < h.length; i++) {
        sum += dh[i] * h[i];
      }
      for (int i = 0; i < last.length; i++) {
        sum += dFinal[i] * last[i];
      }
      return sum;
    }
  }

  private static float[] whole(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(-1, 2);
    }
    return values;
  }

  private static void assertDifferences(Loss loss, float[] values, float[] gradient, String what) {
    double before = loss.value();
    for (int i = 0; i < values.length; i += 1 + values.length / 60) {
      values[i] += 1;
      double above = loss.value();
      values[i] -= 1;
      assertEquals(above - before, gradient[i] + 0.0, what + ", element " + i);
    }
  }

  /** After a description of another kind, nothing of that is left. */
  @Test
  void sizesWithoutADescriptionMeanOneTimeMajorSequence() {
    int steps = 11;
    int channels = 2;
    int row = channels * 3;
    int blocks = row * 3;
    float[] p = uniform(1, steps * (blocks + 1) + 1);
    float[] h = uniform(2, steps * (row + 2) + 2);
    float[] dh = uniform(3, steps * (row + 2) + 3);
    float[] initial = uniform(4, row + 1);
    float[] expectedDp = uniform(5, p.length + 3);
    float[] expectedDg = uniform(6, steps * (row + 5) + 5);
    float[] dp = expectedDp.clone();
    float[] dg = expectedDg.clone();
    DenseAffineScanGradient gradient = DenseAffineScanGradient.on(Engine.singleThreaded(), 3);
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
    float[] other = new float[5 * 3];
    float[] otherDp = new float[5 * 3 * 3];
    float[] last = new float[2 * 3];
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
    DenseAffineScanGradient gradient = DenseAffineScanGradient.on(Engine.singleThreaded(), 3);
    float[] p = new float[54];
    float[] x = new float[18];
    float[] dp = uniform(1, 54);
    float[] dg = uniform(2, 18);
    Contract contract = Contract.leavesAlone(dp, dg);
    contract.refused(
        "steps is -1",
        () -> gradient.run(-1, 2, p, 0, 18, x, 0, 6, null, 0, x, 0, dp, 0, dg, 0, 6));
    contract.refused(
        "channels is -2",
        () -> gradient.run(3, -2, p, 0, 18, x, 0, 6, null, 0, x, 0, dp, 0, dg, 0, 6));
    contract.refused(
        "pStride is -3",
        () -> gradient.run(3, 2, p, 0, -3, x, 0, 6, null, 0, x, 0, dp, 0, dg, 0, 6));
    contract.refused(
        "hStride is -4",
        () -> gradient.run(3, 2, p, 0, 18, x, 0, -4, null, 0, x, 0, dp, 0, dg, 0, 6));
    contract.refused(
        "dgStride is -5",
        () -> gradient.run(3, 2, p, 0, 18, x, 0, 6, null, 0, x, 0, dp, 0, dg, 0, -5));
    contract.refused(
        "the row stride of p is 0, less than its 18 columns",
        () -> gradient.run(3, 2, p, 0, 0, x, 0, 6, null, 0, x, 0, dp, 0, dg, 0, 6));
    contract.refused(
        "dg holds 18 floats, but 3 rows of 6 at offset 1",
        () -> gradient.run(3, 2, p, 0, 18, x, 0, 6, null, 0, x, 0, dp, 0, dg, 1, 6));
    contract.refused(
        "dg (offset 0, stride 6) overlaps dp",
        () -> gradient.run(3, 2, p, 0, 18, x, 0, 6, null, 0, x, 0, dp, 0, dp, 0, 6));
    contract.refused(
        "initial (offset 0) overlaps dg",
        () -> gradient.run(3, 2, p, 0, 18, x, 0, 6, dg, 0, x, 0, dp, 0, dg, 0, 6));
    contract.absent(
        "dh", () -> gradient.run(3, 2, p, 0, 18, x, 0, 6, null, 0, null, 0, dp, 0, dg, 0, 6));
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#all")
  void runAllocatesNothing(Backend backend) {
    int steps = 50;
    Engine engine = Engine.of(backend);
    DenseAffineScanGradient small = DenseAffineScanGradient.on(engine, 4);
    DenseAffineScanGradient large = DenseAffineScanGradient.on(engine, 36);
    float[] p = uniform(1, steps * 36 * 36);
    float[] h = uniform(2, steps * 36);
    float[] dp = new float[p.length];
    float[] dg = new float[h.length];
    Sequences nine = Sequences.timeMajor(steps, 9);
    Sequences one = Sequences.timeMajor(steps, 1);
    int[] some = {1};
    Allocation.assertNone(
        () -> {
          small.run(nine, p, h, h, dp, dg);
          large.run(one, p, h, h, dp, dg);
          some[0] = some[0] % steps + 1;
          large.run(some[0], 1, p, 0, 36 * 36, h, 0, 36, null, 0, h, 0, dp, 0, dg, 0, 36);
        });
  }

  @Test
  void threadsChangeNoBit() {
    int n = 16;
    int channels = 4;
    int steps = 600;
    float[] p = uniform(1, steps * channels * n * n);
    for (int i = 0; i < p.length; i++) {
      p[i] *= 0.4f;
    }
    float[] h = uniform(2, steps * channels * n);
    float[] dh = uniform(3, steps * channels * n);
    Sequences sequences = Sequences.timeMajor(steps, channels);
    float[] expectedDp = new float[p.length];
    float[] expectedDg = new float[h.length];
    DenseAffineScanGradient.on(Engine.of(Backend.scalar()), n)
        .run(sequences, p, h, dh, expectedDp, expectedDg);
    for (Engine engine : Backends.engines()) {
      float[] dp = new float[p.length];
      float[] dg = new float[h.length];
      DenseAffineScanGradient.on(engine, n).run(sequences, p, h, dh, dp, dg);
      ScanData.assertSameBits(expectedDp, dp, "dp");
      ScanData.assertSameBits(expectedDg, dg, "dg");
    }
  }

  @Test
  void mistakesAreNamedBeforeAnythingIsWritten() {
    Engine engine = Engine.singleThreaded();
    assertMessage("blocks of 0 rows", () -> DenseAffineScanGradient.on(engine, 0));
    DenseAffineScanGradient gradient = DenseAffineScanGradient.on(engine, 2);
    Sequences s = Sequences.timeMajor(3, 1);
    float[] p = new float[12];
    float[] h = new float[6];
    float[] dh = new float[6];
    float[] dp = new float[12];
    float[] dg = new float[6];
    assertMessage("p holds 6 floats", () -> gradient.run(s, h, h, dh, dp, dg));
    assertMessage("h holds 2 floats", () -> gradient.run(s, p, new float[2], dh, dp, dg));
    assertMessage("dh holds 2 floats", () -> gradient.run(s, p, h, new float[2], dp, dg));
    assertMessage("dp holds 6 floats", () -> gradient.run(s, p, h, dh, dg, dg));
    assertMessage("dg holds 2 floats", () -> gradient.run(s, p, h, dh, dp, new float[2]));
    assertMessage(
        "the row stride of p is 0", () -> gradient.run(s.strides(0, 2, 2), p, h, dh, dp, dg));
    assertMessage("dp (offset 0, stride 4) overlaps p", () -> gradient.run(s, p, h, dh, p, dg));
    assertMessage("dg (offset 0, stride 2) overlaps h", () -> gradient.run(s, p, h, dh, dp, h));
    assertMessage("dg (offset 0, stride 2) overlaps dp", () -> gradient.run(s, p, h, dh, dp, dp));
    assertMessage(
        "dInitial (offset 0) overlaps h (offset 0",
        () -> gradient.run(s, null, 0, p, 0, h, 0, null, 0, dh, 0, null, 0, dp, 0, dg, 0, h, 0));
    assertMessage(
        "initial (offset 1) overlaps dg (offset 0",
        () -> gradient.run(s, null, 0, p, 0, h, 0, dg, 1, dh, 0, null, 0, dp, 0, dg, 0, null, 0));
    assertMessage(
        "dFinal holds 6 floats, but 1 rows of 2 at offset 5",
        () -> gradient.run(s, null, 0, p, 0, h, 0, null, 0, dh, 0, dh, 5, dp, 0, dg, 0, null, 0));
    assertArrayEquals(new float[12], dp);
    assertArrayEquals(new float[6], dg);
    float[] inPlace = {1, 2, 3, 4, 5, 6};
    Arrays.fill(p, 0);
    gradient.run(s, p, h, inPlace, dp, inPlace);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, inPlace);
  }

  private static void assertMessage(String part, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
