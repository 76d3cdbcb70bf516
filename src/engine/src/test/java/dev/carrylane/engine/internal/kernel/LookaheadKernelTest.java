package dev.carrylane.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.internal.choice.Kernels;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Steps looked ahead in, against the definition, bit for bit, on every backend and in both precisions: what is a good
 * result, and what it is.
 */
class LookaheadKernelTest {
  /** Where nothing is to be written. */
  private static final double POISON = 12345.5;

  static Stream<Arguments> cases() {
    return Backends.all().stream()
        .flatMap(
            backend ->
                Arrays.stream(Precision.values())
                    .flatMap(
                        precision ->
                            Stream.of(1, 2, 4, 8)
                                .filter(precision::looksAhead)
                                .map(channels -> Arguments.of(backend, precision, channels))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lookaheadIsTheDefinition(Backend backend, Precision precision, int channels) {
    for (int turns : new int[] {1, 2, 9}) {
      for (int direction : new int[] {1, -1, 2}) {
        for (Place place : Place.values()) {
          for (Fault fault : Fault.values()) {
            for (int faulty = 1; faulty <= channels; faulty += Math.max(1, channels - 1)) {
              Example example =
                  new Example(precision, channels, turns, direction, place, fault, faulty);
              example.check(backend);
            }
          }
        }
      }
    }
  }

  /** Where the states go. */
  private enum Place {
    APART,
    OVER_P,
    OVER_G
  }

  /** What makes steps unfit, or nearly. */
  private enum Fault {
    NONE,
    LEAST_PRODUCT,
    LARGEST,
    ZERO,
    TWO,
    NOT_A_NUMBER,
    SMALL_PRODUCT,
    LARGE_PRODUCT,
    INFINITE,
    OVERFLOW;

    boolean isFit() {
      return this == NONE || this == LEAST_PRODUCT || this == LARGEST;
    }

    /** Whether the other steps of a window have no share in it, so that they may be as they are. */
    private boolean isAlone() {
      return this == NONE
          || this == ZERO
          || this == TWO
          || this == NOT_A_NUMBER
          || this == INFINITE;
    }

    /** Changes a channel at a step, not the first. */
    void insert(Precision precision, double[] p, double[] g, int channel, int channels, int step) {
      for (int i = channel; !isAlone() && i < p.length; i += channels) {
        p[i] = Math.signum(p[i]);
      }
      int at = step * channels + channel;
      switch (this) {
        case NONE -> {}
        case LEAST_PRODUCT -> p[at] = precision.leastProduct;
        case SMALL_PRODUCT -> p[at] = -precision.below(precision.leastProduct);
        case LARGEST -> p[at] = -precision.below(2);
        case ZERO -> p[at] = 0;
        case TWO -> p[at] = -2;
        case NOT_A_NUMBER -> p[at] = Double.NaN;
        case LARGE_PRODUCT -> {
          p[at] = 1.5;
          p[at - channels] = 1.5;
        }
        case INFINITE -> g[at] = Double.NEGATIVE_INFINITY;
        case OVERFLOW -> {
          for (int i = channel; i < p.length; i += channels) {
            p[i] = 1;
            g[i] = 0;
          }
          g[channel] = precision.largest;
          g[at] = precision.largest;
        }
      }
    }
  }

  /** A type of elements. All of them are handed over as doubles, floats as doubles that are equal to one. */
  private enum Precision {
    FLOAT(FloatAffineLimits.LOOKAHEAD_TURN, 0x1p-63, Float.MAX_VALUE),
    DOUBLE(DoubleAffineLimits.LOOKAHEAD_TURN, 0x1p-511, Double.MAX_VALUE);

    final int turn;
    final double leastProduct;
    final double largest;

    Precision(int turn, double leastProduct, double largest) {
      this.turn = turn;
      this.leastProduct = leastProduct;
      this.largest = largest;
    }

    boolean looksAhead(int channels) {
      return this == FLOAT
          ? FloatAffineKernel.looksAhead(channels)
          : DoubleAffineKernel.looksAhead(channels);
    }

    int tile(int channels) {
      return this == FLOAT
          ? FloatAffineKernel.lookaheadTile(channels)
          : DoubleAffineKernel.lookaheadTile(channels);
    }

    double round(double value) {
      return this == FLOAT ? (float) value : value;
    }

    double below(double value) {
      return this == FLOAT ? Math.nextDown((float) value) : Math.nextDown(value);
    }

    double fma(double a, double b, double c) {
      return this == FLOAT ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
    }

    double times(double a, double b) {
      return this == FLOAT ? (float) a * (float) b : a * b;
    }

    /** Arrays of which two are one stay so. */
    boolean lookahead(
        Backend backend,
        int step,
        int channels,
        int elements,
        double[] p,
        int pAt,
        double[] g,
        int gAt,
        double[] h,
        int hAt,
        double[] state) {
      if (this == DOUBLE) {
        DoubleAffineKernel.Operands on = new DoubleAffineKernel.Operands();
        on.p = p;
        on.g = g;
        on.h = h;
        on.pStep = on.gStep = on.hStep = step;
        on.pChannel = on.gChannel = on.hChannel = 1;
        double[] scratch = new double[DoubleAffineKernel.LOOKAHEAD_SCRATCH + 1];
        Arrays.fill(scratch, Double.NaN);
        return Kernels.of(backend)
            .scans()
            .doubleAffine()
            .kernel(0, 64, 0)
            .lookahead(on, channels, elements, pAt, gAt, h, hAt, step, state, 1, scratch, 1);
      }
      Map<double[], float[]> copies = new IdentityHashMap<>();
      for (double[] each : new double[][] {p, g, h, state}) {
        float[] copy = copies.computeIfAbsent(each, doubles -> new float[doubles.length]);
        for (int i = 0; i < copy.length; i++) {
          copy[i] = (float) each[i];
        }
      }
      FloatAffineKernel.Operands on = new FloatAffineKernel.Operands();
      on.p = copies.get(p);
      on.g = copies.get(g);
      on.h = copies.get(h);
      on.pStep = on.gStep = on.hStep = step;
      on.pChannel = on.gChannel = on.hChannel = 1;
      float[] scratch = new float[FloatAffineKernel.LOOKAHEAD_SCRATCH + 1];
      Arrays.fill(scratch, Float.NaN);
      boolean good =
          Kernels.of(backend)
              .scans()
              .floatAffine()
              .kernel(0, 64, 0)
              .lookahead(
                  on,
                  channels,
                  elements,
                  pAt,
                  gAt,
                  on.h,
                  hAt,
                  step,
                  copies.get(state),
                  1,
                  scratch,
                  1);
      copies.forEach((doubles, floats) -> Arrays.setAll(doubles, i -> floats[i]));
      return good;
    }
  }

  /** Steps of some channels, and what becomes of them. */
  private static final class Example {
    private final Precision precision;
    private final int channels;
    private final int elements;
    private final int direction;
    private final Place place;
    private final Fault fault;
    private final double[] p;
    private final double[] g;
    private final double[] states;
    private final boolean good;
    private final String what;

    Example(
        Precision precision,
        int channels,
        int turns,
        int direction,
        Place place,
        Fault fault,
        int faulty) {
      this.precision = precision;
      this.channels = channels;
      this.direction = direction;
      this.place = place;
      this.fault = fault;
      elements = turns * precision.turn;
      p = new double[elements];
      g = new double[elements];
      SplittableRandom random = new SplittableRandom(turns);
      for (int i = 0; i < elements; i++) {
        double value = random.nextDouble(0.3, 1.1);
        p[i] = precision.round(random.nextInt(3) == 0 ? -value : value);
        g[i] = precision.round(random.nextDouble(-1, 1));
      }
      int first = random.nextInt(channels);
      for (int k = 0; k < faulty; k++) {
        int step = random.nextInt(1, elements / channels);
        fault.insert(precision, p, g, (first + k) % channels, channels, step);
      }
      states = new double[elements];
      boolean fit = true;
      for (int c = 0; c < channels; c++) {
        fit &= windows(c);
      }
      good = fit;
      what =
          "%d turns, direction %d, %s, %d times %s"
              .formatted(turns, direction, place, faulty, fault);
      assertEquals(fault.isFit(), good, "the example itself: " + what);
    }

    /** The definition for a channel, over whole sequences instead of tiles; returns whether the result is good. */
    private boolean windows(int channel) {
      int tile = precision.tile(channels) / channels;
      int steps = elements / channels;
      double[] product = new double[tile + steps];
      double[] sum = new double[tile + steps];
      Arrays.fill(product, 0, tile, 1);
      boolean fit = true;
      for (int t = 0; t < steps; t++) {
        product[tile + t] = p[t * channels + channel];
        sum[tile + t] = g[t * channels + channel];
        fit &= Math.abs(product[tile + t]) < 2;
      }
      for (int w = 1; w < tile; w *= 2) {
        for (int i = tile + steps - 1; i >= tile; i--) {
          sum[i] = precision.fma(product[i], sum[i - w], sum[i]);
          product[i] = precision.times(product[i], product[i - w]);
        }
      }
      double[] h = new double[tile + steps];
      Arrays.fill(h, 0, tile, before(channel));
      for (int t = tile; t < tile + steps; t++) {
        fit &= Math.abs(product[t]) < 2 && Math.abs(product[t]) >= precision.leastProduct;
        h[t] = precision.fma(product[t], h[t - tile], sum[t]);
        states[(t - tile) * channels + channel] = h[t];
      }
      for (int t = steps; t < tile + steps; t++) {
        fit &= Double.isFinite(h[t]);
      }
      return fit;
    }

    private static double before(int channel) {
      return 3 + channel;
    }

    /** The elements in time, from their first place on, in an array of poison. */
    private double[] spread(double[] values, int at) {
      double[] spread = new double[2 * elements + 9];
      Arrays.fill(spread, POISON);
      for (int i = 0; i < elements; i++) {
        spread[place(at, i)] = values[i];
      }
      return spread;
    }

    private int place(int at, int i) {
      return at + i / channels * direction * channels + i % channels;
    }

    void check(Backend backend) {
      int up = direction < 0 ? elements - channels : 0;
      int pAt = 3 + up;
      int gAt = 5 + up;
      double[] onP = spread(p, pAt);
      double[] onG = spread(g, gAt);
      int hAt = place == Place.OVER_P ? pAt : place == Place.OVER_G ? gAt : 2 + up;
      double[] h =
          place == Place.OVER_P
              ? onP
              : place == Place.OVER_G ? onG : spread(new double[elements], hAt);
      double[] state = new double[channels + 2];
      for (int c = 0; c < channels; c++) {
        state[1 + c] = before(c);
      }
      double[] expectedState = state.clone();
      int step = direction * channels;
      assertEquals(
          good,
          precision.lookahead(backend, step, channels, elements, onP, pAt, onG, gAt, h, hAt, state),
          what);
      double[] expected = spread(states, hAt);
      if (good) {
        System.arraycopy(states, elements - channels, expectedState, 1, channels);
      } else {
        // What was written is to be written again, but it must not lie elsewhere.
        for (int i = 0; i < elements; i++) {
          expected[place(hAt, i)] = h[place(hAt, i)];
        }
      }
      assertSameBits(expected, h, what);
      assertSameBits(expectedState, state, what + ", state");
    }
  }

  private static void assertSameBits(double[] expected, double[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
        assertEquals(expected[i], actual[i], what + ", element " + i);
      }
    }
  }
}
