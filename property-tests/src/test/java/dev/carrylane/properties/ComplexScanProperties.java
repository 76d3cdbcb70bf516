package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.ComplexAffineScan;
import dev.carrylane.engine.scan.ComplexAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import dev.carrylane.properties.ComplexArrays.States;
import dev.carrylane.testkit.Floats;
import dev.carrylane.testkit.Help;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of the complex scan and of its gradient, in every form, bit for bit. */
class ComplexScanProperties {
  /** Numbers; enough for some blocks of time, and for several vectors of channels. */
  private static final int NUMBERS = 4_000;

  private static final double UNIT_ROUNDOFF = 0x1p-24;

  /** Whether a result takes the place of an operand, and of which. */
  enum Place {
    APART,
    FIRST,
    SECOND
  }

  /** How numbers are drawn. */
  enum Kind {
    /** Absolute values at most 1, any direction. */
    TURNING,
    /** Absolute values near 1, so that a difference is seen for long. */
    LASTING,
    /** Real ones. */
    REAL,
    /** Any size. */
    EXTREME,
    /** Anything. */
    ANY_BITS;

    void p(SplittableRandom random, float[] number) {
      double angle = random.nextDouble(2 * Math.PI);
      double size = 1;
      switch (this) {
        case TURNING -> size = random.nextDouble();
        case LASTING -> size = random.nextDouble(0.9995, 1.0005);
        case REAL -> angle = random.nextBoolean() ? 0 : Math.PI;
        case EXTREME -> size = Math.scalb(1.5, random.nextInt(-140, 120));
        case ANY_BITS -> {
          number[0] = Float.intBitsToFloat(random.nextInt());
          number[1] = Float.intBitsToFloat(random.nextInt());
          return;
        }
      }
      number[0] = (float) (size * Math.cos(angle));
      number[1] = this == REAL ? 0 : (float) (size * Math.sin(angle));
    }

    void g(SplittableRandom random, float[] number) {
      for (int part = 0; part < 2; part++) {
        number[part] =
            switch (this) {
              case EXTREME ->
                  (float) random.nextDouble(-1, 1) * Math.scalb(1f, random.nextInt(-148, 100));
              case ANY_BITS ->
                  random.nextInt(8) == 0
                      ? Float.intBitsToFloat(random.nextInt())
                      : (float) random.nextDouble(-1, 1);
              default -> (float) random.nextDouble(-1, 1);
            };
      }
    }
  }

  @Provide
  Arbitrary<Engine> engines() {
    return Combinators.combine(
            Arbitraries.of(Engines.backends()), Arbitraries.integers().between(1, 8))
        .as((backend, threads) -> Engine.of(backend).withExecutor(Help.POOL, threads));
  }

  /** What a stretch of one sequence between two resets becomes: forward, channel by channel. */
  private interface Plain {
    /** Numbers by turns: p, g and results of one channel; replaces the state. */
    void scan(float[] p, float[] g, float[] state, float[] h, boolean exclusive);
  }

  private static void recurrence(
      float[] p, float[] g, float[] state, float[] h, boolean exclusive) {
    float a = state[0];
    float b = state[1];
    for (int i = 0; i < p.length; i += 2) {
      float re = Math.fma(p[i], a, Math.fma(-p[i + 1], b, g[i]));
      float im = Math.fma(p[i], b, Math.fma(p[i + 1], a, g[i + 1]));
      h[i] = exclusive ? a : re;
      h[i + 1] = exclusive ? b : im;
      a = re;
      b = im;
    }
    state[0] = a;
    state[1] = b;
  }

  /** The plain scan of one channel in blocks, on one thread of the scalar backend. */
  private static void blocked(float[] p, float[] g, float[] state, float[] h, boolean exclusive) {
    float[] before = state.clone();
    Sequences sequences = Sequences.timeMajor(p.length / 2, 1);
    ComplexAffineScan.on(Engine.of(Backend.scalar()), ScanSchedule.BLOCKED_TIME)
        .run(sequences, null, 0, p, 0, g, 0, state, 0, h, 0, state, 0);
    if (exclusive && h.length > 0) {
      System.arraycopy(h, 0, h, 2, h.length - 2);
      System.arraycopy(before, 0, h, 0, 2);
    }
  }

