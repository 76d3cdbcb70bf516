package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.testkit.Help;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of the gradient of the affine scan, in either precision and every form. */
class ScanGradientProperties {
  /** Where nothing is to be read or written. */
  private static final double POISON = 12345.5;

  private static final int ELEMENTS = 3_000;

  /** What a result replaces. */
  enum Place {
    APART,
    OVER_P,
    OVER_H,
    OVER_DH
  }

  @Provide
  Arbitrary<Engine> engines() {
    return Combinators.combine(
            Arbitraries.of(Engines.backends()), Arbitraries.integers().between(1, 8))
        .as((backend, threads) -> Engine.of(backend).withExecutor(Help.POOL, threads));
  }

  /** A form with its arrays; h comes from the scan. */
  private static final class Operands {
    final ScanPrecision precision;
    final ScanForm form;
    final int pOffset;
    final int hOffset;
    final int dhOffset;
    int dpOffset;
    int dgOffset;
    final int statesOffset;
    final double[] p;
    final double[] g;
    final double[] h;
    final double[] dh;
    double[] dp;
    double[] dg;
    final double[] initial;
    final double[] last;
    final double[] dFinal;
    final double[] dInitial;

    Operands(
        ScanPrecision precision,
        ScanForm form,
        SplittableRandom random,
        DoubleSupplier ps,
        DoubleSupplier others) {
      this.precision = precision;
      this.form = form;
      pOffset = random.nextInt(5);
      hOffset = random.nextInt(5);
      dhOffset = random.nextInt(5);
      dpOffset = random.nextInt(5);
      dgOffset = random.nextInt(5);
      statesOffset = random.nextInt(5);
      p = rows(0, pOffset, ps);
      g = rows(1, 0, others);
      h = rows(2, hOffset, () -> 0);
      dh = rows(2, dhOffset, others);
      dp = rows(0, dpOffset, null);
      dg = rows(1, dgOffset, null);
      initial = random.nextInt(3) == 0 ? null : states(others);
      dFinal = random.nextInt(3) == 0 ? null : states(others);
      dInitial = random.nextInt(3) == 0 ? null : states(null);
      last = states(null);
    }

    private double[] rows(int operand, int offset, DoubleSupplier values) {
      double[] array = new double[offset + form.length(operand) + 1];
      Arrays.fill(array, POISON);
      if (values != null) {
        for (int s = 0; s < form.count(); s++) {
          for (int t = 0; t < form.lengths[s]; t++) {
            for (int c = 0; c < form.channels; c++) {
              array[offset + form.place(operand, s, t, c)] = values.getAsDouble();
            }
          }
        }
      }
      return array;
    }

    private double[] states(DoubleSupplier values) {
      double[] array = new double[statesOffset + form.count() * form.channels + 1];
      Arrays.fill(array, POISON);
      for (int i = 0; values != null && i < form.count() * form.channels; i++) {
        array[statesOffset + i] = values.getAsDouble();
      }
      return array;
    }

    /** Puts results in the place of what is read. */
    void put(Place placeOfP, Place placeOfG) {
      dp = target(placeOfP, dp);
      dpOffset = offset(placeOfP, dpOffset);
      dg = target(placeOfG, dg);
      dgOffset = offset(placeOfG, dgOffset);
    }

    private double[] target(Place place, double[] apart) {
      return switch (place) {
        case APART -> apart;
        case OVER_P -> p;
        case OVER_H -> h;
        case OVER_DH -> dh;
      };
    }

    private int offset(Place place, int apart) {
      return switch (place) {
        case APART -> apart;
        case OVER_P -> pOffset;
        case OVER_H -> hOffset;
        case OVER_DH -> dhOffset;
      };
    }

    void scan() {
      precision.scan(
          Engine.of(Backend.scalar()),
          ScanSchedule.SERIAL_TIME,
          form.sequences(),
          form.resets,
          form.resetsOffset,
          p,
          pOffset,
          g,
          0,
          initial,
          statesOffset,
          h,
          hOffset,
          last,
          statesOffset);
    }

    void gradient(Engine engine) {
      precision.gradient(
          engine,
          form.sequences(),
          form.resets,
          form.resetsOffset,
          p,
          pOffset,
          h,
          hOffset,
          initial,
          statesOffset,
          dh,
          dhOffset,
          dFinal,
          statesOffset,
          dp,
          dpOffset,
          dg,
          dgOffset,
          dInitial,
          statesOffset);
    }

