package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.ScanSchedule;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The laws of the affine scan. Edge cases are left to the distribution of the sizes, half of which are
 * small: those of six arguments together would use up all tries.
 */
class ScanProperties {
  private static final double UNIT_ROUNDOFF = 0x1p-24;
  private static final ExecutorService POOL = Executors.newCachedThreadPool();

  @AfterContainer
  static void stop() {
    POOL.shutdown();
  }

  /** A sequence, contiguous, and the state it starts from. */
  record Sequence(int steps, int channels, float[] p, float[] g, float[] initial) {
    Sequence withG(float[] other, float[] otherInitial) {
      return new Sequence(steps, channels, p, other, otherInitial);
    }

    @Override
    public String toString() {
      return "[%d, %d], p from %s".formatted(steps, channels, p.length == 0 ? "nothing" : p[0]);
    }
  }

  /** How the values of a sequence are drawn. */
  enum Kind {
    GATES,
    LASTING,
    SIGNED,
    RESETS,
    RUNS,
    EXTREME,
    ANY_BITS;

    float p(SplittableRandom random) {
      return switch (this) {
        case GATES -> (float) (1 / (1 + Math.exp(random.nextDouble(-6, 6))));
        case LASTING, RUNS -> sign(random) * (float) random.nextDouble(0.9995, 1.0005);
        case SIGNED -> (float) random.nextDouble(-1.1, 1.1);
        case RESETS -> random.nextInt(5) == 0 ? sign(random) * 0f : (float) random.nextDouble(1);
        case EXTREME -> sign(random) * Math.scalb(1.5f, random.nextInt(-140, 120));
        case ANY_BITS -> Float.intBitsToFloat(random.nextInt());
      };
    }

    float g(SplittableRandom random) {
      return switch (this) {
        case EXTREME -> sign(random) * Math.scalb(1.25f, random.nextInt(-148, 100));
        case ANY_BITS -> Float.intBitsToFloat(random.nextInt());
        default -> (float) random.nextDouble(-1, 1);
      };
    }

    private static float sign(SplittableRandom random) {
      return random.nextBoolean() ? 1 : -1;
    }
  }

  private static Arbitrary<Sequence> sequences(int maxSteps, int maxChannels, List<Kind> kinds) {
    return Combinators.combine(
            sizes(maxSteps), sizes(maxChannels), Arbitraries.of(kinds), Arbitraries.longs())
        .as(ScanProperties::sequence);
  }

