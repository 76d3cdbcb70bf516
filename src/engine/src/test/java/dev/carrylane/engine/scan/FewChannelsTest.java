package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanData.assertSameBits;
import static dev.carrylane.engine.scan.ScanData.assertWithinBound;
import static dev.carrylane.engine.scan.ScanData.between;
import static dev.carrylane.engine.scan.ScanData.serial;
import static dev.carrylane.engine.scan.ScanData.uniform;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.kernel.DoubleAffineLimits;
import dev.carrylane.engine.internal.kernel.FloatAffineLimits;
import dev.carrylane.testkit.Allocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scans of 1, 2, 4 and 8 channels, whose steps are looked ahead in: every length at which something else begins, and
 * gates for which blocks, or pieces of them, are unfit.
 */
class FewChannelsTest {
  private static final int BLOCK = FloatAffineRecurrence.BLOCK;
  private static final int PIECE = FloatAffineRecurrence.PIECE;
  private static final int[] CHANNELS = {1, 2, 4, 8};

  /** Where the states go. */
  private enum Place {
    APART,
    OVER_P,
    OVER_G
  }

  /** Gates, and what the sequence is otherwise. */
  enum Gates {
    ORDINARY,
    SIGNS,
    ZERO_IN_EACH_BLOCK,
    ZERO_IN_EACH_PIECE,
    ZEROS_AT_EDGES,
    SMALL,
    SUBNORMAL,
    RUNS,
    SUMS_THAT_OVERFLOW,
    NOT_FINITE_P,
    NOT_FINITE_G;

    /** Changes ordinary gates and inputs. */
    void insert(SplittableRandom random, int channels, float[] p, float[] g) {
      int steps = p.length / channels;
      switch (this) {
        case ORDINARY -> {}
        case SIGNS -> {
          for (int i = 0; i < p.length; i++) {
            p[i] = random.nextBoolean() ? 1 : -1;
          }
        }
        case ZERO_IN_EACH_BLOCK -> zeros(random, channels, p, BLOCK / channels);
        case ZERO_IN_EACH_PIECE -> zeros(random, channels, p, PIECE / channels);
        case ZEROS_AT_EDGES -> {
          for (int t : edges(channels, steps)) {
            p[t * channels + random.nextInt(channels)] = random.nextBoolean() ? 0f : -0f;
          }
        }
        case SMALL -> Arrays.fill(p, 1e-4f);
        case SUBNORMAL -> {
          for (int i = 0; i < p.length; i++) {
            p[i] = Float.MIN_NORMAL * random.nextFloat();
          }
        }
        case RUNS -> {
          // From a state of zero up, without an input, and down again; with another channel as it
          // is.
          for (int t : edges(channels, steps)) {
            int from = Math.max(0, t - 6);
            for (int k = from; k < Math.min(steps, from + 13); k++) {
              int i = k * channels + channels / 2;
              p[i] = k == from ? 0 : k < from + 7 ? 1e30f : -1e-30f;
              g[i] = 0;
            }
          }
        }
        case SUMS_THAT_OVERFLOW -> {
          // Two inputs together, the second of them at the end of a piece or block; no state does.
          float[] inputs = {-Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE};
          List<Integer> edges = edges(channels, steps);
          for (int k = 1; k < edges.size(); k += 2) {
            for (int j = 0; j < 4; j++) {
              int i = (edges.get(k) - 3 + j) * channels + channels / 2;
              p[i] = 1;
              g[i] = inputs[j];
            }
          }
        }
        case NOT_FINITE_P, NOT_FINITE_G -> {
          List<Integer> edges = edges(channels, steps);
          if (!edges.isEmpty()) {
            float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
            int t = edges.get(random.nextInt(edges.size()));
            float[] into = this == NOT_FINITE_P ? p : g;
            into[t * channels + random.nextInt(channels)] = values[random.nextInt(3)];
          }
        }
      }
    }

    private static void zeros(SplittableRandom random, int channels, float[] p, int every) {
      for (int first = 0; first * channels < p.length; first += every) {
        int t = Math.min(first + random.nextInt(every), p.length / channels - 1);
        p[t * channels + random.nextInt(channels)] = 0;
      }
    }