  /** A form with its arrays. */
  private static final class Case {
    final ScanForm form;
    final ComplexArrays p;
    final ComplexArrays g;
    final States initial;

    Case(SplittableRandom random, Kind kind, Place place) {
      form = ScanForm.random(random, NUMBERS);
      if (form.gaps != null && place != Place.APART) {
        form.gaps[2] = form.gaps[place == Place.FIRST ? 0 : 1];
      }
      p = ComplexArrays.of(form, 0, random);
      g = ComplexArrays.of(form, 1, random);
      float[] number = new float[2];
      for (int s = 0; s < form.count(); s++) {
        for (int t = 0; t < form.lengths[s]; t++) {
          for (int c = 0; c < form.channels; c++) {
            kind.p(random, number);
            p.set(s, t, c, number[0], number[1]);
            kind.g(random, number);
            g.set(s, t, c, number[0], number[1]);
          }
        }
      }
      initial = random.nextInt(3) == 0 ? null : states(random, kind);
    }

    States states(SplittableRandom random, Kind kind) {
      States states = new States(form, random);
      float[] number = new float[2];
      for (int s = 0; s < form.count(); s++) {
        for (int c = 0; c < form.channels; c++) {
          kind.g(random, number);
          states.set(s, c, number[0], number[1]);
        }
      }
      return states;
    }

    /** Where the results go. */
    ComplexArrays results(Place place, SplittableRandom random) {
      return switch (place) {
        case APART -> ComplexArrays.of(form, 2, random);
        case FIRST -> p;
        case SECOND -> g;
      };
    }

    void run(Engine engine, ScanSchedule schedule, ComplexArrays h, States last) {
      ComplexAffineScan scan = ComplexAffineScan.on(engine, schedule);
      Sequences sequences = ComplexArrays.sequences(form);
      scan.run(
          sequences,
          form.resets,
          form.resetsOffset,
          p.array,
          p.offset,
          g.array,
          g.offset,
          initial == null ? null : initial.array,
          initial == null ? 0 : initial.offset,
          h.array,
          h.offset,
          last.array,
          last.offset);
    }

    /** What results must become, from plain scans. */
    void expect(Plain plain, ComplexArrays h, States last) {
      ComplexArrays p = this.p.copy();
      ComplexArrays g = this.g.copy();
      for (int s = 0; s < form.count(); s++) {
        for (int c = 0; c < form.channels; c++) {
          float[] state = initial == null ? new float[2] : pair(initial, s, c);
          int steps = form.lengths[s];
          for (int first = 0; first < steps; ) {
            if (form.isReset(s, first)) {
              state = new float[2];
            }
            int end = first + 1;
            while (end < steps && !form.isReset(s, end)) {
              end++;
            }
            stretch(plain, p, g, h, s, c, first, end, state);
            first = end;
          }
          last.set(s, c, state[0], state[1]);
        }
      }
    }

    private void stretch(
        Plain plain,
        ComplexArrays p,
        ComplexArrays g,
        ComplexArrays h,
        int s,
        int c,
        int first,
        int end,
        float[] state) {
      int steps = end - first;
      float[] ps = new float[2 * steps];
      float[] gs = new float[2 * steps];
      float[] hs = new float[2 * steps];
      for (int i = 0; i < steps; i++) {
        int t = form.time(s, first + i);
        ps[2 * i] = p.re(s, t, c);
        ps[2 * i + 1] = p.im(s, t, c);
        gs[2 * i] = g.re(s, t, c);
        gs[2 * i + 1] = g.im(s, t, c);
      }
      plain.scan(ps, gs, state, hs, form.exclusive);
      for (int i = 0; i < steps; i++) {
        int t = form.time(s, first + i);
        h.set(s, t, c, hs[2 * i], hs[2 * i + 1]);
      }
    }
  }

