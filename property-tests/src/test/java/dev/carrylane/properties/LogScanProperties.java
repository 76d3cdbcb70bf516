package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.LogAffineScan;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;

/** The laws of the scan of logarithms. */
class LogScanProperties {
  private static final float ZERO = Float.NEGATIVE_INFINITY;

  /** How values are drawn. */
  enum Kind {
    GATES,
    LASTING,
    WIDE,
    ZEROS,
    HUGE,
    ANY_BITS;

    float p(SplittableRandom random) {
      return switch (this) {
        case GATES -> (float) -Math.log1p(Math.exp(random.nextDouble(-6, 6)));
        case LASTING -> (float) random.nextDouble(-1e-4, 1e-4);
        case WIDE -> (float) random.nextDouble(-1000, 1000);
        case ZEROS -> random.nextInt(5) == 0 ? ZERO : (float) random.nextDouble(-1, 0.1);
        case HUGE -> (random.nextBoolean() ? 1 : -1) * Math.scalb(1.5f, random.nextInt(-149, 115));
        case ANY_BITS -> Float.intBitsToFloat(random.nextInt());
      };
    }

    float g(SplittableRandom random) {
      return switch (this) {
        case ZEROS -> random.nextInt(3) == 0 ? ZERO : (float) random.nextDouble(-3, 3);
        case WIDE -> (float) random.nextDouble(-3000, 1000);
        case HUGE, ANY_BITS -> p(random);
        default -> (float) random.nextDouble(-12, 2);
      };
    }
  }

  /** Contiguous time-major sequences of one length, and the states they start from. */
  record Batch(int steps, int channels, float[] p, float[] g, float[] initial) {
    Sequences sequences() {
      return Sequences.timeMajor(steps, channels);
    }

    @Override
    public String toString() {
      return "[%d, %d], p from %s".formatted(steps, channels, p.length == 0 ? "nothing" : p[0]);
    }
  }

  @Provide
  Arbitrary<Batch> batches() {
    return batches(List.of(Kind.values()));
  }

  @Provide
  Arbitrary<Batch> finite() {
    return batches(List.of(Kind.GATES, Kind.LASTING, Kind.WIDE, Kind.ZEROS));
  }

  private static Arbitrary<Batch> batches(List<Kind> kinds) {
    Arbitrary<Kind> kind = Arbitraries.of(kinds);
    return Arbitraries.oneOf(
        Combinators.combine(sizes(40), sizes(150), kind, Arbitraries.longs())
            .as(LogScanProperties::batch),
        Combinators.combine(sizes(3_000), sizes(20), kind, Arbitraries.longs())
            .as(LogScanProperties::batch));
  }