    /** The last step of some pieces and the first of those behind them, all ends of blocks among them. */
    private static List<Integer> edges(int channels, int steps) {
      List<Integer> edges = new ArrayList<>();
      int piece = PIECE / channels;
      for (int t = piece;
          t < steps;
          t += t == piece ? BLOCK / channels - piece : BLOCK / channels) {
        edges.add(t - 1);
        edges.add(t);
      }
      return edges;
    }
  }

  private static Set<Integer> lengths(Gates gates, int channels) {
    // Whole blocks, a piece, a turn and some steps.
    int longest = (2 * BLOCK + PIECE + FloatAffineRecurrence.TURN) / channels + 3;
    if (gates != Gates.ORDINARY) {
      return new TreeSet<>(List.of(65, PIECE / channels + 1, BLOCK / channels - 1, longest));
    }
    Set<Integer> lengths = new TreeSet<>(List.of(0, 1, 2, longest));
    for (int edge : new int[] {32, 64, PIECE / channels, BLOCK / channels}) {
      lengths.addAll(List.of(edge - 1, edge, edge + 1));
    }
    return lengths;
  }

  @ParameterizedTest
  @EnumSource(Gates.class)
  void everyLengthHasTheSameBitsEverywhere(Gates gates) {
    for (int channels : CHANNELS) {
      for (int steps : lengths(gates, channels)) {
        SplittableRandom random = new SplittableRandom(steps);
        float[] p = between(steps, steps * channels, 0.5, 1);
        float[] g = uniform(steps + 1, steps * channels);
        gates.insert(random, channels, p, g);
        float[] initial = uniform(3, channels);
        float[] expected = scan(Backend.scalar(), ScanSchedule.KOGGE_STONE, steps, p, g, initial);
        assertWithinBound(steps, channels, p, g, initial, expected, steps);
        if (steps < ScanTuning.LEAST_LOOKAHEAD) {
          checkForms(null, serial(steps, channels, p, g, initial), steps, p, g, initial, gates);
        } else {
          checkForms(null, expected, steps, p, g, initial, gates);
        }
        checkForms(ScanSchedule.KOGGE_STONE, expected, steps, p, g, initial, gates);
      }
    }
  }

  private static float[] scan(
      Backend backend, ScanSchedule schedule, int steps, float[] p, float[] g, float[] initial) {
    int channels = initial.length;
    float[] h = new float[p.length];
    on(backend, schedule)
        .run(Sequences.timeMajor(steps, channels), null, 0, p, 0, g, 0, initial, 0, h, 0, null, 0);
    return h;
  }

  private static AffineScan on(Backend backend, ScanSchedule schedule) {
    Engine engine = Engine.of(backend);
    return schedule == null ? AffineScan.on(engine) : AffineScan.on(engine, schedule);
  }

  /** On every backend, in both directions and in every place. */
  private static void checkForms(
      ScanSchedule schedule,
      float[] expected,
      int steps,
      float[] p,
      float[] g,
      float[] initial,
      Gates gates) {
    int channels = initial.length;
    float[] expectedLast =
        steps == 0
            ? initial
            : Arrays.copyOfRange(expected, expected.length - channels, expected.length);
    for (Backend backend : Backends.all()) {
      AffineScan scan = on(backend, schedule);
      for (boolean reversed : new boolean[] {false, true}) {
        Sequences forward = Sequences.timeMajor(steps, channels);
        Sequences sequences = reversed ? forward.reversed() : forward;
        for (Place place : Place.values()) {
          float[] onP = reversed ? flipped(p, channels) : p.clone();
          float[] onG = reversed ? flipped(g, channels) : g.clone();
          float[] h =
              place == Place.OVER_P ? onP : place == Place.OVER_G ? onG : new float[p.length];
          float[] last = new float[channels];
          scan.run(sequences, null, 0, onP, 0, onG, 0, initial, 0, h, 0, last, 0);
          String what = "%s, %s, %s, %s, %s".formatted(sequences, gates, schedule, backend, place);
          assertSameBits(expected, reversed ? flipped(h, channels) : h, what);
          assertSameBits(expectedLast, last, what + ", final state");
        }
      }
    }
  }

