package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import dev.carrylane.testkit.Help;
import dev.carrylane.testkit.Widths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * The forms of the affine scan: whatever its direction, layout, flags, lengths, strides and places, a scan
 * is a number of plain ones. In either precision and every schedule.
 */
class ScanFormProperties {
  /** Where nothing is to be read or written. */
  private static final double POISON = 12345.5;

  /** Enough for some blocks of time, and for several vectors of channels. */
  private static final int ELEMENTS = 4_000;

  /** Enough for some of the 4096 elements that lookahead takes at once, in single precision. */
  private static final int MANY_ELEMENTS = 12_000;

  private static final int[] FEW_CHANNELS = {1, 2, 3, 4, 8};

  private static final Engine SERIAL = Engine.of(Backend.scalar());

  /** Where the states go. */
  enum Place {
    APART,
    OVER_G,
    OVER_P
  }

  /** A schedule by name, or the default. */
  record Choice(ScanSchedule schedule) {}

  @Provide
  Arbitrary<Choice> choices() {
    List<Choice> all = new ArrayList<>(List.of(new Choice(null)));
    for (ScanSchedule schedule : ScanSchedule.values()) {
      all.add(new Choice(schedule));
    }
    return Arbitraries.of(all);
  }

  @Provide
  Arbitrary<Engine> engines() {
    return Combinators.combine(
            Arbitraries.of(Engines.backends()), Arbitraries.integers().between(1, 8))
        .as((backend, threads) -> Engine.of(backend).withExecutor(Help.POOL, threads));
  }

  private static ScanForm form(SplittableRandom random) {
    return ScanForm.random(random, random.nextInt(5) == 0 ? MANY_ELEMENTS : ELEMENTS);
  }

  /** A form with its arrays. */
  private static final class Operands {
    final ScanPrecision precision;
    final ScanForm form;
    final int[] offsets;
    final double[] p;
    final double[] g;
    final double[] h;
    final double[] initial;
    final double[] last;
    final int initialOffset;
    final int lastOffset;

    Operands(
        ScanPrecision precision,
        ScanForm form,
        ScanProperties.Kind kind,
        SplittableRandom random,
        Place place) {
      this.precision = precision;
      this.form = form;
      offsets = new int[] {random.nextInt(5), random.nextInt(5), random.nextInt(5)};
      if (place != Place.APART) {
        offsets[2] = offsets[place == Place.OVER_G ? 1 : 0];
        if (form.gaps != null) {
          form.gaps[2] = form.gaps[place == Place.OVER_G ? 1 : 0];
        }
      }
      p = poison(offsets[0] + form.length(0) + random.nextInt(3));
      g = poison(offsets[1] + form.length(1) + random.nextInt(3));
      for (int s = 0; s < form.count(); s++) {
        for (int t = 0; t < form.lengths[s]; t++) {
          for (int c = 0; c < form.channels; c++) {
            p[offsets[0] + form.place(0, s, t, c)] = precision.value(kind.p(random), random);
            g[offsets[1] + form.place(1, s, t, c)] = precision.value(kind.g(random), random);
          }
        }
      }
      h =
          switch (place) {
            case APART -> poison(offsets[2] + form.length(2) + random.nextInt(3));
            case OVER_G -> g;
            case OVER_P -> p;
          };
      int states = form.count() * form.channels;
      initialOffset = random.nextInt(4);
      lastOffset = random.nextInt(4);
      initial = random.nextInt(3) == 0 ? null : poison(initialOffset + states + 2);
      for (int i = 0; initial != null && i < states; i++) {
        initial[initialOffset + i] = precision.value(kind.g(random), random);
      }
      last = random.nextInt(3) == 0 ? null : poison(lastOffset + states + 2);
    }

    double[] state(int sequence) {
      int at = initialOffset + sequence * form.channels;
      return initial == null
          ? new double[form.channels]
          : Arrays.copyOfRange(initial, at, at + form.channels);
    }

    /**
     * What {@link #h} and {@link #last} must become: every stretch of a sequence between two resets is
     * scanned alone, forward, inclusive, without gaps.
     */
    void expect(ScanSchedule schedule, double[] expected, double[] expectedLast) {
      for (int s = 0; s < form.count(); s++) {
        int steps = form.lengths[s];
        double[] state = state(s);
        for (int first = 0; first < steps; ) {
          if (form.isReset(s, first)) {
            Arrays.fill(state, 0);
          }
          int end = first + 1;
          while (end < steps && !form.isReset(s, end)) {
            end++;
          }
          state = piece(schedule, expected, s, first, end - first, state);
          first = end;
        }
        if (expectedLast != null) {
          System.arraycopy(state, 0, expectedLast, lastOffset + s * form.channels, form.channels);
        }
      }
    }