  private static Arbitrary<Integer> sizes(int max) {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, max).withDistribution(RandomDistribution.biased()),
        Arbitraries.integers().between(0, max).withDistribution(RandomDistribution.uniform()));
  }

  private static Sequence sequence(int steps, int channels, Kind kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] p = new float[steps * channels];
    float[] g = new float[steps * channels];
    float[] initial = new float[channels];
    for (int i = 0; i < p.length; i++) {
      p[i] = kind.p(random);
      g[i] = kind.g(random);
    }
    for (int c = 0; c < channels; c++) {
      initial[c] = kind.g(random);
      if (kind == Kind.RUNS) {
        insertRuns(random, p, g, steps, channels, c);
      }
    }
    return new Sequence(steps, channels, p, g, initial);
  }

  /**
   * Runs of factors whose products leave the range of {@code float} or {@code double} and come back,
   * where the recurrence itself stays finite: upwards after a reset to zero, down and up once.
   */
  private static void insertRuns(
      SplittableRandom random, float[] p, float[] g, int steps, int channels, int channel) {
    for (int t = random.nextInt(300); t < steps; t += random.nextInt(1, 300)) {
      boolean up = random.nextBoolean();
      int run = up ? random.nextInt(1, 40) : 1;
      if (t + 2 * run + 1 > steps) {
        return;
      }
      if (up) {
        p[t * channels + channel] = 0;
        g[t * channels + channel] = 0;
        t++;
      }
      for (int k = 0; k < 2 * run; k++, t++) {
        p[t * channels + channel] = up == k < run ? 1e30f : 1e-30f;
        g[t * channels + channel] = 0;
      }
    }
  }

  @Provide
  Arbitrary<Sequence> wide() {
    return sequences(40, 200, List.of(Kind.values()));
  }

  @Provide
  Arbitrary<Sequence> longOnes() {
    return sequences(6_000, 8, List.of(Kind.values()));
  }

  @Provide
  Arbitrary<Sequence> mixed() {
    return Arbitraries.oneOf(sequences(3_000, 20, List.of(Kind.values())), wide(), longOnes());
  }

  @Provide
  Arbitrary<Sequence> tame() {
    return sequences(3_000, 20, List.of(Kind.GATES, Kind.LASTING, Kind.SIGNED, Kind.RESETS));
  }

  @Provide
  Arbitrary<Engine> engines() {
    Arbitrary<Backend> backends =
        Arbitraries.of(
            Backend.vector()
                .map(v -> List.of(Backend.scalar(), v))
                .orElse(List.of(Backend.scalar())));
    Arbitrary<Integer> threads = Arbitraries.integers().between(1, 8);
    return Combinators.combine(backends, threads)
        .as((backend, count) -> Engine.of(backend).withExecutor(POOL, count));
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void serialTimeIsTheRecurrence(
      @ForAll("mixed") Sequence sequence, @ForAll("engines") Engine engine) {
    float[] last = new float[sequence.channels];
    float[] h = scan(engine, ScanSchedule.SERIAL_TIME, sequence, last);
    float[] expected = recurrence(sequence);
    assertSameBits(expected, h);
    for (int c = 0; c < sequence.channels; c++) {
      float state =
          sequence.steps == 0
              ? sequence.initial[c]
              : expected[(sequence.steps - 1) * sequence.channels + c];
      assertEquals(Float.floatToIntBits(state), Float.floatToIntBits(last[c]));
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyScheduleStaysWithinItsBound(
      @ForAll("longOnes") Sequence sequence,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule) {
    float[] h = scan(engine, schedule, sequence, new float[sequence.channels]);
    assertWithinBound(sequence, h, schedule.depth(sequence.steps, 8L * sequence.channels));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void backendsAndThreadsChangeNoBit(
      @ForAll("mixed") Sequence sequence,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule) {
    float[] last = new float[sequence.channels];
    float[] expectedLast = new float[sequence.channels];
    float[] expected = scan(Engine.of(Backend.scalar()), schedule, sequence, expectedLast);
    assertSameBits(expected, scan(engine, schedule, sequence, last));
    assertSameBits(expectedLast, last);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aSequenceMayBeCutAnywhere(
      @ForAll("mixed") Sequence sequence,
      @ForAll("engines") Engine engine,
      @ForAll @IntRange(max = 1_000) int where) {
    AffineScan scan = AffineScan.on(engine, ScanSchedule.SERIAL_TIME);
    int channels = sequence.channels;
    int cut = (int) ((long) sequence.steps * where / 1_000);
    int at = cut * channels;
    float[] h = new float[sequence.steps * channels];
    float[] state = sequence.initial.clone();
    scan.run(
        cut,
        channels,
        sequence.p,
        0,
        channels,
        sequence.g,
        0,
        channels,
        state,
        0,
        h,
        0,
        channels,
        state,
        0);
    scan.run(
        sequence.steps - cut,
        channels,
        sequence.p,
        at,
        channels,
        sequence.g,
        at,
        channels,
        state,
        0,
        h,
        at,
        channels,
        state,
        0);
    float[] last = new float[channels];
    assertSameBits(scan(engine, ScanSchedule.SERIAL_TIME, sequence, last), h);
    assertSameBits(last, state);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aCutBlockedScanStaysWithinTheSameBound(
      @ForAll("tame") Sequence sequence, @ForAll("engines") Engine engine) {
    AffineScan scan = AffineScan.on(engine, ScanSchedule.BLOCKED_TIME);
    int channels = sequence.channels;
    int cut = sequence.steps / 3;
    int at = cut * channels;
    float[] h = new float[sequence.steps * channels];
    float[] state = sequence.initial.clone();
    scan.run(
        cut,
        channels,
        sequence.p,
        0,
        channels,
        sequence.g,
        0,
        channels,
        state,
        0,
        h,
        0,
        channels,
        state,
        0);
    scan.run(
        sequence.steps - cut,
        channels,
        sequence.p,
        at,
        channels,
        sequence.g,
        at,
        channels,
        state,
        0,
        h,
        at,
        channels,
        null,
        0);
    assertWithinBound(sequence, h, sequence.steps);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void placesInArraysChangeNoBit(
      @ForAll("mixed") Sequence sequence,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule,
      @ForAll @IntRange(max = 9) int offset,
      @ForAll @IntRange(max = 9) int gap,
      @ForAll boolean overG) {
    int steps = sequence.steps;
    int channels = sequence.channels;
    float[] expected = scan(engine, schedule, sequence, new float[channels]);
    float[] p = spread(sequence.p, steps, channels, offset, channels + gap);
    float[] g = spread(sequence.g, steps, channels, gap, channels + offset);
    float[] h = overG ? g : p;
    int hOffset = overG ? gap : offset;
    int hStride = channels + (overG ? offset : gap);
    AffineScan.on(engine, schedule)
        .run(
            steps,
            channels,
            p,
            offset,
            channels + gap,
            g,
            gap,
            channels + offset,
            sequence.initial,
            0,
            h,
            hOffset,
            hStride,
            null,
            0);
    assertSameBits(spread(expected, steps, channels, hOffset, hStride), h);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void scalingByAPowerOfTwoIsExact(
      @ForAll("tame") Sequence sequence,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule,
      @ForAll @IntRange(max = 30) int exponent,
      @ForAll boolean negative) {
    float factor = Math.scalb(negative ? -1f : 1f, exponent);
    float[] h = scan(engine, schedule, sequence, new float[sequence.channels]);
    Sequence scaled = sequence.withG(times(factor, sequence.g), times(factor, sequence.initial));
    float[] expected = times(factor, h);
    float[] actual = scan(engine, schedule, scaled, new float[sequence.channels]);
    for (int i = 0; i < expected.length; i++) {
      // Zeros may differ in sign.
      assertEquals(expected[i] + 0f, actual[i] + 0f);
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theScanIsLinearInG(
      @ForAll("tame") Sequence first,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule,
      @ForAll long seed) {
    // Multiples of 2^−12 below 1, so that their sum is exact.
    SplittableRandom random = new SplittableRandom(seed);
    Sequence a = first.withG(grid(random, first.g.length), grid(random, first.channels));
    Sequence b = first.withG(grid(random, first.g.length), grid(random, first.channels));
    Sequence both = first.withG(plus(a.g, b.g), plus(a.initial, b.initial));
    float[] last = new float[first.channels];
    float[] ha = scan(engine, schedule, a, last);
    float[] hb = scan(engine, schedule, b, last);
    float[] hab = scan(engine, schedule, both, last);
    double[] bounds = plus(plus(bounds(a), bounds(b)), bounds(both));
    for (int i = 0; i < hab.length; i++) {
      double error = Math.abs((double) hab[i] - ((double) ha[i] + hb[i]));
      int index = i;
      assertTrue(error <= bounds[i], () -> "element " + index + ": " + error);
    }
  }

  private static float[] scan(
      Engine engine, ScanSchedule schedule, Sequence s, float[] finalState) {
    float[] h = new float[s.steps * s.channels];
    AffineScan.on(engine, schedule)
        .run(
            s.steps,
            s.channels,
            s.p,
            0,
            s.channels,
            s.g,
            0,
            s.channels,
            s.initial,
            0,
            h,
            0,
            s.channels,
            finalState,
            0);
    return h;
  }

  private static float[] recurrence(Sequence s) {
    float[] h = new float[s.steps * s.channels];
    float[] state = s.initial.clone();
    for (int i = 0; i < h.length; i++) {
      int c = i % s.channels;
      state[c] = Math.fma(s.p[i], state[c], s.g[i]);
      h[i] = state[c];
    }
    return h;
  }

  /**
   * Against the recurrence in {@code double}, up to the step at which {@code float} overflows or meets
   * a value that is not finite; a NaN that reaches the state stays one.
   */
  private static void assertWithinBound(Sequence s, float[] h, int depth) {
    float[] serial = recurrence(s);
    for (int c = 0; c < s.channels; c++) {
      double exact = s.initial[c];
      double b = Math.abs(exact);
      for (int t = 0; t < s.steps; t++) {
        int i = t * s.channels + c;
        if (!Float.isFinite(serial[i])) {
          break;
        }
        exact = Math.fma((double) s.p[i], exact, (double) s.g[i]);
        b = grown(s.p[i], b) + Math.abs((double) s.g[i]) + Float.MIN_NORMAL;
        double bound =
            (factor(4 + Math.min(t + 1, depth), UNIT_ROUNDOFF) + factor(t + 1, 0x1p-53)) * b;
        double error = Math.abs(h[i] - exact);
        if (!(error <= bound)) {
          assertEquals(exact, h[i], bound, "step " + t + " of channel " + c);
        }
      }
    }
  }

  /** The stated error bound of every state. */
  private static double[] bounds(Sequence s) {
    double[] bounds = new double[s.steps * s.channels];
    for (int c = 0; c < s.channels; c++) {
      double b = Math.abs(s.initial[c]);
      for (int t = 0; t < s.steps; t++) {
        int i = t * s.channels + c;
        b = grown(s.p[i], b) + Math.abs((double) s.g[i]) + Float.MIN_NORMAL;
        bounds[i] = factor(t + 5, UNIT_ROUNDOFF) * b;
      }
    }
    return bounds;
  }

  private static double grown(float p, double b) {
    return p == 0 ? 0 : Math.abs((double) p) * b;
  }

  /** (1 + u)^n − 1. */
  private static double factor(int n, double u) {
    return Math.expm1(n * Math.log1p(u));
  }

  private static void assertSameBits(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        assertEquals(expected[i], actual[i], "element " + i);
      }
    }
  }

  /** Rows apart from each other; what lies between them is NaN. */
  private static float[] spread(float[] rows, int steps, int channels, int offset, int stride) {
    float[] sparse = new float[offset + steps * stride];
    Arrays.fill(sparse, Float.NaN);
    for (int t = 0; t < steps; t++) {
      System.arraycopy(rows, t * channels, sparse, offset + t * stride, channels);
    }
    return sparse;
  }

  private static float[] grid(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(-4096, 4096) / 4096f;
    }
    return values;
  }

  private static float[] times(float factor, float[] values) {
    float[] products = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      products[i] = factor * values[i];
    }
    return products;
  }

  private static float[] plus(float[] a, float[] b) {
    float[] sums = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      sums[i] = a[i] + b[i];
    }
    return sums;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sums = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sums[i] = a[i] + b[i];
    }
    return sums;
  }
}
