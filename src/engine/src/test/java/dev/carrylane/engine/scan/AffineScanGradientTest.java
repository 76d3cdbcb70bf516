package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanData.assertSameBits;
import static dev.carrylane.engine.scan.ScanData.lasting;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AffineScanGradientTest {
  private static final int LANES = Backend.vector().map(Backend::floatLanes).orElse(16);

  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  @Test
  void aSmallExampleByHand() {
    AffineScanGradient gradient = AffineScanGradient.on(Engine.singleThreaded());
    float[] p = {2, 3, 5};
    float[] initial = {7};
    float[] h = {15, 46, 231};
    float[] dh = {1, 10, 100};
    float[] dp = new float[3];
    float[] dg = new float[3];
    float[] dInitial = new float[1];
    Sequences three = Sequences.timeMajor(3, 1);
    gradient.run(
        three,
        null,
        0,
        p,
        0,
        h,
        0,
        initial,
        0,
        dh,
        0,
        new float[] {1000},
        0,
        dp,
        0,
        dg,
        0,
        dInitial,
        0);
    assertArrayEquals(new float[] {3 * 5510 + 1, 5 * 1100 + 10, 1100}, dg);
    assertArrayEquals(new float[] {7 * 16531, 15 * 5510, 46 * 1100}, dp);
    assertArrayEquals(new float[] {2 * 16531}, dInitial);

    gradient.run(three, p, h, dh, dp, dh);
    assertArrayEquals(new float[] {3 * 510 + 1, 510, 100}, dh);
    assertArrayEquals(new float[] {0, 15 * 510, 46 * 100}, dp);
  }

  @Test
  void exclusiveAndReversedByHand() {
    AffineScanGradient gradient = AffineScanGradient.on(Engine.singleThreaded());
    // Back from the last step; results are the states before the steps.
    float[] p = {5, 3, 2};
    float[] h = {46, 15, 7};
    float[] dh = {100, 10, 1};
    float[] dp = new float[3];
    float[] dg = new float[3];
    float[] dInitial = new float[1];
    gradient.run(
        Sequences.timeMajor(3, 1).reversed().exclusive(),
        null,
        0,
        p,
        0,
        h,
        0,
        new float[] {7},
        0,
        dh,
        0,
        new float[] {1000},
        0,
        dp,
        0,
        dg,
        0,
        dInitial,
        0);
    assertArrayEquals(new float[] {1000, 5100, 15310}, dg);
    assertArrayEquals(new float[] {46_000, 15 * 5100, 7 * 15310}, dp);
    assertArrayEquals(new float[] {2 * 15310 + 1}, dInitial);
  }

  @Test
  void flagsCutTheWayBackAndNothingIsMultipliedByZero() {
    AffineScanGradient gradient = AffineScanGradient.on(Engine.singleThreaded());
    float inf = Float.POSITIVE_INFINITY;
    float[] p = {2, inf, 3, 5};
    float[] h = {1, 4, 6, 7};
    float[] dh = {1, 10, inf, inf};
    float[] dp = new float[4];
    float[] dg = new float[4];
    float[] dInitial = {9};
    boolean[] resets = {true, false, true, false};
    gradient.run(
        Sequences.timeMajor(4, 1),
        resets,
        0,
        p,
        0,
        h,
        0,
        new float[] {7},
        0,
        dh,
        0,
        null,
        0,
        dp,
        0,
        dg,
        0,
        dInitial,
        0);
    assertArrayEquals(new float[] {inf, 10, inf, inf}, dg);
    assertArrayEquals(new float[] {0, 10, 0, inf}, dp);
    assertArrayEquals(new float[] {0}, dInitial);
  }

  /** Every edge of the strips of one, two, four and eight vectors, and of the overlapping vector. */
  @ParameterizedTest
  @MethodSource("backends")
  void everyNumberOfChannelsIsTheDefinition(Backend backend) {
    AffineScanGradient gradient = AffineScanGradient.on(Engine.of(backend));
    for (int channels = 1; channels <= 17 * LANES + 1; channels += channels < 40 ? 1 : 9) {
      for (int steps : new int[] {1, 2, 7, 8, 9, 10, 19}) {
        int length = steps * channels;
        float[] p = lasting(1, length);
        float[] h = uniform(2, length);
        float[] dh = uniform(3, length);
        float[] initial = uniform(4, channels);
        float[] dFinal = uniform(5, channels);
        float[] expectedDp = new float[length];
        float[] expectedDg = new float[length];
        float[] expectedDInitial = new float[channels];
        for (int c = 0; c < channels; c++) {
          float factor = 1;
          float a = dFinal[c];
          for (int t = steps - 1; t >= 0; t--) {
            int i = t * channels + c;
            a = Math.fma(factor, a, dh[i]);
            expectedDg[i] = a;
            expectedDp[i] = a * (t == 0 ? initial[c] : h[i - channels]);
            factor = p[i];
          }
          expectedDInitial[c] = factor * a;
        }
        float[] dp = new float[length];
        float[] dg = new float[length];
        float[] dInitial = dFinal.clone();
        gradient.run(
            Sequences.timeMajor(steps, channels),
            null,
            0,
            p,
            0,
            h,
            0,
            initial,
            0,
            dh,
            0,
            dInitial,
            0,
            dp,
            0,
            dg,
            0,
            dInitial,
            0);
        String what = steps + " steps of " + channels + " channels";
        assertSameBits(expectedDp, dp, what);
        assertSameBits(expectedDg, dg, what);
        assertSameBits(expectedDInitial, dInitial, what);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void gradientsMaySitSideBySideWhereGatesAndInputsDo(Backend backend) {
    AffineScanGradient gradient = AffineScanGradient.on(Engine.of(backend));
    for (int channels : new int[] {1, LANES - 1, 2 * LANES + 3}) {
      int steps = 23;
      float[] p = lasting(1, steps * channels);
      float[] h = uniform(2, steps * channels);
      float[] dh = uniform(3, steps * channels);
      float[] dp = new float[steps * channels];
      float[] dg = new float[steps * channels];
      gradient.run(Sequences.timeMajor(steps, channels), p, h, dh, dp, dg);
      float[] rows = new float[2 * steps * channels];
      float[] expected = new float[2 * steps * channels];
      for (int t = 0; t < steps; t++) {
        int at = 2 * t * channels;
        System.arraycopy(p, t * channels, rows, at, channels);
        System.arraycopy(dp, t * channels, expected, at, channels);
        System.arraycopy(dg, t * channels, expected, at + channels, channels);
      }
      gradient.run(
          Sequences.timeMajor(steps, channels).strides(2 * channels, 2 * channels, channels),
          null,
          0,
          rows,
          0,
          h,
          0,
          null,
          0,
          dh,
          0,
          null,
          0,
          rows,
          0,
          rows,
          channels,
          null,
          0);
      assertSameBits(expected, rows, channels + " channels");
    }
  }

  @Test
  void withoutStepsTheGradientOfTheStateIsHandedOn() {
    AffineScanGradient gradient = AffineScanGradient.on(Engine.singleThreaded());
    float[] none = {};
    float[] dInitial = {9, 9, 9, 9};
    Sequences empty = Sequences.packed(new int[] {0, 0, 0}, 2);
    gradient.run(
        empty,
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
        new float[] {1, -2, 3, -0f},
        0,
        none,
        0,
        none,
        0,
        dInitial,
        0);
    assertSameBits(new float[] {1, -2, 3, -0f}, dInitial, "handed on");
    gradient.run(
        empty, null, 0, none, 0, none, 0, null, 0, none, 0, null, 0, none, 0, none, 0, dInitial, 0);
    assertSameBits(new float[4], dInitial, "nothing to hand on");
  }

  /** Arrays by letter: p, h, d (dh), q (dp), g (dg), each of 20 elements; x is another. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("p holds 20 floats, but 5 rows of 4 at offset 1", "phdqg", 1, 0, 0, 0, 0, "xxx"),
        mistake("h holds 20 floats, but 5 rows of 4 at offset 2", "phdqg", 0, 2, 0, 0, 0, "xxx"),
        mistake("dh holds 20 floats, but 5 rows of 4 at offset 3", "phdqg", 0, 0, 3, 0, 0, "xxx"),
        mistake("dp holds 20 floats, but 5 rows of 4 at offset 4", "phdqg", 0, 0, 0, 4, 0, "xxx"),
        mistake("dg holds 20 floats, but 5 rows of 4 at offset -1", "phdqg", 0, 0, 0, 0, -1, "xxx"),
        mistake("dg (offset 0, stride 4) overlaps dp", "phdqq", 0, 0, 0, 0, 0, "xxx"),
        mistake("initial (offset 0) overlaps dp (offset 0", "phdqg", 0, 0, 0, 0, 0, "qxx"),
        mistake("initial (offset 0) overlaps dg (offset 0", "phdqg", 0, 0, 0, 0, 0, "gxx"),
        mistake("dFinal (offset 0) overlaps dp (offset 0", "phdqg", 0, 0, 0, 0, 0, "xqx"),
        mistake("dFinal (offset 0) overlaps dg (offset 0", "phdqg", 0, 0, 0, 0, 0, "xgx"),
        mistake("dInitial (offset 0) overlaps dp (offset 0", "phdqg", 0, 0, 0, 0, 0, "xxq"),
        mistake("dInitial (offset 0) overlaps dg (offset 0", "phdqg", 0, 0, 0, 0, 0, "xxg"),
        mistake("dInitial (offset 0) overlaps p (offset 0", "phdqg", 0, 0, 0, 0, 0, "xxp"),
        mistake("dInitial (offset 0) overlaps h (offset 0", "phdqg", 0, 0, 0, 0, 0, "xxh"),
        mistake("dInitial (offset 0) overlaps dh (offset 0", "phdqg", 0, 0, 0, 0, 0, "xxd"));
  }

  private static Arguments mistake(
      String message, String arrays, int p, int h, int dh, int dp, int dg, String states) {
    return Arguments.of(message, arrays, new int[] {p, h, dh, dp, dg}, states);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakesAreNamedBeforeAnythingIsWritten(
      String message, String arrays, int[] offsets, String states) {
    String letters = "phdqgx";
    float[][] all = new float[letters.length()][20];
    for (float[] each : all) {
      Arrays.fill(each, 3);
    }
    float[][] a = new float[8][];
    for (int i = 0; i < 8; i++) {
      a[i] = all[letters.indexOf((arrays + states).charAt(i))];
    }
    AffineScanGradient gradient = AffineScanGradient.on(Engine.singleThreaded());
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    gradient.run(
                        Sequences.timeMajor(5, 4),
                        null,
                        0,
                        a[0],
                        offsets[0],
                        a[1],
                        offsets[1],
                        a[5],
                        0,
                        a[2],
                        offsets[2],
                        a[6],
                        0,
                        a[3],
                        offsets[3],
                        a[4],
                        offsets[4],
                        a[7],
                        0))
            .getMessage();
    assertTrue(said.contains(message), said);
    float[] untouched = new float[20];
    Arrays.fill(untouched, 3);
    for (float[] each : all) {
      assertArrayEquals(untouched, each);
    }
  }

  @Test
  void strangePlacesAreNamed() {
    AffineScanGradient gradient = AffineScanGradient.on(Engine.singleThreaded());
    Sequences five = Sequences.timeMajor(5, 4);
    float[] a = new float[30];
    float[] b = new float[30];
    float[] c = new float[30];
    String[] said = new String[4];
    said[0] = refusal(gradient, five, a, 0, b, 0, c, 0, a, 1, new float[20], 0);
    said[1] = refusal(gradient, five, a, 0, b, 0, c, 0, new float[20], 0, c, 2);
    said[2] = refusal(gradient, five, a, 0, b, 4, c, 0, b, 0, new float[20], 0);
    said[3] = refusal(gradient, five.strides(4, 5, 4), a, 0, b, 0, c, 0, new float[20], 0, c, 0);
    assertTrue(said[0].contains("dp (offset 1, stride 4) overlaps p (offset 0"), said[0]);
    assertTrue(said[1].contains("dg (offset 2, stride 4) overlaps dh (offset 0"), said[1]);
    assertTrue(said[2].contains("dp (offset 0, stride 4) overlaps h (offset 4"), said[2]);
    assertTrue(said[3].contains("dg (offset 0, stride 5) overlaps dh (offset 0"), said[3]);
    String flags =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    gradient.run(
                        five,
                        new boolean[4],
                        0,
                        a,
                        0,
                        b,
                        0,
                        null,
                        0,
                        c,
                        0,
                        null,
                        0,
                        a,
                        0,
                        c,
                        0,
                        null,
                        0))
            .getMessage();
    assertTrue(flags.contains("resets holds 4 flags"), flags);
    NullPointerException thrown =
        assertThrows(NullPointerException.class, () -> gradient.run(null, a, a, a, b, c));
    assertEquals("sequences", thrown.getMessage());
    thrown = assertThrows(NullPointerException.class, () -> gradient.run(five, a, a, null, b, c));
    assertEquals("dh", thrown.getMessage());
    assertThrows(NullPointerException.class, () -> AffineScanGradient.on(null));
  }

  private static String refusal(
      AffineScanGradient gradient,
      Sequences sequences,
      float[] p,
      int pOffset,
      float[] h,
      int hOffset,
      float[] dh,
      int dhOffset,
      float[] dp,
      int dpOffset,
      float[] dg,
      int dgOffset) {
    return assertThrows(
            IllegalArgumentException.class,
            () ->
                gradient.run(
                    sequences, null, 0, p, pOffset, h, hOffset, null, 0, dh, dhOffset, null, 0, dp,
                    dpOffset, dg, dgOffset, null, 0))
        .getMessage();
  }

  /** After a description of another kind, nothing of that is left. */
  @Test
  void sizesWithoutADescriptionMeanOneTimeMajorSequence() {
    int steps = 11;
    int channels = LANES + 1;
    int row = channels;
    int blocks = row;
    float[] p = uniform(1, steps * (blocks + 1) + 1);
    float[] h = uniform(2, steps * (row + 2) + 2);
    float[] dh = uniform(3, steps * (row + 2) + 3);
    float[] initial = uniform(4, row + 1);
    float[] expectedDp = uniform(5, p.length + 3);
    float[] expectedDg = uniform(6, steps * (row + 5) + 5);
    float[] dp = expectedDp.clone();
    float[] dg = expectedDg.clone();
    AffineScanGradient gradient = AffineScanGradient.on(Engine.singleThreaded());
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
    float[] other = new float[5 * 1];
    float[] otherDp = new float[5 * 1];
    float[] last = new float[2 * 1];
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
    AffineScanGradient gradient = AffineScanGradient.on(Engine.singleThreaded());
    float[] p = new float[6];
    float[] x = new float[6];
    float[] dp = uniform(1, 6);
    float[] dg = uniform(2, 6);
    Contract contract = Contract.leavesAlone(dp, dg);
    contract.refused(
        "steps is -1", () -> gradient.run(-1, 2, p, 0, 2, x, 0, 2, null, 0, x, 0, dp, 0, dg, 0, 2));
    contract.refused(
        "channels is -2",
        () -> gradient.run(3, -2, p, 0, 2, x, 0, 2, null, 0, x, 0, dp, 0, dg, 0, 2));
    contract.refused(
        "pStride is -3",
        () -> gradient.run(3, 2, p, 0, -3, x, 0, 2, null, 0, x, 0, dp, 0, dg, 0, 2));
    contract.refused(
        "hStride is -4",
        () -> gradient.run(3, 2, p, 0, 2, x, 0, -4, null, 0, x, 0, dp, 0, dg, 0, 2));
    contract.refused(
        "dgStride is -5",
        () -> gradient.run(3, 2, p, 0, 2, x, 0, 2, null, 0, x, 0, dp, 0, dg, 0, -5));
    contract.refused(
        "the row stride of p is 0, less than its 2 columns",
        () -> gradient.run(3, 2, p, 0, 0, x, 0, 2, null, 0, x, 0, dp, 0, dg, 0, 2));
    contract.refused(
        "dg holds 6 floats, but 3 rows of 2 at offset 1",
        () -> gradient.run(3, 2, p, 0, 2, x, 0, 2, null, 0, x, 0, dp, 0, dg, 1, 2));
    contract.refused(
        "dg (offset 0, stride 2) overlaps dp",
        () -> gradient.run(3, 2, p, 0, 2, x, 0, 2, null, 0, x, 0, dp, 0, dp, 0, 2));
    contract.refused(
        "initial (offset 0) overlaps dg",
        () -> gradient.run(3, 2, p, 0, 2, x, 0, 2, dg, 0, x, 0, dp, 0, dg, 0, 2));
    contract.absent(
        "dh", () -> gradient.run(3, 2, p, 0, 2, x, 0, 2, null, 0, null, 0, dp, 0, dg, 0, 2));
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backends")
  void runAllocatesNothing(Backend backend) {
    AffineScanGradient gradient = AffineScanGradient.on(Engine.of(backend));
    int steps = 50;
    int most = 5 * LANES + 3;
    float[] p = lasting(1, steps * most);
    float[] h = uniform(2, steps * most);
    float[] dh = uniform(3, steps * most);
    float[] dp = new float[steps * most];
    float[] dg = new float[steps * most];
    float[] states = new float[2 * most];
    boolean[] resets = new boolean[steps];
    resets[17] = true;
    Sequences[] forms = {
      Sequences.timeMajor(steps, most),
      Sequences.timeMajor(steps, 1).reversed(),
      Sequences.channelMajor(2 * LANES, steps).exclusive(),
      Sequences.packed(new int[] {0, 20, steps}, LANES)
    };
    int[] some = {1};
    Allocation.assertNone(
        () -> {
          some[0] = some[0] % steps + 1;
          gradient.run(some[0], most, p, 0, most, h, 0, most, states, 0, dh, 0, dp, 0, dg, 0, most);
          for (Sequences each : forms) {
            gradient.run(
                each, resets, 0, p, 0, h, 0, states, 0, dh, 0, states, 0, dp, 0, dg, 0, states, 0);
          }
        });
  }
}