    private double[] piece(
        ScanSchedule schedule, double[] expected, int s, int first, int steps, double[] state) {
      int channels = form.channels;
      // Elsewhere the order of computation may follow from whether a channel's steps lie side by
      // side.
      boolean lines =
          schedule != ScanSchedule.SERIAL_TIME && form.layout == ScanForm.Layout.CHANNEL_MAJOR;
      double[] plainP = new double[steps * channels];
      double[] plainG = new double[steps * channels];
      double[] plainH = new double[steps * channels];
      double[] after = new double[channels];
      for (int i = 0; i < steps; i++) {
        for (int c = 0; c < channels; c++) {
          int t = form.time(s, first + i);
          int at = lines ? c * steps + i : i * channels + c;
          plainP[at] = p[offsets[0] + form.place(0, s, t, c)];
          plainG[at] = g[offsets[1] + form.place(1, s, t, c)];
        }
      }
      Sequences plain =
          lines ? Sequences.channelMajor(channels, steps) : Sequences.timeMajor(steps, channels);
      precision.scan(
          SERIAL, schedule, plain, null, 0, plainP, 0, plainG, 0, state, 0, plainH, 0, after, 0);
      if (schedule == ScanSchedule.SERIAL_TIME) {
        assertArrayEquals(recurrence(plainP, plainG, state), plainH);
      }
      for (int i = 0; i < steps; i++) {
        for (int c = 0; c < channels; c++) {
          int t = form.time(s, first + i);
          int from = form.exclusive ? i - 1 : i;
          double value =
              from < 0 ? state[c] : plainH[lines ? c * steps + from : from * channels + c];
          expected[offsets[2] + form.place(2, s, t, c)] = value;
        }
      }
      return after;
    }

    private double[] recurrence(double[] p, double[] g, double[] initial) {
      double[] h = new double[p.length];
      double[] state = initial.clone();
      for (int i = 0; i < h.length; i++) {
        int c = i % form.channels;
        state[c] = precision.fma(p[i], state[c], g[i]);
        h[i] = state[c];
      }
      return h;
    }

    void scan(Engine engine, ScanSchedule schedule) {
      precision.scan(
          engine,
          schedule,
          form.sequences(),
          form.resets,
          form.resetsOffset,
          p,
          offsets[0],
          g,
          offsets[1],
          initial,
          initialOffset,
          h,
          offsets[2],
          last,
          lastOffset);
    }
  }

  private static double[] poison(int length) {
    double[] array = new double[length];
    Arrays.fill(array, POISON);
    return array;
  }

  @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
  void everyFormIsANumberOfPlainScans(
      @ForAll ScanPrecision precision,
      @ForAll ScanProperties.Kind kind,
      @ForAll("choices") Choice choice,
      @ForAll("engines") Engine engine,
      @ForAll Place place,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ScanForm form = form(random);
    check(new Operands(precision, form, kind, random, place), choice, engine, place);
  }

  private static void check(Operands a, Choice choice, Engine engine, Place place) {
    double[] p = a.p.clone();
    double[] g = a.g.clone();
    double[] initial = a.initial == null ? null : a.initial.clone();
    double[] expected = a.h.clone();
    double[] expectedLast = a.last == null ? null : a.last.clone();
    a.expect(choice.schedule, expected, expectedLast);
    a.scan(engine, choice.schedule);
    String what = "%s, %s, %s, %s".formatted(a.form, choice, engine, place);
    assertSameBits(expected, a.h, what);
    assertSameBits(expectedLast, a.last, what + ", final");
    assertSameBits(initial, a.initial, what + ", initial");
    if (place != Place.OVER_P) {
      assertSameBits(p, a.p, what + ", p");
    }
    if (place != Place.OVER_G) {
      assertSameBits(g, a.g, what + ", g");
    }
  }