  private static float[] flipped(float[] rows, int channels) {
    float[] flipped = new float[rows.length];
    for (int i = 0; i < rows.length; i += channels) {
      System.arraycopy(rows, i, flipped, rows.length - channels - i, channels);
    }
    return flipped;
  }

  /** From the step of an infinity or a NaN on, a channel has the very states of the recurrence. */
  @ParameterizedTest
  @EnumSource(
      value = Gates.class,
      names = {"NOT_FINITE_P", "NOT_FINITE_G"})
  void behindWhatIsNotFiniteAreTheStatesOfTheRecurrence(Gates gates) {
    for (int channels : CHANNELS) {
      int steps = (2 * BLOCK + PIECE) / channels + 3;
      for (int seed = 0; seed < 20; seed++) {
        float[] p = between(seed, steps * channels, -1, 1);
        float[] g = uniform(seed + 1, steps * channels);
        gates.insert(new SplittableRandom(seed), channels, p, g);
        float[] initial = uniform(3, channels);
        float[] serial = serial(steps, channels, p, g, initial);
        float[] h = scan(Backend.active(), null, steps, p, g, initial);
        int notFinite = 0;
        for (int i = 0; i < h.length; i++) {
          if (!Float.isFinite(serial[i])) {
            assertEquals(serial[i], h[i], "step " + i / channels);
            notFinite++;
          }
        }
        // An infinity lasts as long as the gates behind it are not zero, a NaN for ever.
        assertEquals(true, notFinite > 0, "the example itself");
      }
    }
  }

  static Stream<Arguments> backendsAndForms() {
    return Backends.all().stream()
        .flatMap(
            b ->
                Stream.of("forward", "reversed", "exclusive", "strided", "in place")
                    .map(form -> Arguments.of(b, form)));
  }

  /** In both precisions: one whose least factor were rounded to 0 would let every tile pass. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void theLeastFactorsMakeHalfOfTheLeastProduct(int factors) {
    double single = FloatAffineRecurrence.leastFactor(factors);
    assertEquals(FloatAffineLimits.LEAST_LOOKAHEAD_PRODUCT / 2, Math.pow(single, factors));
    double twice = DoubleAffineRecurrence.leastFactor(factors);
    assertEquals(DoubleAffineLimits.LEAST_LOOKAHEAD_PRODUCT / 2, Math.pow(twice, factors));
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @MethodSource("backendsAndForms")
  void nothingIsAllocated(Backend backend, String form) {
    int elements = 2 * PIECE + 24;
    float[] p = between(1, 2 * elements, 0.9, 1);
    float[] g = uniform(2, 2 * elements);
    float[] h = new float[2 * elements];
    double[] doubleP = doubles(p);
    double[] doubleG = doubles(g);
    double[] doubleH = new double[2 * elements];
    // A piece is scanned serially.
    p[elements / 4] = 0;
    doubleP[elements / 4] = 0;
    AffineScan scan = AffineScan.on(Engine.of(backend));
    DoubleAffineScan doubleScan = DoubleAffineScan.on(Engine.of(backend));
    Sequences[] all = new Sequences[CHANNELS.length];
    Arrays.setAll(all, i -> form(form, elements / CHANNELS[i], CHANNELS[i]));
    boolean inPlace = form.equals("in place");
    Allocation.assertNone(
        () -> {
          for (Sequences each : all) {
            if (inPlace) {
              System.arraycopy(g, 0, h, 0, h.length);
            }
            scan.run(each, p, inPlace ? h : g, h);
          }
        });
    Allocation.assertNone(
        () -> {
          for (Sequences each : all) {
            if (each.channels() <= 4) {
              if (inPlace) {
                System.arraycopy(doubleG, 0, doubleH, 0, doubleH.length);
              }
              doubleScan.run(each, doubleP, inPlace ? doubleH : doubleG, doubleH);
            }
          }
        });
  }

  private static Sequences form(String form, int steps, int channels) {
    Sequences forward = Sequences.timeMajor(steps, channels);
    return switch (form) {
      case "reversed" -> forward.reversed();
      case "exclusive" -> forward.exclusive();
      case "strided" -> forward.strides(2 * channels, channels + 1, channels);
      default -> forward;
    };
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