  private static Arbitrary<Integer> sizes(int max) {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, max).withDistribution(RandomDistribution.biased()),
        Arbitraries.integers().between(0, max).withDistribution(RandomDistribution.uniform()));
  }

  private static Batch batch(int steps, int channels, Kind kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] p = new float[steps * channels];
    float[] g = new float[steps * channels];
    for (int i = 0; i < p.length; i++) {
      p[i] = kind.p(random);
      g[i] = kind.g(random);
    }
    float[] initial = new float[2 * channels];
    for (int c = 0; c < channels; c++) {
      initial[c] = kind.g(random);
      initial[channels + c] =
          Float.isFinite(initial[c])
              ? Math.ulp(initial[c]) * (float) random.nextDouble(-.4, .4)
              : 0;
    }
    return new Batch(steps, channels, p, g, initial);
  }

  @Provide
  Arbitrary<Engine> engines() {
    Arbitrary<Integer> threads = Arbitraries.integers().between(1, 8);
    return Combinators.combine(Arbitraries.of(Engines.backends()), threads)
        .as((backend, count) -> Engine.of(backend).withExecutor(Engines.POOL, count));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void backendsAndThreadsChangeNoBit(
      @ForAll("batches") Batch batch,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule) {
    Result expected = scan(Engine.of(Backend.scalar()), schedule, batch);
    scan(engine, schedule, batch).assertSame(expected);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aSequenceMayBeCutAnywhere(
      @ForAll("batches") Batch batch,
      @ForAll("engines") Engine engine,
      @ForAll @IntRange(max = 1_000) int where) {
    LogAffineScan scan = LogAffineScan.on(engine, ScanSchedule.SERIAL_TIME);
    int channels = batch.channels;
    int cut = (int) ((long) batch.steps * where / 1_000);
    int at = cut * channels;
    float[] h = new float[batch.p.length];
    float[] state = batch.initial.clone();
    Sequences head = Sequences.timeMajor(cut, channels);
    Sequences tail = Sequences.timeMajor(batch.steps - cut, channels);
    scan.run(head, null, 0, batch.p, 0, batch.g, 0, state, 0, h, 0, state, 0);
    scan.run(tail, null, 0, batch.p, at, batch.g, at, state, 0, h, at, state, 0);
    new Result(h, state).assertSame(scan(engine, ScanSchedule.SERIAL_TIME, batch));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void packedSequencesAndResetOnesAreSeparateOnes(
      @ForAll("batches") Batch batch,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int channels = batch.channels;
    int[] offsets = new int[random.nextInt(1, 8)];
    for (int i = 1; i < offsets.length - 1; i++) {
      offsets[i] = random.nextInt(batch.steps + 1);
    }
    offsets[offsets.length - 1] = offsets.length == 1 ? 0 : batch.steps;
    Arrays.sort(offsets);
    LogAffineScan scan = LogAffineScan.on(engine, schedule);
    float[] packed = new float[batch.p.length];
    scan.run(Sequences.packed(offsets, channels), batch.p, batch.g, packed);

    float[] separate = new float[batch.p.length];
    boolean[] resets = new boolean[batch.steps];
    for (int s = 0; s + 1 < offsets.length; s++) {
      Sequences one = Sequences.timeMajor(offsets[s + 1] - offsets[s], channels);
      int at = offsets[s] * channels;
      scan.run(one, null, 0, batch.p, at, batch.g, at, null, 0, separate, at, null, 0);
      if (offsets[s] < offsets[s + 1]) {
        resets[offsets[s]] = true;
      }
    }
    Floats.assertSameBits(separate, packed, "packed");

    if (offsets.length > 1) {
      float[] reset = new float[batch.p.length];
      scan.run(batch.sequences(), resets, 0, batch.p, 0, batch.g, 0, null, 0, reset, 0, null, 0);
      Floats.assertSameBits(separate, reset, "reset");
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aReversedScanIsOneOfTheReversedSequence(
      @ForAll("batches") Batch batch,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule) {
    LogAffineScan scan = LogAffineScan.on(engine, schedule);
    float[] h = new float[batch.p.length];
    float[] last = new float[batch.initial.length];
    Sequences reversed = batch.sequences().reversed();
    scan.run(reversed, null, 0, batch.p, 0, batch.g, 0, batch.initial, 0, h, 0, last, 0);
    Batch flipped =
        new Batch(
            batch.steps,
            batch.channels,
            flipped(batch.p, batch.channels),
            flipped(batch.g, batch.channels),
            batch.initial);
    new Result(flipped(h, batch.channels), last).assertSame(scan(engine, schedule, flipped));
  }

  /** As h grows with each of p, g and the h before, so do the logarithms, up to their errors. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theStateIsAtLeastWhatEachPartGives(
      @ForAll("finite") Batch batch,
      @ForAll("engines") Engine engine,
      @ForAll ScanSchedule schedule) {
    float[] h = scan(engine, schedule, batch).h;
    for (int i = 0; i < h.length; i++) {
      float before = i < batch.channels ? batch.initial[i] : h[i - batch.channels];
      double carried = (double) batch.p[i] + before;
      double greater = Math.max(carried, batch.g[i]);
      if (greater == ZERO) {
        assertEquals(ZERO, h[i], "element " + i);
        continue;
      }
      // The error of each h is below 6.3u, beside its own rounding; those of remainders are far
      // smaller.
      double error =
          0x1p-23 * (8 + Math.abs(h[i]) + (Float.isFinite(before) ? Math.abs(before) : 0));
      int index = i;
      assertTrue(h[i] >= greater - error, () -> "element " + index + " is too small: " + h[index]);
      assertTrue(
          h[i] <= greater + Math.log(2) + error,
          () -> "element " + index + " is too great: " + h[index]);
    }
  }

  private record Result(float[] h, float[] last) {
    void assertSame(Result expected) {
      Floats.assertSameBits(expected.h, h, "states");
      Floats.assertSameBits(expected.last, last, "final state");
    }
  }

  private static Result scan(Engine engine, ScanSchedule schedule, Batch batch) {
    float[] h = new float[batch.p.length];
    float[] last = new float[batch.initial.length];
    LogAffineScan.on(engine, schedule)
        .run(batch.sequences(), null, 0, batch.p, 0, batch.g, 0, batch.initial, 0, h, 0, last, 0);
    return new Result(h, last);
  }

  private static float[] flipped(float[] rows, int channels) {
    float[] back = new float[rows.length];
    for (int i = 0; i < rows.length; i += channels) {
      System.arraycopy(rows, i, back, rows.length - i - channels, channels);
    }
    return back;
  }
}
