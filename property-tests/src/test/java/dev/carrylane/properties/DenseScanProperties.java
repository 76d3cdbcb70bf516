package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.DenseAffineScan;
import dev.carrylane.engine.scan.DenseAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import dev.carrylane.testkit.Floats;
import dev.carrylane.testkit.Help;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of scans of square blocks, and of their gradient. */
class DenseScanProperties {
  private static final double UNIT_ROUNDOFF = 0x1p-24;
  private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 64};

  private static Engine engine(SplittableRandom random) {
    List<Backend> backends = Engines.backends();
    Backend backend = backends.get(random.nextInt(backends.size()));
    return Engine.of(backend).withExecutor(Help.POOL, random.nextInt(1, 5));
  }

  private static int size(SplittableRandom random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

  /** Blocks that neither contract much nor grow much, or such values as {@link Floats} has. */
  private static float[] blocks(SplittableRandom random, int n, int length) {
    if (random.nextInt(3) == 0) {
      return Floats.any(random, length);
    }
    float[] values = Floats.within(random, length, 1);
    float scale = (float) (random.nextDouble(1, 2) / Math.sqrt(n));
    for (int i = 0; i < length; i++) {
      values[i] *= scale;
    }
    return values;
  }

  private static float[] poison(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  @Provide
  Arbitrary<ScanSchedule> schedules() {
    return Arbitraries.of(ScanSchedule.SERIAL_TIME, ScanSchedule.BLOCKED_TIME);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aDenseScanIsTheRecurrenceInEveryForm(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = size(random);
    DenseScanForm form = new DenseScanForm(random, 40, n > 8 ? 3 : 20, n * n, n);
    Engine engine = engine(random);
    float[] p = blocks(random, n, form.propagateLength(n * n));
    float[] g = Floats.any(random, form.length(n));
    float[] initial =
        random.nextBoolean() ? Floats.any(random, form.count() * form.channels() * n) : null;
    float[] last = new float[form.count() * form.channels() * n];
    boolean inPlace = random.nextBoolean();
    float[] h = inPlace ? g.clone() : poison(form.length(n));
    float[] expected = h.clone();
    float[] expectedLast = last.clone();
    dense(form, n, p, g, initial, expected, expectedLast);
    DenseAffineScan.on(engine, n)
        .run(
            form.sequences(),
            form.resets(),
            form.resetsOffset(),
            p,
            form.offset(),
            inPlace ? h : g,
            form.offset(),
            initial,
            0,
            h,
            form.offset(),
            last,
            0);
    String what = "n = " + n + ", " + form;
    Floats.assertSameBits(expected, h, what);
    Floats.assertSameBits(expectedLast, last, what);
  }

  /** The definition. */
  private static void dense(
      DenseScanForm form, int n, float[] p, float[] g, float[] initial, float[] h, float[] last) {
    for (int s = 0; s < form.count(); s++) {
      for (int c = 0; c < form.channels(); c++) {
        int at = (s * form.channels() + c) * n;
        float[] state = initial == null ? new float[n] : Arrays.copyOfRange(initial, at, at + n);
        for (int step = 0; step < form.steps(s); step++) {
          if (form.beginsAnew(s, step)) {
            state = new float[n];
          }
          float[] before = state;
          int block = form.propagatePlace(n * n, s, step, c);
          int place = form.place(n, s, step, c);
          state = new float[n];
          for (int i = 0; i < n; i++) {
            state[i] = g[place + i];
            for (int j = 0; j < n; j++) {
              state[i] = Math.fma(p[block + i * n + j], before[j], state[i]);
            }
          }
          System.arraycopy(form.isExclusive() ? before : state, 0, h, place, n);
        }
        System.arraycopy(state, 0, last, at, n);
      }
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theGradientIsItsDefinitionInEveryForm(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = size(random);
    DenseScanForm form = new DenseScanForm(random, 30, n > 8 ? 3 : 12, n * n, n);
    if (form.isConstant()) {
      return;
    }
    Engine engine = engine(random);
    float[] p = blocks(random, n, form.length(n * n));
    float[] h = Floats.any(random, form.length(n));
    float[] dh = Floats.any(random, form.length(n));
    int states = form.count() * form.channels() * n;
    float[] initial = random.nextBoolean() ? Floats.any(random, states) : null;
    float[] dFinal = random.nextBoolean() ? Floats.any(random, states) : null;
    float[] dp = poison(form.length(n * n));
    boolean inPlace = random.nextBoolean();
    float[] dg = inPlace ? dh.clone() : poison(form.length(n));
    float[] dInitial = new float[states];
    float[] expectedDp = dp.clone();
    float[] expectedDg = dg.clone();
    float[] expectedDInitial = new float[states];
    gradient(form, n, p, h, initial, dh, dFinal, expectedDp, expectedDg, expectedDInitial);
    DenseAffineScanGradient.on(engine, n)
        .run(
            form.sequences(),
            form.resets(),
            form.resetsOffset(),
            p,
            form.offset(),
            h,
            form.offset(),
            initial,
            0,
            inPlace ? dg : dh,
            form.offset(),
            dFinal,
            0,
            dp,
            form.offset(),
            dg,
            form.offset(),
            dInitial,
            0);
    String what = "n = " + n + ", " + form;
    Floats.assertSameBits(expectedDg, dg, what);
    Floats.assertSameBits(expectedDp, dp, what);
    Floats.assertSameBits(expectedDInitial, dInitial, what);
  }

  /** The definition. */
  private static void gradient(
      DenseScanForm form,
      int n,
      float[] p,
      float[] h,
      float[] initial,
      float[] dh,
      float[] dFinal,
      float[] dp,
      float[] dg,
      float[] dInitial) {
    for (int s = 0; s < form.count(); s++) {
      for (int c = 0; c < form.channels(); c++) {
        int at = (s * form.channels() + c) * n;
        float[] b = dFinal == null ? new float[n] : Arrays.copyOfRange(dFinal, at, at + n);
        for (int step = form.steps(s) - 1; step >= 0; step--) {
          int block = form.place(n * n, s, step, c);
          int place = form.place(n, s, step, c);
          boolean anew = form.beginsAnew(s, step);
          float[] a = new float[n];
          float[] next = new float[n];
          for (int j = 0; j < n; j++) {
            a[j] = form.isExclusive() ? b[j] : dh[place + j] + b[j];
            next[j] = form.isExclusive() ? dh[place + j] : 0;
          }
          System.arraycopy(a, 0, dg, place, n);
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              next[j] = Math.fma(p[block + i * n + j], a[i], next[j]);
              dp[block + i * n + j] =
                  anew || step == 0 && initial == null
                      ? 0
                      : a[i] * before(form, n, h, initial, s, step, c, j);
            }
          }
          b = anew ? new float[n] : next;
        }
        System.arraycopy(b, 0, dInitial, at, n);
      }
    }
  }

  private static float before(
      DenseScanForm form, int n, float[] h, float[] initial, int s, int step, int c, int j) {
    if (step == 0) {
      return initial[(s * form.channels() + c) * n + j];
    }
    return h[form.place(n, s, form.isExclusive() ? step : step - 1, c) + j];
  }

  /** Long enough for threads to guess at states, and for blocks of time. */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void threadsAndBackendsChangeNoBit(
      @ForAll long seed, @ForAll("schedules") ScanSchedule schedule) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = new int[] {2, 3, 8, 16, 20}[random.nextInt(5)];
    int steps = random.nextInt(2_000, 3_000);
    int channels = random.nextInt(1, n < 8 ? 20 : 2);
    float[] p = Floats.within(random, steps * channels * n * n, 1);
    double scale = random.nextDouble(0.5, 1.8) / Math.sqrt(n);
    for (int i = 0; i < p.length; i++) {
      p[i] *= (float) scale;
    }
    float[] g = Floats.within(random, steps * channels * n, 1);
    float[] expected = new float[g.length];
    Sequences sequences = Sequences.timeMajor(steps, channels);
    DenseAffineScan.on(Engine.of(Backend.scalar()), n, schedule).run(sequences, p, g, expected);
    float[] h = new float[g.length];
    DenseAffineScan.on(engine(random), n, schedule).run(sequences, p, g, h);
    Floats.assertSameBits(expected, h, "[%d, %d] of %d".formatted(steps, channels, n));
    if (schedule == ScanSchedule.BLOCKED_TIME) {
      assertWithinBound(steps, channels, n, p, g, h);
    }
  }

  /**
   * Long enough for blocks of time: in every form a sequence, or a piece of it between resets, has the bits that it
   * has alone, forward and contiguous, in the same schedule.
   */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void longSequencesHaveTheSameBitsInEveryForm(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ScanSchedule schedule = ScanSchedule.BLOCKED_TIME;
    int n = new int[] {2, 3, 16}[random.nextInt(3)];
    DenseScanForm form = new DenseScanForm(random, 600, 3_000, n == 16 ? 1 : 5, n * n, n);
    float[] p = Floats.within(random, form.propagateLength(n * n), 1);
    // Some that forget, and some that do not.
    float scale = (float) (random.nextDouble(0.5, 1.8) / Math.sqrt(n));
    for (int i = 0; i < p.length; i++) {
      p[i] *= scale;
    }
    float[] g = Floats.within(random, form.length(n), 1);
    int states = form.count() * form.channels() * n;
    float[] initial = random.nextBoolean() ? Floats.within(random, states, 1) : null;
    float[] last = new float[states];
    boolean inPlace = random.nextBoolean();
    float[] h = inPlace ? g.clone() : poison(form.length(n));
    float[] expected = h.clone();
    float[] expectedLast = last.clone();
    plain(schedule, form, n, p, g, initial, expected, expectedLast);
    DenseAffineScan.on(engine(random), n, schedule)
        .run(
            form.sequences(),
            form.resets(),
            form.resetsOffset(),
            p,
            form.offset(),
            inPlace ? h : g,
            form.offset(),
            initial,
            0,
            h,
            form.offset(),
            last,
            0);
    String what = "n = " + n + ", " + schedule + (inPlace ? ", in place, " : ", ") + form;
    Floats.assertSameBits(expected, h, what);
    Floats.assertSameBits(expectedLast, last, what);
  }

  /** Every piece of every sequence by itself, on one thread. */
  private static void plain(
      ScanSchedule schedule,
      DenseScanForm form,
      int n,
      float[] p,
      float[] g,
      float[] initial,
      float[] h,
      float[] last) {
    int row = form.channels() * n;
    DenseAffineScan scan = DenseAffineScan.on(Engine.of(Backend.scalar()), n, schedule);
    for (int s = 0; s < form.count(); s++) {
      float[] state =
          initial == null ? new float[row] : Arrays.copyOfRange(initial, s * row, (s + 1) * row);
      int end;
      for (int first = 0; first < form.steps(s); first = end) {
        end = first + 1;
        while (end < form.steps(s) && !form.beginsAnew(s, end)) {
          end++;
        }
        if (form.beginsAnew(s, first)) {
          state = new float[row];
        }
        int steps = end - first;
        float[] pieceP = new float[steps * row * n];
        float[] pieceG = new float[steps * row];
        for (int i = 0; i < steps * form.channels(); i++) {
          int step = first + i / form.channels();
          int c = i % form.channels();
          System.arraycopy(p, form.propagatePlace(n * n, s, step, c), pieceP, i * n * n, n * n);
          System.arraycopy(g, form.place(n, s, step, c), pieceG, i * n, n);
        }
        float[] results = new float[steps * row];
        Sequences one = Sequences.timeMajor(steps, form.channels());
        // A block of time may begin with another state than the one before it ends with.
        Sequences same = form.isExclusive() ? one.exclusive() : one;
        scan.run(same, null, 0, pieceP, 0, pieceG, 0, state, 0, results, 0, state, 0);
        for (int i = 0; i < steps * form.channels(); i++) {
          int step = first + i / form.channels();
          System.arraycopy(results, i * n, h, form.place(n, s, step, i % form.channels()), n);
        }
      }
      System.arraycopy(state, 0, last, s * row, row);
    }
  }

  /** The bound that {@link DenseAffineScan} states, against the recurrence in {@code double} and its own bound. */
  private static void assertWithinBound(
      int steps, int channels, int n, float[] p, float[] g, float[] h) {
    for (int c = 0; c < channels; c++) {
      double[] exact = new double[n];
      double[] bound = new double[n];
      double largest = 1;
      for (int t = 0; t < steps; t++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += Math.abs(h[(t * channels + c) * n + i]);
        }
        largest = Math.max(largest, sum);
      }
      for (int t = 0; t < steps; t++) {
        double[] before = exact;
        double[] boundBefore = bound;
        exact = new double[n];
        bound = new double[n];
        int at = (t * channels + c) * n;
        for (int i = 0; i < n; i++) {
          exact[i] = g[at + i];
          bound[i] = Math.abs((double) g[at + i]) + largest * Float.MIN_NORMAL;
          for (int j = 0; j < n; j++) {
            double factor = p[(at + i) * n + j];
            exact[i] = Math.fma(factor, before[j], exact[i]);
            bound[i] += Math.abs(factor) * boundBefore[j];
          }
          double n1 = (n + 1.0) * (t + 1);
          double allowed =
              (Math.expm1(n1 * Math.log1p(UNIT_ROUNDOFF))
                      + Math.expm1(2 * n1 * Math.log1p(0x1p-53)))
                  * bound[i];
          double error = Math.abs(h[at + i] - exact[i]);
          // A recurrence that overflows has no bound.
          if (Float.isFinite(h[at + i]) && !(error <= allowed)) {
            assertEquals(exact[i], h[at + i], allowed, "step " + t + " of channel " + c);
          }
        }
      }
    }
  }

  /** 2 × 2 matrices of small integers have exact products for a while: the scan must give the numbers themselves. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void integersAreExact(@ForAll long seed, @ForAll("schedules") ScanSchedule schedule) {
    SplittableRandom random = new SplittableRandom(seed);
    int steps = random.nextInt(600, 1_400);
    int channels = random.nextInt(1, 12);
    // Permutations with signs, and now and then a projection, keep the states small.
    float[] p = new float[steps * channels * 4];
    float[] g = new float[steps * channels * 2];
    float[] expected = new float[g.length];
    long[] state = new long[channels * 2];
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < channels; c++) {
        int block = (t * channels + c) * 4;
        int turn = random.nextInt(2);
        p[block + turn] = random.nextBoolean() ? 1 : -1;
        p[block + 3 - turn] = random.nextInt(5) == 0 ? 0 : 1;
        long x = state[2 * c];
        long y = state[2 * c + 1];
        for (int i = 0; i < 2; i++) {
          int at = (t * channels + c) * 2 + i;
          g[at] = random.nextInt(-9, 10);
          state[2 * c + i] =
              (long) p[block + 2 * i] * x + (long) p[block + 2 * i + 1] * y + (long) g[at];
          expected[at] = state[2 * c + i];
        }
      }
    }
    float[] h = new float[g.length];
    DenseAffineScan.on(engine(random), 2, schedule)
        .run(Sequences.timeMajor(steps, channels), p, g, h);
    for (int i = 0; i < h.length; i++) {
      assertEquals(expected[i] + 0f, h[i] + 0f, "element " + i);
    }
  }
}