  private static float[] pair(States states, int sequence, int channel) {
    return new float[] {states.re(sequence, channel), states.im(sequence, channel)};
  }

  @Provide
  Arbitrary<ScanSchedule> schedules() {
    return Arbitraries.of(ScanSchedule.SERIAL_TIME, ScanSchedule.BLOCKED_TIME);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void everyFormIsANumberOfPlainScans(
      @ForAll long seed,
      @ForAll Kind kind,
      @ForAll Place place,
      @ForAll("schedules") ScanSchedule schedule,
      @ForAll("engines") Engine engine) {
    SplittableRandom random = new SplittableRandom(seed);
    Case it = new Case(random, kind, place);
    ComplexArrays h = it.results(place, random);
    States last = new States(it.form, random);
    ComplexArrays expected = h.copy();
    States expectedLast = last.copy();
    Plain plain =
        schedule == ScanSchedule.BLOCKED_TIME
            ? ComplexScanProperties::blocked
            : ComplexScanProperties::recurrence;
    it.expect(plain, expected, expectedLast);
    ComplexArrays g = it.g.copy();
    it.run(engine, schedule, h, last);
    String what = it.form.toString();
    Floats.assertSameBits(expected.array, h.array, what);
    Floats.assertSameBits(expectedLast.array, last.array, what + ", final state");
    if (place != Place.SECOND) {
      Floats.assertSameBits(g.array, it.g.array, what + ", g");
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theErrorStaysWithinTheBound(
      @ForAll long seed, @ForAll Kind kind, @ForAll("schedules") ScanSchedule schedule) {
    SplittableRandom random = new SplittableRandom(seed);
    int steps = random.nextInt(6_000);
    float[] p = new float[2 * steps];
    float[] g = new float[2 * steps];
    float[] number = new float[2];
    for (int i = 0; i < 2 * steps; i += 2) {
      kind.p(random, number);
      p[i] = number[0];
      p[i + 1] = number[1];
      kind.g(random, number);
      g[i] = number[0];
      g[i + 1] = number[1];
    }
    float[] h = new float[2 * steps];
    float[] serial = new float[2 * steps];
    Engine engine = Engine.of(Backend.active()).withExecutor(Help.POOL, 3);
    ComplexAffineScan.on(engine, schedule).run(Sequences.timeMajor(steps, 1), p, g, h);
    recurrence(p, g, new float[2], serial, false);
    int depth = schedule.depth(steps, 16);
    double a = 0;
    double b = 0;
    double bound = 0;
    for (int t = 0; t < steps; t++) {
      int i = 2 * t;
      if (!Float.isFinite(serial[i]) || !Float.isFinite(serial[i + 1])) {
        return;
      }
      double re = Math.fma((double) p[i], a, Math.fma(-(double) p[i + 1], b, (double) g[i]));
      b = Math.fma((double) p[i], b, Math.fma((double) p[i + 1], a, (double) g[i + 1]));
      a = re;
      bound =
          Math.hypot(p[i], p[i + 1]) * bound
              + Math.hypot(g[i], g[i + 1])
              + 2 * (double) Float.MIN_NORMAL;
      double error = Math.hypot(h[i] - a, h[i + 1] - b);
      // The reference errs, too, by the same bound with the roundoff of double.
      int n = Math.min(t + 1, depth);
      double allowed =
          (Math.expm1(2.0 * n * Math.log1p(UNIT_ROUNDOFF))
                  + Math.expm1(2.0 * (t + 1) * Math.log1p(0x1p-53)))
              * bound;
      int step = t;
      assertTrue(error <= allowed, () -> "step %d: %s > %s".formatted(step, error, allowed));
    }
  }

  /** The definition of the gradient, step by step. */
  private static void gradient(
      Case it, ComplexArrays h, ComplexArrays dh, States dFinal, ComplexArrays[] to, States first) {
    ScanForm form = it.form;
    ComplexArrays p = it.p.copy();
    h = h.copy();
    dh = dh.copy();
    for (int s = 0; s < form.count(); s++) {
      int steps = form.lengths[s];
      for (int c = 0; c < form.channels; c++) {
        float a = dFinal == null ? 0 : dFinal.re(s, c);
        float b = dFinal == null ? 0 : dFinal.im(s, c);
        for (int step = steps - 1; step >= 0; step--) {
          int t = form.time(s, step);
          if (!form.exclusive) {
            a += dh.re(s, t, c);
            b += dh.im(s, t, c);
          }
          boolean reset = form.isReset(s, step);
          boolean fromZero = reset || step == 0 && it.initial == null;
          float x = 0;
          float y = 0;
          if (form.exclusive) {
            x = h.re(s, t, c);
            y = h.im(s, t, c);
          } else if (!fromZero) {
            int before = step == 0 ? 0 : form.time(s, step - 1);
            x = step == 0 ? it.initial.re(s, c) : h.re(s, before, c);
            y = step == 0 ? it.initial.im(s, c) : h.im(s, before, c);
          }
          to[1].set(s, t, c, a, b);
          to[0].set(
              s,
              t,
              c,
              fromZero ? 0 : Math.fma(a, x, b * y),
              fromZero ? 0 : Math.fma(b, x, -(a * y)));
          float u = p.re(s, t, c);
          float v = p.im(s, t, c);
          float re = Math.fma(a, u, b * v);
          b = Math.fma(b, u, -(a * v));
          a = re;
          if (form.exclusive) {
            a += dh.re(s, t, c);
            b += dh.im(s, t, c);
          }
          if (reset) {
            a = 0;
            b = 0;
          }
        }
        first.set(s, c, a, b);
      }
    }
  }

  /** Where gradients go: dp nowhere or over p, dg nowhere or over dh, in every combination that fits. */
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theGradientIsItsDefinitionInEveryForm(
      @ForAll long seed,
      @ForAll Kind kind,
      @ForAll boolean overP,
      @ForAll boolean overUpstream,
      @ForAll("engines") Engine engine) {
    SplittableRandom random = new SplittableRandom(seed);
    Case it = new Case(random, kind, Place.SECOND);
    ScanForm form = it.form;
    ComplexArrays h = ComplexArrays.of(form, 2, random);
    it.run(engine, ScanSchedule.SERIAL_TIME, h, new States(form, random));
    ComplexArrays dh = ComplexArrays.of(form, 2, random);
    float[] number = new float[2];
    for (int s = 0; s < form.count(); s++) {
      for (int t = 0; t < form.lengths[s]; t++) {
        for (int c = 0; c < form.channels; c++) {
          kind.g(random, number);
          dh.set(s, t, c, number[0], number[1]);
        }
      }
    }
    States dFinal = random.nextBoolean() ? null : it.states(random, kind);
    States dInitial = new States(form, random);
    ComplexArrays dp = overP ? it.p : ComplexArrays.of(form, 0, random);
    ComplexArrays dg = overUpstream ? dh : ComplexArrays.of(form, 1, random);
    ComplexArrays[] expected = {dp.copy(), dg.copy()};
    States expectedInitial = dInitial.copy();
    gradient(it, h, dh, dFinal, expected, expectedInitial);
    ComplexAffineScanGradient gradient = ComplexAffineScanGradient.on(engine);
    Sequences sequences = ComplexArrays.sequences(form);
    gradient.run(
        sequences,
        form.resets,
        form.resetsOffset,
        it.p.array,
        it.p.offset,
        h.array,
        h.offset,
        it.initial == null ? null : it.initial.array,
        it.initial == null ? 0 : it.initial.offset,
        dh.array,
        dh.offset,
        dFinal == null ? null : dFinal.array,
        dFinal == null ? 0 : dFinal.offset,
        dp.array,
        dp.offset,
        dg.array,
        dg.offset,
        dInitial.array,
        dInitial.offset);
    String what = form.toString();
    Floats.assertSameBits(expected[0].array, dp.array, what + ", dp");
    Floats.assertSameBits(expected[1].array, dg.array, what + ", dg");
    Floats.assertSameBits(expectedInitial.array, dInitial.array, what + ", dInitial");
  }
}
