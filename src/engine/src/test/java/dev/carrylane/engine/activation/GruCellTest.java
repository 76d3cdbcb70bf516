package dev.carrylane.engine.activation;

import static dev.carrylane.testkit.Floats.assertSameBits;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.testkit.Allocation;
import dev.carrylane.testkit.Contract;
import dev.carrylane.testkit.Floats;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GruCellTest {
  private static final int MOST_UNITS = 70;

  private static void update(
      Backend backend, int streams, int units, Rows x, Rows y, Rows before, Rows after) {
    GruCell.update(
        backend,
        streams,
        units,
        x.array(),
        x.offset(),
        x.stride(),
        y.array(),
        y.offset(),
        y.stride(),
        before.array(),
        before.offset(),
        before.stride(),
        after.array(),
        after.offset(),
        after.stride());
  }

  /** The operations that the documentation gives, with those of one value. */
  private static void define(int streams, int units, Rows x, Rows y, Rows before, Rows after) {
    for (int stream = 0; stream < streams; stream++) {
      for (int unit = 0; unit < units; unit++) {
        float r = Elementwise.sigmoid(x.at(stream, unit) + y.at(stream, unit));
        float z = Elementwise.sigmoid(x.at(stream, units + unit) + y.at(stream, units + unit));
        float n =
            Elementwise.tanh(
                Math.fma(r, y.at(stream, 2 * units + unit), x.at(stream, 2 * units + unit)));
        float h = before.at(stream, unit);
        after.set(stream, unit, Math.fma(z, h, Math.fma(-z, n, n)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyNumberOfUnitsFollowsTheDefinition(boolean special) {
    int[] streamCounts = {1, 2, 3, 8};
    for (Backend backend : Backends.all()) {
      for (int units = 0; units <= MOST_UNITS; units++) {
        int streams = streamCounts[units % streamCounts.length];
        int parts = 3 * streams * units;
        for (int gap : new int[] {0, 5}) {
          int values = 2 * parts + streams * units;
          float[] drawn = special ? Floats.mixed(values, units) : Floats.moderate(values, units);
          Rows x = Rows.of(drawn, streams, 3 * units, gap, 2 * gap);
          float[] hidden = Arrays.copyOfRange(drawn, parts, 2 * parts);
          Rows y = Rows.of(hidden, streams, 3 * units, 1, gap);
          float[] state = Arrays.copyOfRange(drawn, 2 * parts, values);
          Rows before = Rows.of(state, streams, units, 3, gap);
          Rows after = Rows.of(new float[streams * units], streams, units, 2 * gap, gap + 1);
          Rows expected = after.copy();
          Rows expectedInPlace = before.copy();
          define(streams, units, x, y, before, expected);
          define(streams, units, x, y, before, expectedInPlace);
          Rows originalX = x.copy();
          Rows originalY = y.copy();
          Rows originalBefore = before.copy();
          String what = "%s, %d streams of %d units".formatted(backend, streams, units);
          update(backend, streams, units, x, y, before, after);
          assertSameBits(expected.array(), after.array(), what);
          assertSameBits(originalBefore.array(), before.array(), what + ": before");
          update(backend, streams, units, x, y, before, before);
          assertSameBits(expectedInPlace.array(), before.array(), what + " in place");
          assertSameBits(originalX.array(), x.array(), what + ": input");
          assertSameBits(originalY.array(), y.array(), what + ": recurrent");
        }
      }
    }
  }

  @Test
  void aSequenceMayGrowInOneArray() {
    int units = 37;
    int steps = 50;
    for (Backend backend : Backends.all()) {
      float[] frames = new float[(steps + 1) * units];
      float[] expected = frames.clone();
      for (int step = 0; step < steps; step++) {
        Rows x = Rows.dense(Floats.moderate(3 * units, step), 3 * units);
        Rows y = Rows.dense(Floats.moderate(3 * units, -1 - step), 3 * units);
        int at = step * units;
        define(
            1, units, x, y, new Rows(expected, at, units), new Rows(expected, at + units, units));
        update(
            backend,
            1,
            units,
            x,
            y,
            new Rows(frames, at, units),
            new Rows(frames, at + units, units));
      }
      assertSameBits(expected, frames, backend.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // x_r, x_z, x_n, y_r, y_z, y_n, h, result
    "0, Infinity, 5, 0, 0, 5, 0x1.234566p3, 0x1.234566p3",
    "0, 9, 5, 0, 9, 5, 0x1p-140, 0x1p-140",
    "0, 18, -5, 0, 0, 5, 3.4028235e38, 3.4028235e38",
    "0, 18, 1, 0, 0, 0, -0.0, 0",
    // Closed update gate: the candidate, here ±1.
    "0, -Infinity, 20, 0, 0, 0, 7, 1",
    "0, -200, 0, 18, 0, -20, 7, -1",
    // The reset gate weighs the hidden part alone.
    "-Infinity, -Infinity, 20, 0, 0, -200, 7, 1",
    "-200, -200, -20, 0, 0, 200, 7, -1",
    "0, 0, 0, 0, 0, 0, 0, 0",
    "0, 0, 0, 0, 0, 0, 1, 0.5",
    "0, 0, 20, 0, 0, 0, 3, 2",
    // What is not finite cannot be gated away: 0 times infinity.
    "0, -Infinity, 0, 0, 0, 0, Infinity, NaN",
    "-Infinity, 0, 0, 0, 0, Infinity, 0, NaN",
    "Infinity, 0, 0, -Infinity, 0, 0, 0, NaN",
    "0, 0, 0, 0, 0, Infinity, 1, 1",
    "0, 0, 0, 0, 0, 0, -Infinity, -Infinity",
    "NaN, 0, 0, 0, 0, 1, 1, NaN",
    "0, NaN, 0, 0, 0, 0, 1, NaN",
    "0, 0, NaN, 0, 0, 0, 1, NaN",
    "0, 0, 0, NaN, 0, 1, 1, NaN",
    "0, 0, 0, 0, NaN, 0, 1, NaN",
    "0, 0, 0, 0, 0, NaN, 1, NaN",
    "0, 0, 0, 0, 0, 0, NaN, NaN",
  })
  void gatesAtTheirLimits(
      String xr, String xz, String xn, String yr, String yz, String yn, String h, String result) {
    for (Backend backend : Backends.all()) {
      for (int units : new int[] {1, 16, 23}) {
        float[] x = filled(units, xr, xz, xn);
        float[] y = filled(units, yr, yz, yn);
        float[] state = filled(units, h);
        GruCell.update(
            backend, 1, units, x, 0, 3 * units, y, 0, 3 * units, state, 0, units, state, 0, units);
        for (float value : state) {
          assertSameBits(Float.parseFloat(result), value, backend.toString());
        }
      }
    }
  }

  private static float[] filled(int units, String... parts) {
    float[] values = new float[parts.length * units];
    for (int part = 0; part < parts.length; part++) {
      Arrays.fill(values, part * units, (part + 1) * units, Float.parseFloat(parts[part]));
    }
    return values;
  }

  /** The bound of the class comment, with ulp taken at the end of each interval of error. */
  @Test
  void errorsStayWithinTheStatedBound() {
    Backends.all().forEach(GruCellTest::checkErrors);
  }

  private static void checkErrors(Backend backend) {
    SplittableRandom random = new SplittableRandom(13);
    int units = 1000;
    for (int round = 0; round < 40; round++) {
      double scale = new double[] {1, 4, 12, 60}[round % 4];
      float[] x = new float[3 * units];
      float[] y = new float[3 * units];
      float[] before = new float[units];
      float[] after = new float[units];
      for (int k = 0; k < x.length; k++) {
        x[k] = (float) random.nextDouble(-scale, scale);
        y[k] = (float) random.nextDouble(-scale, scale);
      }
      for (int k = 0; k < units; k++) {
        before[k] = (float) random.nextDouble(-3, 3);
      }
      GruCell.update(
          backend, 1, units, x, 0, 3 * units, y, 0, 3 * units, before, 0, units, after, 0, units);
      for (int k = 0; k < units; k++) {
        Approximation r = sum(x[k], y[k]).sigmoid();
        Approximation z = sum(x[units + k], y[units + k]).sigmoid();
        Approximation n =
            r.times(Approximation.exactly(y[2 * units + k]))
                .plus(Approximation.exactly(x[2 * units + k]))
                .rounded()
                .tanh();
        Approximation h = Approximation.exactly(before[k]);
        // (1 − z)·n + z·h, with z and n each in one place, so that its error counts once.
        Approximation rest = Approximation.exactly(1).plus(z.negated());
        double fresh = rest.value() * n.value();
        double result = fresh + z.value() * h.value();
        double carried =
            Math.abs(h.value() - n.value()) * z.error() + (rest.value() + z.error()) * n.error();
        double inDouble = 0x1p-51 * (Math.abs(fresh) + Math.abs(h.value()) + 1);
        Approximation inner = new Approximation(fresh, Math.abs(n.value()) * z.error() + n.error());
        double rounding = inner.rounded().error() - inner.error();
        new Approximation(result, carried + inDouble + rounding)
            .rounded()
            .assertHolds(after[k], "h");
      }
    }
  }

  private static Approximation sum(float x, float y) {
    return Approximation.exactly(x).plus(Approximation.exactly(y)).rounded();
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @ValueSource(ints = {5, 3 * 16 + 7})
  void allocatesNothing(int units) {
    int width = 3 * units;
    float[] x = Floats.moderate(3 * width, 1);
    float[] y = Floats.moderate(3 * width, 2);
    float[] h = Floats.moderate(3 * units, 3);
    for (Backend backend : Backends.all()) {
      Allocation.assertNone(
          () ->
              GruCell.update(
                  backend, 3, units, x, 0, width, y, 0, width, h, 0, units, h, 0, units));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1 |  3 |  0 |  9 |  0 |  9 |  0 |  3 |  0 |  3 | streams is -1
           2 | -3 |  0 |  9 |  0 |  9 |  0 |  3 |  0 |  3 | units is -3
           2 | 715827883 | 0 | 9 | 0 | 9 | 0 | 3 | 0 | 3 | use at most 715827882
           2 |  3 |  0 |  8 |  0 |  9 |  0 |  3 |  0 |  3 | row stride of input is 8, less than its 9
           2 |  3 |  0 |  9 |  0 |  8 |  0 |  3 |  0 |  3 | row stride of recurrent is 8, less than its 9
           2 |  3 |  0 |  9 |  0 |  9 |  0 |  2 |  0 |  3 | row stride of before is 2, less than its 3
           2 |  3 |  0 |  9 |  0 |  9 |  0 |  3 |  0 |  2 | row stride of after is 2, less than its 3
           2 |  3 | -1 |  9 |  0 |  9 |  0 |  3 |  0 |  3 | input holds 20 floats
           2 |  3 |  3 |  9 |  0 |  9 |  0 |  3 |  0 |  3 | input holds 20 floats
           2 |  3 |  0 |  9 |  3 |  9 |  0 |  3 |  0 |  3 | recurrent holds 20 floats
           2 |  3 |  0 |  9 |  0 |  9 |  5 |  3 |  0 |  3 | before holds 10 floats
           2 |  3 |  0 |  9 |  0 |  9 |  0 |  3 |  5 |  3 | after holds 10 floats
           2 |  3 |  0 |  9 |  0 |  9 |  0 |  3 |  0 |  8 | after holds 10 floats
          """)
  void badShapesAreRejected(
      int streams,
      int units,
      int inputOffset,
      int inputStride,
      int recurrentOffset,
      int recurrentStride,
      int beforeOffset,
      int beforeStride,
      int afterOffset,
      int afterStride,
      String message) {
    for (Backend backend : Backends.all()) {
      float[] after = Floats.moderate(10, 3);
      Contract contract = Contract.leavesAlone(after);
      contract.refused(
          message,
          () ->
              GruCell.update(
                  backend,
                  streams,
                  units,
                  new float[20],
                  inputOffset,
                  inputStride,
                  new float[20],
                  recurrentOffset,
                  recurrentStride,
                  new float[10],
                  beforeOffset,
                  beforeStride,
                  after,
                  afterOffset,
                  afterStride));
    }
  }

  @Test
  void overlapIsRejected() {
    float[] all = Floats.moderate(100, 6);
    float[] o = new float[100];
    Contract contract = Contract.leavesAlone(all, o);
    for (Backend backend : Backends.all()) {
      contract.refused(
          "input [0, 18) and after [17, 23) overlap",
          () -> GruCell.update(backend, 2, 3, all, 0, 9, o, 0, 9, o, 50, 3, all, 17, 3));
      contract.refused(
          "recurrent [0, 18) and after [17, 23) overlap",
          () -> GruCell.update(backend, 2, 3, o, 0, 9, all, 0, 9, o, 50, 3, all, 17, 3));
      contract.refused(
          "after (offset 2, stride 3) overlaps before (offset 0, stride 3)",
          () -> GruCell.update(backend, 2, 3, o, 0, 9, o, 0, 9, all, 0, 3, all, 2, 3));
    }
  }

  @Test
  void whatIsReadMayOverlap() {
    for (Backend backend : Backends.all()) {
      float[] all = Floats.moderate(100, 6);
      Rows x = new Rows(all, 0, 60);
      Rows y = new Rows(all, 1, 60);
      Rows before = new Rows(all, 2, 20);
      float[] expected = new float[20];
      define(1, 20, x, y, before, Rows.dense(expected, 20));
      float[] after = new float[20];
      update(backend, 1, 20, x, y, before, Rows.dense(after, 20));
      assertSameBits(expected, after, backend.toString());
    }
  }

  @Test
  void nothingToDoIsFine() {
    float[] none = {};
    for (Backend backend : Backends.all()) {
      GruCell.update(backend, 0, 5, none, 0, 15, none, 0, 15, none, 0, 5, none, 0, 5);
      GruCell.update(backend, Integer.MAX_VALUE, 0, none, 0, 0, none, 0, 0, none, 0, 1, none, 0, 9);
    }
  }

  @Test
  void nullsAreNamed() {
    float[] x = new float[3];
    Backend scalar = Backend.scalar();
    Contract contract = Contract.leavesAlone(x);
    contract.absent(
        "backend", () -> GruCell.update(null, 1, 1, x, 0, 3, x, 0, 3, x, 0, 1, x, 0, 1));
    contract.absent(
        "input", () -> GruCell.update(scalar, 1, 1, null, 0, 3, x, 0, 3, x, 0, 1, x, 0, 1));
    contract.absent(
        "recurrent", () -> GruCell.update(scalar, 1, 1, x, 0, 3, null, 0, 3, x, 0, 1, x, 0, 1));
    contract.absent(
        "before", () -> GruCell.update(scalar, 1, 1, x, 0, 3, x, 0, 3, null, 0, 1, x, 0, 1));
    contract.absent(
        "after", () -> GruCell.update(scalar, 1, 1, x, 0, 3, x, 0, 3, x, 0, 1, null, 0, 1));
  }
}
