package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.LogScanData.assertWithinBound;
import static dev.carrylane.engine.scan.LogScanData.gates;
import static dev.carrylane.engine.scan.LogScanData.inputs;
import static dev.carrylane.engine.scan.LogScanData.serial;
import static dev.carrylane.engine.scan.LogScanData.settle;
import static dev.carrylane.engine.scan.LogScanData.state;
import static dev.carrylane.engine.scan.LogScanData.zeros;
import static dev.carrylane.engine.scan.ScanData.anyBits;
import static dev.carrylane.engine.scan.ScanData.assertSameBits;
import static dev.carrylane.engine.scan.ScanData.between;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Allocation;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.internal.LogAffineFunctions;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LogAffineScanTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float ZERO = Float.NEGATIVE_INFINITY;
  private static final int LANES = Backend.vector().map(Backend::floatLanes).orElse(16);
  private static final int BLOCK = ScanSchedule.blockSteps(1, 8);
  private static final int[] STEP_COUNTS = {0, 1, 2, 15, 16, 17, 40};

  static Stream<Backend> backends() {
    return Backends.all().stream();
  }

  static Stream<Arguments> backendsAndSchedules() {
    return backends()
        .flatMap(b -> Arrays.stream(ScanSchedule.values()).map(s -> Arguments.of(b, s)));
  }

  private static int[] channelCounts() {
    int[] counts = new int[3 * LANES + 3];
    Arrays.setAll(counts, c -> c);
    counts[counts.length - 1] = 4 * LANES + 1;
    return counts;
  }

  @ParameterizedTest
  @EnumSource(ScanSchedule.class)
  void aSmallExampleByHand(ScanSchedule schedule) {
    float ln2 = (float) Math.log(2);
    // h = 1, 1 · 1 + 1 = 2, 0 · 2 + 8 = 8, 4 · 8 + 0 = 32, in two channels of which one stays 0.
    float[] p = {0, 0, 0, ln2, ZERO, 3, 2 * ln2, INF - INF};
    float[] g = {0, ZERO, 0, ZERO, 3 * ln2, ZERO, ZERO, ZERO};
    float[] h = new float[8];
    LogAffineScan.on(Engine.singleThreaded(), schedule).run(4, 2, p, g, h);
    assertSameBits(
        new float[] {0, ZERO, ln2, ZERO, 3 * ln2, ZERO, 5 * ln2, Float.NaN}, h, "states");
  }

  /** With h = 0 first and then 1, the step is the function itself. */
  @Test
  void whatAStepAddsIsSoftplus() {
    int sampled = 0;
    for (int bits = Float.floatToRawIntBits(-0f); bits <= 0xc3000000; bits += 1009) {
      float v = Float.intBitsToFloat(bits);
      float[] state = {0, 0};
      LogAffineFunctions.step(v, 0, state, 0, state, 1);
      float expected = v < -64 ? 0 : Elementwise.softplus(v);
      assertEquals(expected, state[0], 0f, "at " + v);
      assertEquals(0f, state[1], 0f, "at " + v);
      sampled++;
    }
    assertTrue(sampled > 1_000_000);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void serialTimeHasTheBitsOfTheDefinition(Backend backend) {
    LogAffineScan scan = LogAffineScan.on(Engine.of(backend));
    for (int channels : channelCounts()) {
      for (int steps : STEP_COUNTS) {
        float[] p = gates(channels, steps * channels);
        float[] g = inputs(steps + 1, steps * channels);
        float[] state = state(7, channels);
        float[] last = new float[2 * channels];
        float[] h = new float[steps * channels];
        run(scan, Sequences.timeMajor(steps, channels), p, g, state, h, last);
        String what = steps + " steps of " + channels + " channels";
        assertSameBits(serial(steps, channels, p, g, state), h, what);
        assertSameBits(state, last, what);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void serialTimeHasTheBitsOfTheDefinitionOnAnyBits(Backend backend) {
    LogAffineScan scan = LogAffineScan.on(Engine.of(backend));
    int steps = 6;
    float[] some = {0, -0f, 1, -1, ZERO, INF, Float.NaN, 1e30f, -1e30f, Float.MAX_VALUE, 1e-40f};
    for (int channels : new int[] {1, LANES - 1, 2 * LANES + 3, 99 * LANES + 5}) {
      for (boolean special : new boolean[] {false, true}) {
        float[] p = anyBits(channels, steps * channels);
        float[] g = anyBits(channels + 1, steps * channels);
        if (special) {
          SplittableRandom random = new SplittableRandom(channels);
          for (int i = 0; i < p.length; i++) {
            p[i] = some[random.nextInt(some.length)];
            g[i] = some[random.nextInt(some.length)];
          }
        }
        float[] h = new float[steps * channels];
        scan.run(steps, channels, p, g, h);
        assertSameBits(serial(steps, channels, p, g, zeros(channels)), h, channels + " channels");
      }
    }
  }

  /** Every form of a scan, against one that walks through each channel of each sequence by itself. */
  @ParameterizedTest
  @MethodSource("backends")
  void everyFormIsTheDefinition(Backend backend) {
    SplittableRandom random = new SplittableRandom(5);
    for (Engine engine : List.of(Engine.of(backend), Backends.engine(backend, 3))) {
      LogAffineScan scan = LogAffineScan.on(engine);
      for (int channels : new int[] {1, 2, LANES - 1, LANES, LANES + 3, 5 * LANES + 1}) {
        for (Form form : Form.all(channels)) {
          for (boolean flagged : new boolean[] {false, true}) {
            form.check(scan, random, flagged, Place.APART);
            form.check(scan, random, flagged, Place.OVER_G);
            form.check(scan, random, flagged, Place.OVER_P);
          }
        }
      }
    }
  }

  private enum Place {
    APART,
    OVER_P,
    OVER_G
  }

  /** Sequences with strides, and where their elements lie. */
  private record Form(Sequences sequences, int[] offsets, int steps, int[] strides) {
    static List<Form> all(int channels) {
      List<Form> all = new ArrayList<>();
      for (int steps : new int[] {0, 1, 2, 17, 33}) {
        all.add(new Form(Sequences.timeMajor(steps, channels), null, steps, gaps(channels)));
        all.add(new Form(Sequences.timeMajor(3, steps, channels), null, steps, gaps(channels)));
        all.add(new Form(Sequences.channelMajor(channels, steps), null, steps, gaps(steps)));
        all.add(new Form(Sequences.channelMajor(7, channels, steps), null, steps, gaps(steps)));
      }
      int[] offsets = {2, 2, 9, 10, 10, 40, 40};
      all.add(new Form(Sequences.packed(offsets, channels), offsets, 0, gaps(channels)));
      List<Form> more = new ArrayList<>(all);
      for (Form form : all) {
        Sequences s = form.sequences;
        more.add(new Form(s.reversed(), form.offsets, form.steps, form.strides));
        more.add(new Form(s.exclusive(), form.offsets, form.steps, form.strides));
        more.add(new Form(s.reversed().exclusive(), form.offsets, form.steps, form.strides));
      }
      return more;
    }

    private static int[] gaps(int row) {
      return new int[] {row + 2, row + 5, row + 1};
    }

    /** Where an element lies, steps in the order of the scan. */
    private int at(int offset, int stride, int sequence, int step, int channel) {
      int length = sequences.steps(sequence);
      int t = sequences.isReversed() ? length - 1 - step : step;
      if (sequences.isChannelMajor()) {
        return offset + (sequence * sequences.channels() + channel) * stride + t;
      }
      return offset + (firstRow(sequence) + t) * stride + channel;
    }

    private int firstRow(int sequence) {
      return offsets != null ? offsets[sequence] : sequence * steps;
    }

    void check(LogAffineScan scan, SplittableRandom random, boolean flagged, Place place) {
      int count = sequences.count();
      int channels = sequences.channels();
      int rows =
          offsets != null
              ? offsets[count]
              : count * (sequences.isChannelMajor() ? channels : steps);
      float[] p = gates(random.nextLong(), 3 + rows * strides[0] + 9);
      float[] g = inputs(random.nextLong(), 4 + rows * strides[1] + 9);
      float[] apart = inputs(random.nextLong(), 1 + rows * strides[2] + 9);
      float[] h = place == Place.OVER_P ? p : place == Place.OVER_G ? g : apart;
      int hAt = place == Place.OVER_P ? 3 : place == Place.OVER_G ? 4 : 1;
      int hStride = strides[place == Place.OVER_P ? 0 : place == Place.OVER_G ? 1 : 2];
      boolean[] resets = new boolean[2 + (offsets != null ? rows : count * steps)];
      for (int i = 0; i < resets.length; i++) {
        resets[i] = random.nextInt(5) == 0;
      }
      float[] states = state(random.nextLong(), count * channels);

      float[] expected = h.clone();
      float[] expectedLast = new float[2 * count * channels];
      float[] pair = new float[2];
      for (int s = 0; s < count; s++) {
        int length = sequences.steps(s);
        for (int c = 0; c < channels; c++) {
          pair[0] = states[s * channels + c];
          pair[1] = states[(count + s) * channels + c];
          for (int t = 0; t < length; t++) {
            int flag = firstRow(s) + (sequences.isReversed() ? length - t : t);
            if (flagged && !(sequences.isReversed() && t == 0) && resets[2 + flag]) {
              pair[0] = ZERO;
              pair[1] = 0;
            }
            float before = pair[0];
            int pi = at(3, strides[0], s, t, c);
            int gi = at(4, strides[1], s, t, c);
            LogAffineFunctions.step(p[pi], g[gi], pair, 0, pair, 1);
            expected[at(hAt, hStride, s, t, c)] = sequences.isExclusive() ? before : pair[0];
          }
          settle(pair);
          expectedLast[s * channels + c] = pair[0];
          expectedLast[(count + s) * channels + c] = pair[1];
        }
      }

      float[] last = new float[expectedLast.length + 2];
      scan.run(
          sequences.strides(strides[0], strides[1], hStride),
          flagged ? resets : null,
          2,
          p,
          3,
          g,
          4,
          states,
          0,
          h,
          hAt,
          last,
          1);
      String what = "%s, flagged %s, %s".formatted(sequences, flagged, place);
      assertSameBits(expected, h, what);
      assertSameBits(
          expectedLast, Arrays.copyOfRange(last, 1, last.length - 1), what + ", final state");
      assertEquals(0f, last[0]);
      assertEquals(0f, last[last.length - 1]);
    }
  }

  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void neitherThreadsNorBackendChangeABit(Backend backend, ScanSchedule schedule) {
    int[][] shapes = {{70_000, 1}, {9_000, 3}, {600, 300}, {3 * BLOCK + 5, 2 * LANES + 3}};
    for (int[] shape : shapes) {
      Sequences sequences = Sequences.timeMajor(shape[0], shape[1]);
      float[] p = gates(1, shape[0] * shape[1]);
      float[] g = inputs(2, shape[0] * shape[1]);
      float[] initial = state(3, shape[1]);
      float[] expected = new float[p.length];
      float[] expectedLast = new float[initial.length];
      LogAffineScan scalar = LogAffineScan.on(Engine.of(Backend.scalar()), schedule);
      run(scalar, sequences, p, g, initial, expected, expectedLast);
      for (int threads : new int[] {1, 2, 3, 8}) {
        float[] h = new float[p.length];
        float[] last = new float[initial.length];
        LogAffineScan scan = LogAffineScan.on(Backends.engine(backend, threads), schedule);
        run(scan, sequences, p, g, initial, h, last);
        String what = "%s, %d threads".formatted(sequences, threads);
        assertSameBits(expected, h, what);
        assertSameBits(expectedLast, last, what);
      }
    }
  }

  /** Blocked time in other layouts, in place and reversed. */
  @ParameterizedTest
  @MethodSource("backends")
  void placesChangeNoBitOfBlockedTime(Backend backend) {
    LogAffineScan scan = LogAffineScan.on(Backends.engine(backend, 2), ScanSchedule.BLOCKED_TIME);
    int steps = 4 * BLOCK + 3;
    for (int channels : new int[] {1, 3, LANES + 2}) {
      float[] p = gates(1, steps * channels);
      float[] g = inputs(2, steps * channels);
      float[] h = new float[steps * channels];
      scan.run(steps, channels, p, g, h);

      float[] inPlace = g.clone();
      scan.run(steps, channels, p, inPlace, inPlace);
      assertSameBits(h, inPlace, "in place");

      float[] turned = new float[h.length];
      Sequences lines = Sequences.channelMajor(channels, steps);
      scan.run(lines, transposed(p, steps, channels), transposed(g, steps, channels), turned);
      assertSameBits(transposed(h, steps, channels), turned, "channel-major");

      float[] back = new float[h.length];
      Sequences reversed = Sequences.timeMajor(steps, channels).reversed();
      scan.run(reversed, flipped(p, channels), flipped(g, channels), back);
      assertSameBits(flipped(h, channels), back, "reversed");

      float[] shifted = new float[h.length];
      scan.run(Sequences.timeMajor(steps, channels).exclusive(), p, g, shifted);
      for (int i = 0; i < h.length; i++) {
        assertEquals(i < channels ? ZERO : h[i - channels], shifted[i], "exclusive, " + i);
      }
    }
  }

  @Test
  void aSequenceMayBeCutAnywhere() {
    LogAffineScan scan = LogAffineScan.on(Engine.singleThreaded());
    int channels = LANES + 5;
    int steps = 37;
    float[] p = gates(3, steps * channels);
    float[] g = inputs(4, steps * channels);
    float[] expectedLast = zeros(channels);
    float[] expected = serial(steps, channels, p, g, expectedLast);
    for (int cut = 0; cut <= steps; cut++) {
      float[] h = new float[steps * channels];
      float[] state = zeros(channels);
      int at = cut * channels;
      Sequences head = Sequences.timeMajor(cut, channels);
      Sequences tail = Sequences.timeMajor(steps - cut, channels);
      scan.run(head, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
      scan.run(tail, null, 0, p, at, g, at, state, 0, h, at, state, 0);
      assertSameBits(expected, h, "cut at " + cut);
      assertSameBits(expectedLast, state, "cut at " + cut);
    }
  }

  @Test
  void theStateOfOneSequenceMayLieInH() {
    int steps = 2 * BLOCK;
    int channels = 3;
    float[] p = gates(3, steps * channels);
    float[] g = inputs(4, steps * channels);
    float[] initial = state(5, channels);
    for (ScanSchedule schedule : ScanSchedule.values()) {
      LogAffineScan scan = LogAffineScan.on(Engine.singleThreaded(), schedule);
      float[] expected = new float[steps * channels];
      run(scan, Sequences.timeMajor(steps, channels), p, g, initial, expected, null);
      float[] h = new float[steps * channels];
      System.arraycopy(initial, 0, h, 1, initial.length);
      Sequences sequences = Sequences.timeMajor(steps, channels);
      scan.run(sequences, null, 0, p, 0, g, 0, h, 1, h, 0, null, 0);
      assertSameBits(expected, h, schedule.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void theErrorStaysWithinTheBound(Backend backend, ScanSchedule schedule) {
    LogAffineScan scan = LogAffineScan.on(Backends.engine(backend, 2), schedule);
    double[][] ranges = {
      {-1, 0}, {-0.001, 0.001}, {0, 0}, {-700, 0}, {0, 90}, {-20_000, 20_000}, {-1e-6, 0}, {-5, 5}
    };
    for (int channels : new int[] {1, 3, LANES + 1}) {
      for (int steps : new int[] {2, BLOCK + 1, 5 * BLOCK + 100}) {
        for (double[] range : ranges) {
          float[] p =
              range[0] == range[1]
                  ? new float[steps * channels]
                  : between(steps, steps * channels, range[0], range[1]);
          for (float[] g : List.of(inputs(channels, p.length), between(1, p.length, -1e5, 1e3))) {
            float[] initial = state(3, channels);
            float[] h = new float[steps * channels];
            run(scan, Sequences.timeMajor(steps, channels), p, g, initial, h, null);
            int block =
                schedule == ScanSchedule.SERIAL_TIME
                    ? 0
                    : ScanSchedule.blockSteps(steps, 8L * channels);
            assertWithinBound(steps, channels, p, g, initial, h, block);
          }
        }
      }
    }
  }

  /** Without input log h is a sum, whose exact value is known. */
  @ParameterizedTest
  @CsvSource({
    "SERIAL_TIME, -1.01",
    "SERIAL_TIME, 1.01",
    "BLOCKED_TIME, -1.01",
    "BLOCKED_TIME, 1.01"
  })
  void aMillionGatesWithASumOfAMillion(ScanSchedule schedule, float each) {
    int steps = 1_000_000;
    float[] p = between(1, steps, each - 0.001, each + 0.001);
    float[] g = new float[steps];
    Arrays.fill(g, ZERO);
    g[0] = 0;
    float[] h = new float[steps];
    float[] last = new float[2];
    LogAffineScan scan = LogAffineScan.on(Engine.singleThreaded(), schedule);
    run(scan, Sequences.timeMajor(steps, 1), p, g, zeros(1), h, last);
    BigDecimal sum = BigDecimal.ZERO;
    for (int t = 1; t < steps; t++) {
      sum = sum.add(new BigDecimal(p[t]));
    }
    double exact = sum.doubleValue();
    assertTrue(Math.abs(exact) > 1e6);
    // Each sum of the remainders rounds to 2^-24 of at most 2^-4.
    assertEquals(exact, (double) last[0] + last[1], steps * 0x1p-24 * 0x1p-4);
    assertEquals((float) exact, h[steps - 1], Math.ulp(h[steps - 1]));
    int block = schedule == ScanSchedule.SERIAL_TIME ? 0 : ScanSchedule.blockSteps(steps, 8);
    assertWithinBound(steps, 1, p, g, zeros(1), h, block);
  }

  /** Input of a size that h reaches again and again, over as many steps. */
  @ParameterizedTest
  @EnumSource(ScanSchedule.class)
  void errorsDoNotPileUp(ScanSchedule schedule) {
    int steps = 1_000_000;
    float[] p = between(1, steps, -2, 0);
    float[] g = between(2, steps, -3, 1);
    float[] h = new float[steps];
    LogAffineScan.on(Engine.singleThreaded(), schedule).run(steps, 1, p, g, h);
    double before = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < steps; t++) {
      double carried = p[t] + before;
      double greater = Math.max(carried, g[t]);
      before = greater + StrictMath.log1p(StrictMath.exp(Math.min(carried, g[t]) - greater));
      // 4.2u, half as much more in blocked time, and the rounding of the result.
      assertEquals(before, h[t], 6.3 * 0x1p-24 + 0x1p-24 * Math.abs(before) + 0x1p-38);
    }
  }

  /** The recurrence itself, not on logarithms, at 40 digits: h falls to e^−10⁶. */
  @Test
  void aThousandStepsAgainstFortyDigits() {
    MathContext digits = new MathContext(40);
    int steps = 1_000;
    float[] p = between(1, steps, -2_000, 0);
    float[] g = new float[steps];
    double level = 0;
    SplittableRandom random = new SplittableRandom(2);
    for (int t = 0; t < steps; t++) {
      level += p[t];
      // Mostly near what is carried, so that every bit of the difference counts.
      g[t] = random.nextInt(4) == 0 ? ZERO : (float) (level + random.nextDouble(-3, 2));
    }
    float[] h = new float[steps];
    float[] last = new float[2];
    LogAffineScan scan = LogAffineScan.on(Engine.singleThreaded());
    run(scan, Sequences.timeMajor(steps, 1), p, g, new float[2], h, last);
    BigDecimal exact = BigDecimal.ONE;
    for (int t = 0; t < steps; t++) {
      exact = exp(p[t], digits).multiply(exact, digits);
      exact = g[t] == ZERO ? exact : exact.add(exp(g[t], digits), digits);
    }
    double log = log(exact, (double) last[0] + last[1], digits);
    assertTrue(log < -900_000, "log h is " + log);
    // 4.2u and the roundings of remainders; the result itself could not be as near.
    assertEquals(log, (double) last[0] + last[1], 4.2 * 0x1p-24 + steps * 34 * 0x1p-48 * 1e6);
    assertWithinBound(steps, 1, p, g, new float[2], h, 0);
  }

  private static BigDecimal exp(float x, MathContext digits) {
    // e^x = (e^(x / 2^24))^(2^24), which costs eight digits
    MathContext more = new MathContext(digits.getPrecision() + 10);
    BigDecimal r = new BigDecimal(x).divide(new BigDecimal(1 << 24), more);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int k = 1; k < 30; k++) {
      term = term.multiply(r, more).divide(new BigDecimal(k), more);
      sum = sum.add(term, more);
    }
    return sum.pow(1 << 24, more);
  }

  /** log x, near a value: the rest is that of x / e^near, which is near 1. */
  private static double log(BigDecimal x, double near, MathContext digits) {
    float coarse = (float) near;
    double ratio = x.divide(exp(coarse, digits), digits).doubleValue();
    return coarse + StrictMath.log(ratio);
  }

  @Test
  void itAgreesWithTheAffineScan() {
    int steps = 300;
    int channels = 20;
    float[] p = between(1, steps * channels, 0.5, 1);
    float[] g = between(2, steps * channels, 0.01, 1);
    float[] h = new float[steps * channels];
    AffineScan.on(Engine.singleThreaded()).run(steps, channels, p, g, h);
    float[] logP = new float[p.length];
    float[] logG = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      logP[i] = (float) Math.log(p[i]);
      logG[i] = (float) Math.log(g[i]);
    }
    float[] logH = new float[h.length];
    LogAffineScan.on(Engine.singleThreaded()).run(steps, channels, logP, logG, logH);
    for (int i = 0; i < h.length; i++) {
      // Rounding log p, at most 0.7 and so by 2^-25, and log g, by 2^-23, changes h by as much at
      // every step.
      int depth = i / channels + 1;
      double u = 0x1p-24;
      double allowed =
          depth * (u + u / 2) + 2 * u + 4.2 * u + u * Math.abs(logH[i]) + depth * 0x1p-38;
      assertEquals(Math.log(h[i]), logH[i], allowed, "element " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // log p, log h, log g, log of the next h
    "0, -Infinity, -Infinity, -Infinity",
    "-Infinity, 5, 3, 3",
    "-Infinity, -Infinity, 3, 3",
    "2, 5, -Infinity, 7",
    "Infinity, 5, 3, Infinity",
    "Infinity, 5, Infinity, Infinity",
    "1, Infinity, 3, Infinity",
    "1, 2, Infinity, Infinity",
    "1, -Infinity, Infinity, Infinity",
    "-Infinity, Infinity, 3, NaN",
    "Infinity, -Infinity, 3, NaN",
    "NaN, 1, 1, NaN",
    "1, NaN, 1, NaN",
    "1, 1, NaN, NaN",
    "-Infinity, 1, NaN, NaN",
    "NaN, -Infinity, Infinity, NaN",
    "1, -Infinity, NaN, NaN",
    // Differences from 64 on do not count; the result is the greater one.
    "1, 2, -61.5, 3",
    "-1, -1, 62.5, 62.5",
    "1, 2, -1e30, 3",
    "1, 2, 3.4e38, 3.4e38",
    "-3.4e38, -3.4e38, 1, 1",
    "-3.4e38, -3.4e38, -Infinity, -Infinity",
    // Equal ones add log 2 = 0.693147...
    "1, 2, 3, 3.6931472",
    "-0.0, 0, -0.0, 0.6931472",
    "1e10, 0, 1e10, 1e10",
    "1e30, -1e30, 0, 0.6931472"
  })
  void specialValues(float p, float before, float g, float after) {
    for (Backend backend : Backends.all()) {
      int channels = LANES + 1;
      float[] ps = filled(channels, p);
      float[] gs = filled(channels, g);
      float[] state = Arrays.copyOf(filled(channels, before), 2 * channels);
      float[] h = new float[channels];
      Sequences one = Sequences.timeMajor(1, channels);
      run(LogAffineScan.on(Engine.of(backend)), one, ps, gs, state, h, state);
      assertSameBits(filled(channels, after), h, backend.toString());
      assertSameBits(h, Arrays.copyOf(state, channels), backend + ", final state");
      for (int c = channels; c < 2 * channels; c++) {
        assertTrue(Math.abs(state[c]) <= Math.ulp(after) / 2 || !Float.isFinite(after));
        assertTrue(Float.isFinite(after) || state[c] == 0, "remainder of " + after);
      }
    }
  }

  /** Values that are not finite, and runs of extreme ones, at every place relative to a block's edges. */
  @ParameterizedTest
  @MethodSource("backends")
  void blockEdges(Backend backend) {
    LogAffineScan scan = LogAffineScan.on(Backends.engine(backend, 2), ScanSchedule.BLOCKED_TIME);
    int steps = 4 * BLOCK + 9;
    float[][] runs = {
      {ZERO},
      {INF},
      {Float.NaN},
      {INF, ZERO},
      {ZERO, INF},
      {-1e30f, 1e30f},
      {1e30f, -1e30f},
      {-1e6f, -1e6f, 1e6f, 1e6f},
      {-3e38f, -3e38f, 3e38f}
    };
    for (int channels : new int[] {1, LANES + 2}) {
      for (float[] run : runs) {
        for (int start : new int[] {0, 1, BLOCK - 1, BLOCK, 2 * BLOCK - 1, 2 * BLOCK + 7}) {
          for (boolean inP : new boolean[] {true, false}) {
            for (float first : new float[] {0, ZERO, INF, Float.NaN}) {
              float[] p = between(1, steps * channels, -0.1, 0.05);
              float[] g = inputs(2, steps * channels);
              for (int k = 0; k < run.length; k++) {
                for (int c = 0; c < channels; c++) {
                  (inP ? p : g)[(start + k) * channels + c] = run[k];
                }
              }
              float[] initial = Arrays.copyOf(filled(channels, first), 2 * channels);
              float[] h = new float[steps * channels];
              run(scan, Sequences.timeMajor(steps, channels), p, g, initial, h, null);
              float[] expected = serial(steps, channels, p, g, initial.clone());
              String what =
                  "%s from %d in %s, from %s"
                      .formatted(Arrays.toString(run), start, inP ? "p" : "g", first);
              for (int i = 0; i < h.length; i++) {
                if (!Float.isFinite(expected[i]) || !Float.isFinite(h[i])) {
                  assertEquals(expected[i], h[i], what + ", element " + i);
                }
              }
              boolean tame = Math.abs(run[0]) <= 1e30f && Float.isFinite(run[run.length - 1]);
              if (tame && Float.isFinite(first)) {
                assertWithinBound(steps, channels, p, g, initial, h, BLOCK);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void mistakesAreNamedBeforeAnythingIsWritten() {
    LogAffineScan scan = LogAffineScan.on(Engine.singleThreaded());
    float[] a = filled(40, 3);
    float[] h = filled(40, 3);
    float[] s = filled(8, 3);
    Sequences one = Sequences.timeMajor(5, 4);
    Sequences two = Sequences.timeMajor(2, 5, 4);
    assertMistake("steps is -1", h, () -> scan.run(-1, 4, a, a, h));
    assertMistake("channels is -1", h, () -> scan.run(4, -1, a, a, h));
    assertMistake("logP holds 40 floats", h, () -> scan.run(11, 4, a, a, h));
    assertMistake(
        "initial holds 8 floats, but 4 rows of 4",
        h,
        () -> scan.run(two, null, 0, a, 0, a, 0, s, 0, h, 0, null, 0));
    assertMistake(
        "finalState holds 8 floats, but 2 rows of 4 at offset 1",
        h,
        () -> scan.run(one, null, 0, a, 0, a, 0, s, 0, h, 0, s, 1));
    assertMistake(
        "overlaps logP", h, () -> scan.run(one, null, 0, h, 1, a, 0, null, 0, h, 0, null, 0));
    assertMistake(
        "overlaps logG", h, () -> scan.run(one, null, 0, a, 0, h, 2, null, 0, h, 0, null, 0));
    assertMistake(
        "resets holds 4 flags",
        h,
        () -> scan.run(one, new boolean[4], 0, a, 0, a, 0, null, 0, h, 0, null, 0));
    // The logarithms lie before h, their remainders in it.
    float[] both = filled(40, 3);
    assertMistake(
        "lies in h", both, () -> scan.run(one, null, 0, a, 0, a, 0, null, 0, both, 6, both, 0));
    Sequences short2 = Sequences.timeMajor(2, 2, 4);
    assertMistake(
        "overlap in one array",
        both,
        () -> scan.run(short2, null, 0, a, 0, a, 0, both, 0, both, 12, null, 0));
    // The final logarithms would replace initial remainders that are still to be read.
    float[] states = filled(40, 3);
    assertMistake(
        "overlaps initial",
        states,
        () -> scan.run(short2, null, 0, a, 0, a, 0, states, 0, h, 0, states, 8));
    assertEquals(
        "logP",
        assertThrows(NullPointerException.class, () -> scan.run(1, 1, null, a, h)).getMessage());
    assertThrows(NullPointerException.class, () -> LogAffineScan.on(null));
    assertThrows(NullPointerException.class, () -> LogAffineScan.on(Engine.singleThreaded(), null));
    assertArrayEquals(filled(40, 3), h);
  }

  private static void assertMistake(String message, float[] untouched, Executable call) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, call);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    assertArrayEquals(filled(untouched.length, 3), untouched);
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backendsAndSchedules")
  void runAllocatesNothing(Backend backend, ScanSchedule schedule) {
    LogAffineScan scan = LogAffineScan.on(Engine.of(backend), schedule);
    int steps = 2 * BLOCK + 5;
    int[] channelCounts = {1, LANES - 1, 2 * LANES + 3};
    Sequences[] shapes = new Sequences[2 * channelCounts.length];
    for (int i = 0; i < channelCounts.length; i++) {
      shapes[2 * i] = Sequences.timeMajor(steps, channelCounts[i]);
      shapes[2 * i + 1] = Sequences.channelMajor(channelCounts[i], steps);
    }
    int most = 2 * LANES + 3;
    float[] p = gates(3, steps * most);
    float[] g = inputs(4, steps * most);
    float[] h = new float[steps * most];
    float[] state = state(5, most);
    Allocation.assertNone(
        () -> {
          for (Sequences shape : shapes) {
            scan.run(shape, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
          }
        });
  }

  private static void run(
      LogAffineScan scan,
      Sequences sequences,
      float[] p,
      float[] g,
      float[] initial,
      float[] h,
      float[] last) {
    scan.run(sequences, null, 0, p, 0, g, 0, initial, 0, h, 0, last, 0);
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] transposed(float[] rows, int steps, int channels) {
    float[] columns = new float[rows.length];
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        columns[c * steps + t] = rows[t * channels + c];
      }
    }
    return columns;
  }

  private static float[] flipped(float[] rows, int channels) {
    float[] back = new float[rows.length];
    for (int i = 0; i < rows.length; i += channels) {
      System.arraycopy(rows, i, back, rows.length - i - channels, channels);
    }
    return back;
  }
}