  private static void assertSameBits(double[] expected, double[] actual, String what) {
    if (expected == null) {
      return;
    }
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
        fail("%s, element %d: %s instead of %s".formatted(what, i, actual[i], expected[i]));
      }
    }
  }

  /** In further widths the least and the most that go on lanes, since how work is shared depends on no width. */
  @Provide
  Arbitrary<Integer> fewOrManyChannels() {
    boolean further = System.getProperty(Backend.PROPERTY) != null;
    IntStream few = further ? IntStream.of(1, 8) : IntStream.of(FEW_CHANNELS);
    return Arbitraries.of(IntStream.concat(few, IntStream.of(1_050)).boxed().toList());
  }

  /** So large that threads share them, in each of the ways they can: every schedule with every number of channels. */
  @Property(generation = GenerationMode.EXHAUSTIVE, edgeCases = EdgeCasesMode.NONE)
  void threadsChangeNoBit(
      @ForAll("choices") Choice choice,
      @ForAll ScanForm.Layout layout,
      @ForAll("fewOrManyChannels") int channels) {
    int named = choice.schedule == null ? -1 : choice.schedule.ordinal();
    SplittableRandom random =
        new SplittableRandom(Arrays.hashCode(new int[] {named, layout.ordinal(), channels}));
    int[] lengths = new int[random.nextBoolean() ? 1 : 40];
    int each = (1 << 20) / channels / lengths.length;
    for (int s = 0; s < lengths.length; s++) {
      lengths[s] = layout == ScanForm.Layout.PACKED ? random.nextInt(2 * each + 1) : each;
    }
    ScanForm form =
        new ScanForm(
            layout,
            lengths,
            channels,
            random.nextBoolean(),
            random.nextBoolean(),
            null,
            0,
            random.nextBoolean() ? random.split() : null);
    Operands a =
        new Operands(ScanPrecision.FLOAT, form, ScanProperties.Kind.LASTING, random, Place.APART);
    a.scan(SERIAL, choice.schedule);
    double[] expected = a.h.clone();
    double[] expectedLast = a.last == null ? null : a.last.clone();
    for (int threads : Engines.threads()) {
      for (Backend backend : Engines.backends()) {
        Arrays.fill(a.h, POISON);
        a.scan(Engine.of(backend).withExecutor(Help.POOL, threads), choice.schedule);
        String what = "%s, %s, %s, %d threads".formatted(form, choice, backend, threads);
        assertTrue(Arrays.equals(expected, a.h), what);
        assertSameBits(expectedLast, a.last, what);
      }
    }
  }

  /** One sequence in two calls, the second from where the first stopped. */
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aSequenceOfAnyFormMayBeCutAnywhere(
      @ForAll ScanPrecision precision, @ForAll("engines") Engine engine, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ScanForm form = form(random);
    while (form.count() != 1 || form.channels == 0) {
      form = form(random);
    }
    ScanProperties.Kind kind = ScanProperties.Kind.SIGNED;
    Operands a = new Operands(precision, form, kind, random, Place.APART);
    ScanSchedule schedule = ScanSchedule.SERIAL_TIME;
    a.scan(engine, schedule);
    double[] h = poison(a.h.length);
    int steps = form.lengths[0];
    int cut = random.nextInt(steps + 1);
    double[] state = a.state(0);
    for (int part = 0; part < 2; part++) {
      int first = part == 0 ? 0 : cut;
      int count = part == 0 ? cut : steps - cut;
      if (part == 1 && form.reversed && count > 0 && cut > 0 && form.isReset(0, cut)) {
        // Nothing comes before the first step of a reversed scan, so that the caller has to know.
        Arrays.fill(state, 0);
      }
      int time = form.reversed ? steps - first - count : first;
      Sequences sequences =
          form.layout == ScanForm.Layout.CHANNEL_MAJOR
              ? Sequences.channelMajor(form.channels, count)
              : Sequences.timeMajor(count, form.channels);
      sequences = form.reversed ? sequences.reversed() : sequences;
      sequences = form.exclusive ? sequences.exclusive() : sequences;
      precision.scan(
          engine,
          schedule,
          sequences.strides(form.stride(0), form.stride(1), form.stride(2)),
          form.resets,
          form.resetsOffset + form.firstRow(0) + time,
          a.p,
          a.offsets[0] + form.place(0, 0, time, 0),
          a.g,
          a.offsets[1] + form.place(1, 0, time, 0),
          state,
          0,
          h,
          a.offsets[2] + form.place(2, 0, time, 0),
          state,
          0);
    }
    assertSameBits(a.h, h, form + ", cut at " + cut);
    if (a.last != null) {
      double[] last = Arrays.copyOfRange(a.last, a.lastOffset, a.lastOffset + form.channels);
      assertSameBits(last, state, form + ", cut at " + cut);
    }
  }

  /** A batch, a step of every sequence in each call. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void steppingIsScanning(
      @ForAll ScanPrecision precision, @ForAll("engines") Engine engine, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = random.nextInt(1, 5);
    int steps = random.nextInt(20);
    int channels = random.nextInt(70);
    int[] lengths = new int[count];
    Arrays.fill(lengths, steps);
    ScanForm form =
        new ScanForm(ScanForm.Layout.TIME_MAJOR, lengths, channels, false, false, null, 0, null);
    Operands a = new Operands(precision, form, ScanProperties.Kind.GATES, random, Place.APART);
    ScanSchedule schedule = ScanSchedule.SERIAL_TIME;
    double[] state = new double[count * channels];
    for (int s = 0; s < count; s++) {
      System.arraycopy(a.state(s), 0, state, s * channels, channels);
    }
    double[] h = poison(a.h.length);
    Sequences one =
        Sequences.timeMajor(count, 1, channels)
            .strides(steps * channels, steps * channels, steps * channels);
    for (int t = 0; t < steps; t++) {
      int at = t * channels;
      precision.scan(
          engine,
          schedule,
          one,
          null,
          0,
          a.p,
          a.offsets[0] + at,
          a.g,
          a.offsets[1] + at,
          state,
          0,
          h,
          a.offsets[2] + at,
          state,
          0);
    }
    a.scan(engine, schedule);
    assertSameBits(a.h, h, form + " in steps");
  }

  /** Every schedule gives the one right result where nothing is rounded. */
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void smallIntegersAreExactInEverySchedule(
      @ForAll ScanPrecision precision,
      @ForAll("choices") Choice choice,
      @ForAll("engines") Engine engine,
      @ForAll Place place,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // With a zero in every third step, as in half of the tries, hardly a step is looked ahead in.
    boolean lasting = random.nextBoolean();
    ScanForm form = lasting ? fewChannels(random) : form(random);
    Operands a = new Operands(precision, form, ScanProperties.Kind.SIGNED, random, place);
    int zeroIn = lasting ? random.nextBoolean() ? 3_000 * form.channels : Integer.MAX_VALUE : 3;
    fill(a.g, () -> random.nextInt(-8, 9));
    fill(a.p, () -> random.nextInt(zeroIn) == 0 ? 0 : random.nextBoolean() ? 1 : -1);
    if (a.initial != null) {
      fill(a.initial, () -> random.nextInt(-8, 9));
    }
    double[] expected = a.h.clone();
    double[] expectedLast = a.last == null ? null : a.last.clone();
    for (int s = 0; s < form.count(); s++) {
      for (int c = 0; c < form.channels; c++) {
        long state = (long) a.state(s)[c];
        for (int i = 0; i < form.lengths[s]; i++) {
          int t = form.time(s, i);
          state = form.isReset(s, i) ? 0 : state;
          long before = state;
          long p = (long) a.p[a.offsets[0] + form.place(0, s, t, c)];
          state = p * state + (long) a.g[a.offsets[1] + form.place(1, s, t, c)];
          expected[a.offsets[2] + form.place(2, s, t, c)] = form.exclusive ? before : state;
        }
        if (expectedLast != null) {
          expectedLast[a.lastOffset + s * form.channels + c] = state;
        }
      }
    }
    a.scan(engine, choice.schedule);
    String what = "%s, %s, %s, %s".formatted(form, choice, engine, place);
    // No step gives a negative zero: an integer is added to each product.
    assertSameBits(expected, a.h, what);
    assertSameBits(expectedLast, a.last, what + ", final");
  }

  /** Long sequences of so few channels that steps are looked ahead in, mostly without flags. */
  private static ScanForm fewChannels(SplittableRandom random) {
    int channels = FEW_CHANNELS[random.nextInt(FEW_CHANNELS.length)];
    ScanForm.Layout layout = ScanForm.Layout.values()[random.nextInt(3)];
    int[] lengths = new int[random.nextInt(3) == 0 ? 3 : 1];
    int most = MANY_ELEMENTS / channels / lengths.length;
    Arrays.fill(lengths, random.nextInt(most + 1));
    for (int s = 0; layout == ScanForm.Layout.PACKED && s < lengths.length; s++) {
      lengths[s] = random.nextInt(most + 1);
    }
    return new ScanForm(
        layout,
        lengths,
        channels,
        random.nextBoolean(),
        random.nextInt(3) == 0,
        random.nextBoolean()
            ? null
            : new int[] {random.nextInt(4), random.nextInt(4), random.nextInt(4)},
        random.nextInt(3),
        random.nextInt(8) == 0 ? random.split() : null);
  }

  /** Forward and back in every layout of one channel; where time is cut, within the stated bound. */
  @Tag(Widths.ANY)
  @Example
  void tenMillionSteps() {
    int steps = 10_000_000;
    SplittableRandom random = new SplittableRandom(1);
    float[] p = new float[steps];
    float[] g = new float[steps];
    for (int t = 0; t < steps; t++) {
      p[t] = (float) (1 - Math.scalb(random.nextDouble(), -10));
      g[t] = (float) random.nextDouble(-1, 1);
    }
    float[] h = new float[steps];
    for (ScanSchedule schedule : ScanSchedule.values()) {
      for (Sequences each :
          List.of(
              Sequences.timeMajor(steps, 1),
              Sequences.channelMajor(1, steps).reversed(),
              Sequences.packed(new int[] {0, 0, steps}, 1).exclusive())) {
        AffineScan scan =
            AffineScan.on(Engine.singleThreaded().withExecutor(Help.POOL, 2), schedule);
        Arrays.fill(h, Float.NaN);
        scan.run(each, p, g, h);
        float serial = 0;
        double exact = 0;
        double b = 0;
        for (int i = 0; i < steps; i++) {
          int t = each.isReversed() ? steps - 1 - i : i;
          if (each.isExclusive()) {
            assertState(schedule, i, serial, exact, b, h[t]);
          }
          serial = Math.fma(p[t], serial, g[t]);
          exact = Math.fma((double) p[t], exact, (double) g[t]);
          b = p[t] * b + Math.abs(g[t]) + Float.MIN_NORMAL;
          if (!each.isExclusive()) {
            assertState(schedule, i + 1, serial, exact, b, h[t]);
          }
        }
      }
    }
  }

  /** {@code roundings} is how many steps the state has behind it. */
  private static void assertState(
      ScanSchedule schedule, int roundings, float serial, double exact, double b, float actual) {
    if (schedule == ScanSchedule.SERIAL_TIME) {
      if (serial != actual) {
        fail("behind %d steps: %s instead of %s".formatted(roundings, actual, serial));
      }
      return;
    }
    int n = Math.min(roundings, schedule.depth(10_000_000, 8));
    double bound = (Math.expm1(n * 0x1p-24) + Math.expm1(roundings * 0x1p-53)) * b;
    if (!(Math.abs(actual - exact) <= bound)) {
      fail(
          "%s behind %d steps: %s instead of %s ± %s"
              .formatted(schedule, roundings, actual, exact, bound));
    }
  }

  @Example
  void whereThereIsNothingToScanOnlyFinalStatesAreWritten() {
    float[] none = {};
    List<Sequences> empty =
        List.of(
            Sequences.timeMajor(0, 3),
            Sequences.timeMajor(5, 0, 3),
            Sequences.timeMajor(0, 9, 3),
            Sequences.timeMajor(4, 9, 0),
            Sequences.channelMajor(3, 0),
            Sequences.channelMajor(0, 8),
            Sequences.channelMajor(0, 3, 8),
            Sequences.packed(new int[] {0}, 3),
            Sequences.packed(new int[] {0, 0, 0}, 3),
            Sequences.packed(new int[] {0, 100, 100}, 0));
    for (ScanSchedule schedule : ScanSchedule.values()) {
      AffineScan scan = AffineScan.on(Engine.singleThreaded().withExecutor(Help.POOL, 3), schedule);
      for (Sequences each : empty) {
        for (Sequences form : List.of(each, each.reversed(), each.exclusive())) {
          scan.run(form, none, none, none);
          int states = form.count() * form.channels();
          float[] initial = new float[states];
          float[] last = new float[states + 1];
          Arrays.fill(last, 9);
          for (int i = 0; i < states; i++) {
            initial[i] = i - 2;
          }
          boolean[] resets = new boolean[200];
          Arrays.fill(resets, true);
          scan.run(form, resets, 0, none, 0, none, 0, initial, 0, none, 0, last, 0);
          float[] expected = Arrays.copyOf(initial, states + 1);
          expected[states] = 9;
          assertArrayEquals(expected, last, form.toString());
        }
      }
    }
  }

  private static void fill(double[] array, DoubleSupplier source) {
    for (int i = 0; i < array.length; i++) {
      array[i] = source.getAsDouble();
    }
  }
}