    /** The definition: back-propagation through time, one channel of one sequence after the other. */
    void expect(double[] expectedDp, double[] expectedDg, double[] expectedDInitial) {
      double[] readP = p.clone();
      double[] readH = h.clone();
      double[] readDh = dh.clone();
      for (int s = 0; s < form.count(); s++) {
        for (int c = 0; c < form.channels; c++) {
          int stateAt = statesOffset + s * form.channels + c;
          int steps = form.lengths[s];
          double start = initial == null ? 0 : initial[stateAt];
          double later = dFinal == null ? 0 : dFinal[stateAt];
          // Of the step after: the factor of its adjoint, and whether it began anew.
          double factor = 1;
          for (int i = steps - 1; i >= 0; i--) {
            int t = form.time(s, i);
            double upstream;
            double a;
            if (form.exclusive) {
              // Result i + 1 is the state behind step i.
              boolean isLast = i == steps - 1;
              boolean cut = !isLast && form.isReset(s, i + 1);
              upstream = isLast ? 0 : readDh[dhOffset + form.place(2, s, form.time(s, i + 1), c)];
              a = cut ? 0 : isLast ? later : precision.fma(factor, later, upstream);
            } else {
              boolean cut = i < steps - 1 && form.isReset(s, i + 1);
              upstream = readDh[dhOffset + form.place(2, s, t, c)];
              a = precision.fma(cut ? 1 : factor, cut ? 0 : later, upstream);
            }
            double dp;
            if (form.isReset(s, i) || i == 0 && initial == null) {
              dp = 0;
            } else if (form.exclusive) {
              dp = precision.times(a, readH[hOffset + form.place(2, s, t, c)]);
            } else if (i == 0) {
              dp = precision.times(a, start);
            } else {
              dp = precision.times(a, readH[hOffset + form.place(2, s, form.time(s, i - 1), c)]);
            }
            expectedDp[dpOffset + form.place(0, s, t, c)] = dp;
            expectedDg[dgOffset + form.place(1, s, t, c)] = a;
            factor = readP[pOffset + form.place(0, s, t, c)];
            later = a;
          }
          if (expectedDInitial != null) {
            double first;
            if (steps == 0) {
              first = later;
            } else if (form.isReset(s, 0)) {
              first = 0;
            } else if (form.exclusive) {
              double upstream = readDh[dhOffset + form.place(2, s, form.time(s, 0), c)];
              first = precision.fma(factor, later, upstream);
            } else {
              first = precision.times(factor, later);
            }
            expectedDInitial[stateAt] = first;
          }
        }
      }
    }
  }

  private static Operands operands(
      ScanPrecision precision, ScanForm form, ScanProperties.Kind kind, SplittableRandom random) {
    return new Operands(
        precision,
        form,
        random,
        () -> precision.value(kind.p(random), random),
        () -> precision.value(kind.g(random), random));
  }

