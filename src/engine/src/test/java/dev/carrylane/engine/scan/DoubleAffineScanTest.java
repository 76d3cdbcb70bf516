package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.kernel.DoubleAffineKernel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scan in double precision against arithmetic of 60 digits, where its products leave the range of double, too. */
class DoubleAffineScanTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final int BLOCK = ScanSchedule.blockSteps(1, 16);
  private static final int STEPS = 3 * BLOCK + 50;

  /** Gates, and what there is beside them. */
  enum Gates {
    GATES,
    LASTING,
    SIGNED,

    /** A block whose product counts as zero, before a carry for which it may. */
    NEGLIGIBLE(1, -460),

    /** The same before a carry for which it may not. */
    NOT_NEGLIGIBLE(0x1p100, -460),

    /** A product that must not count as zero. */
    SMALL(1, -415),

    /** A quarter of a block whose product would count as zero, behind one that makes up for it. */
    REGAINED,

    /** Steps that follow each other whose product has lost all but some 14 digits of its 53. */
    SUBNORMAL_PRODUCT;

    /** The first state. */
    private final double carry;

    /** Half the exponent of the product of the second block, in which there are but gates of 1/4 and 1. */
    private final int exponent;

    Gates() {
      this(1, 0);
    }

    Gates(double carry, int exponent) {
      this.carry = carry;
      this.exponent = exponent;
    }

    double carry() {
      return this == SUBNORMAL_PRODUCT ? 0x1p300 : carry;
    }

    /** Whether there is nothing but the first state, so that what becomes of it shows. */
    boolean isWithoutInput() {
      return exponent != 0 || this == REGAINED || this == SUBNORMAL_PRODUCT;
    }

    double p(SplittableRandom random, int channels, int t) {
      int inBlock = t - BLOCK;
      int quarter = BLOCK / 4;
      return switch (this) {
        case GATES -> random.nextDouble();
        case LASTING -> sign(random) * random.nextDouble(0.999, 1.001);
        case SIGNED -> random.nextDouble(-1.2, 1.2);
        case NEGLIGIBLE, NOT_NEGLIGIBLE, SMALL ->
            inBlock >= 0 && inBlock < -exponent ? 0.25 * sign(random) : 1;
        case REGAINED ->
            inBlock >= 0 && inBlock < 30
                ? 0x1p30
                : inBlock >= quarter && inBlock < quarter + 31 ? -0x1p-30 : 1;
        case SUBNORMAL_PRODUCT -> {
          int together = DoubleAffineKernel.lookaheadTile(channels) / channels;
          boolean small = t >= 64 && t < 64 + together;
          yield small ? Math.scalb(random.nextDouble(1, 1.5), -1060 / together) : 1;
        }
      };
    }

    private static double sign(SplittableRandom random) {
      return random.nextBoolean() ? 1 : -1;
    }
  }

  @ParameterizedTest
  @EnumSource(Gates.class)
  void theErrorStaysWithinTheBound(Gates gates) {
    for (int channels : new int[] {1, 2, 4}) {
      Example example = new Example(gates, channels);
      for (boolean channelMajor : new boolean[] {false, true}) {
        example.check(null, channelMajor);
        for (ScanSchedule schedule : ScanSchedule.values()) {
          example.check(schedule, channelMajor);
        }
      }
    }
  }

  /** Time-major operands, the exact states, and the B of the bound with it. */
  private static final class Example {
    private final Gates gates;
    private final int channels;
    private final double[] p;
    private final double[] g;
    private final double[] initial;
    private final double[] exact;

    /** What {@link #exact} lacks. */
    private final double[] rest;

    private final double[] b;

    Example(Gates gates, int channels) {
      assertEquals(BLOCK, ScanSchedule.blockSteps(STEPS, 16L * channels), "the example itself");
      this.gates = gates;
      this.channels = channels;
      SplittableRandom random = new SplittableRandom(5);
      p = new double[STEPS * channels];
      g = new double[STEPS * channels];
      initial = new double[channels];
      exact = new double[STEPS * channels];
      rest = new double[STEPS * channels];
      b = new double[STEPS * channels];
      for (int i = 0; i < p.length; i++) {
        p[i] = gates.p(random, channels, i / channels);
        g[i] = gates.isWithoutInput() ? 0 : random.nextDouble(-1, 1);
      }
      for (int c = 0; c < channels; c++) {
        initial[c] = gates.carry() * (1 - 0.125 * c);
        BigDecimal state = new BigDecimal(initial[c]);
        double bound = Math.abs(initial[c]);
        for (int i = c; i < p.length; i += channels) {
          state = new BigDecimal(p[i]).multiply(state).add(new BigDecimal(g[i]), DIGITS);
          bound = Math.abs(p[i]) * bound + Math.abs(g[i]) + 0x1p-800;
          exact[i] = state.doubleValue();
          rest[i] = state.subtract(new BigDecimal(exact[i])).doubleValue();
          b[i] = bound;
        }
      }
    }

    void check(ScanSchedule schedule, boolean channelMajor) {
      Sequences sequences =
          channelMajor
              ? Sequences.channelMajor(channels, STEPS)
              : Sequences.timeMajor(STEPS, channels);
      double[] onP = arranged(p, channelMajor);
      double[] onG = arranged(g, channelMajor);
      String what =
          "%s, %s, %s, %d channels"
              .formatted(gates, schedule, channelMajor ? "channel-major" : "time-major", channels);
      double[] h = scan(Engine.of(Backend.scalar()), schedule, sequences, onP, onG);
      for (Engine engine : Backends.engines()) {
        double[] other = scan(engine, schedule, sequences, onP, onG);
        for (int i = 0; i < h.length; i++) {
          if (Double.doubleToLongBits(h[i]) != Double.doubleToLongBits(other[i])) {
            assertEquals(h[i], other[i], "%s, %s, element %d".formatted(what, engine, i));
          }
        }
      }
      int depth = schedule == null ? STEPS : schedule.depth(STEPS, 16L * channels);
      for (int t = 0; t < STEPS; t++) {
        double factor = Math.expm1((4 + Math.min(t + 1, depth)) * Math.log1p(0x1p-53));
        for (int c = 0; c < channels; c++) {
          int i = t * channels + c;
          double state = h[channelMajor ? c * STEPS + t : i];
          // B is computed in double, 3 roundings a step, and the error with 2.
          double allowed = factor * b[i] * (1 + 4.0 * STEPS * 0x1p-53);
          double error = Math.abs(state - exact[i] - rest[i]);
          if (!(error <= allowed)) {
            fail("%s, step %d: %s is wrong by %s".formatted(what, t, state, error));
          }
        }
      }
    }

    private double[] arranged(double[] rows, boolean channelMajor) {
      double[] arranged = rows.clone();
      if (channelMajor) {
        Arrays.setAll(arranged, i -> rows[i % STEPS * channels + i / STEPS]);
      }
      return arranged;
    }

    private double[] scan(
        Engine engine, ScanSchedule schedule, Sequences sequences, double[] onP, double[] onG) {
      DoubleAffineScan scan =
          schedule == null ? DoubleAffineScan.on(engine) : DoubleAffineScan.on(engine, schedule);
      double[] h = new double[onP.length];
      scan.run(sequences, null, 0, onP, 0, onG, 0, initial, 0, h, 0, null, 0);
      return h;
    }
  }
}