  @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
  void theGradientIsItsDefinition(
      @ForAll ScanPrecision precision,
      @ForAll ScanProperties.Kind kind,
      @ForAll("engines") Engine engine,
      @ForAll Place placeOfP,
      @ForAll Place placeOfG,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ScanForm form = ScanForm.random(random, ELEMENTS);
    if (form.gaps != null && (placeOfP != Place.APART || placeOfG != Place.APART)) {
      Arrays.fill(form.gaps, 2);
    }
    Operands a = operands(precision, form, kind, random);
    if (placeOfP != placeOfG || placeOfP == Place.APART) {
      a.put(placeOfP, placeOfG);
    } else {
      a.put(placeOfP, Place.APART);
    }
    a.scan();
    double[] expectedDp = a.dp.clone();
    double[] expectedDg = a.dg.clone();
    double[] expectedDInitial = a.dInitial == null ? null : a.dInitial.clone();
    double[] p = a.p.clone();
    double[] h = a.h.clone();
    double[] dh = a.dh.clone();
    a.expect(expectedDp, expectedDg, expectedDInitial);
    a.gradient(engine);
    String what = "%s, %s, dp %s, dg %s".formatted(form, engine, placeOfP, placeOfG);
    assertSameBits(expectedDp, a.dp, what + ", dp");
    assertSameBits(expectedDg, a.dg, what + ", dg");
    assertSameBits(expectedDInitial, a.dInitial, what + ", dInitial");
    for (double[][] each : new double[][][] {{p, a.p}, {h, a.h}, {dh, a.dh}}) {
      if (each[1] != a.dp && each[1] != a.dg) {
        assertSameBits(each[0], each[1], what + ", what is read");
      }
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

  /**
   * The scalar L = Σ dh·h + Σ dFinal·hFinal is affine in every single element of p, g and the initial
   * states, so that L(x + 1) − L(x) is its derivative by x; with small integers, without rounding.
   */
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void differencesAreTheGradient(
      @ForAll ScanPrecision precision, @ForAll("engines") Engine engine, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ScanForm form = ScanForm.random(random, 60);
    // No more than nine factors of two, so that every value fits in a float.
    int[] large = {0};
    Operands a =
        new Operands(
            precision,
            form,
            random,
            () -> large[0]++ < 9 ? random.nextInt(-2, 3) : random.nextInt(-1, 2),
            () -> random.nextInt(-3, 4));
    a.scan();
    a.gradient(engine);
    double before = loss(a);
    for (int s = 0; s < form.count(); s++) {
      for (int c = 0; c < form.channels; c++) {
        for (int t = 0; t < form.lengths[s]; t++) {
          String where = form + ", sequence " + s + ", time " + t + ", channel " + c;
          int p = a.pOffset + form.place(0, s, t, c);
          double dp = a.dp[a.dpOffset + form.place(0, s, t, c)];
          assertEquals(difference(a, a.p, p, before), dp + 0.0, where + ", dp");
          int g = form.place(1, s, t, c);
          double dg = a.dg[a.dgOffset + form.place(1, s, t, c)];
          assertEquals(difference(a, a.g, g, before), dg + 0.0, where + ", dg");
        }
        if (a.initial != null && a.dInitial != null) {
          int i = a.statesOffset + s * form.channels + c;
          double difference = difference(a, a.initial, i, before);
          assertEquals(difference, a.dInitial[i] + 0.0, form + ", dInitial");
        }
      }
    }
  }

  private static double difference(Operands a, double[] array, int index, double before) {
    array[index] += 1;
    a.scan();
    double difference = loss(a) - before;
    array[index] -= 1;
    return difference + 0.0;
  }

  private static double loss(Operands a) {
    ScanForm form = a.form;
    double loss = 0;
    for (int s = 0; s < form.count(); s++) {
      for (int c = 0; c < form.channels; c++) {
        for (int t = 0; t < form.lengths[s]; t++) {
          int place = form.place(2, s, t, c);
          loss += a.dh[a.dhOffset + place] * a.h[a.hOffset + place];
        }
        int i = a.statesOffset + s * form.channels + c;
        loss += a.dFinal == null ? 0 : a.dFinal[i] * a.last[i];
      }
    }
    return loss;
  }

  /** So large that threads share them, in each of the ways they can. */
  @Property(tries = 10, edgeCases = EdgeCasesMode.NONE)
  void threadsChangeNoBit(@ForAll ScanForm.Layout layout, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] lengths = new int[random.nextBoolean() ? 1 : 40];
    int channels = random.nextBoolean() ? 1 + random.nextInt(4) : 1_050;
    Arrays.fill(lengths, (1 << 20) / channels / lengths.length);
    boolean reversed = random.nextBoolean();
    boolean exclusive = random.nextBoolean();
    SplittableRandom flags = random.nextBoolean() ? random.split() : null;
    ScanForm form = new ScanForm(layout, lengths, channels, reversed, exclusive, null, 0, flags);
    Operands a = operands(ScanPrecision.FLOAT, form, ScanProperties.Kind.LASTING, random);
    a.scan();
    a.gradient(Engine.of(Backend.scalar()));
    double[] dp = a.dp.clone();
    double[] dg = a.dg.clone();
    double[] dInitial = a.dInitial == null ? null : a.dInitial.clone();
    for (int threads : Engines.threads()) {
      for (Backend backend : Engines.backends()) {
        Arrays.fill(a.dp, POISON);
        Arrays.fill(a.dg, POISON);
        a.gradient(Engine.of(backend).withExecutor(Help.POOL, threads));
        String what = "%s, %s, %d threads".formatted(form, backend, threads);
        assertTrue(Arrays.equals(dp, a.dp), what + ", dp");
        assertTrue(Arrays.equals(dg, a.dg), what + ", dg");
        assertSameBits(dInitial, a.dInitial, what + ", dInitial");
      }
    }
  }
}
