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

final class LstmCellTest {
  private static final int MOST_UNITS = 70;

  private static void update(
      Backend backend, int streams, int units, Rows gates, Rows cell, Rows hidden) {
    LstmCell.update(
        backend,
        streams,
        units,
        gates.array(),
        gates.offset(),
        gates.stride(),
        cell.array(),
        cell.offset(),
        cell.stride(),
        hidden.array(),
        hidden.offset(),
        hidden.stride());
  }

  /** The operations that the documentation gives, with those of one value. */
  private static void define(int streams, int units, Rows gates, Rows cell, Rows hidden) {
    for (int stream = 0; stream < streams; stream++) {
      for (int unit = 0; unit < units; unit++) {
        float i = Elementwise.sigmoid(gates.at(stream, unit));
        float f = Elementwise.sigmoid(gates.at(stream, units + unit));
        float g = Elementwise.tanh(gates.at(stream, 2 * units + unit));
        float o = Elementwise.sigmoid(gates.at(stream, 3 * units + unit));
        float c = Math.fma(f, cell.at(stream, unit), i * g);
        cell.set(stream, unit, c);
        hidden.set(stream, unit, o * Elementwise.tanh(c));
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
        for (int gap : new int[] {0, 5}) {
          float[] drawn =
              special
                  ? Floats.mixed(5 * streams * units, units)
                  : Floats.moderate(5 * streams * units, units);
          float[] memory = Arrays.copyOfRange(drawn, 4 * streams * units, drawn.length);
          Rows gates = Rows.of(drawn, streams, 4 * units, gap, 2 * gap);
          Rows cell = Rows.of(memory, streams, units, 3, gap);
          Rows hidden = Rows.of(new float[streams * units], streams, units, 2 * gap, gap + 1);
          Rows gatesBefore = gates.copy();
          Rows expectedCell = cell.copy();
          Rows expectedHidden = hidden.copy();
          define(streams, units, gates, expectedCell, expectedHidden);
          update(backend, streams, units, gates, cell, hidden);
          String what = "%s, %d streams of %d units".formatted(backend, streams, units);
          assertSameBits(gatesBefore.array(), gates.array(), what + ": gates");
          assertSameBits(expectedCell.array(), cell.array(), what + ": cell");
          assertSameBits(expectedHidden.array(), hidden.array(), what + ": hidden");
        }
      }
    }
  }

  @Test
  void manyStepsFollowTheDefinition() {
    int units = 37;
    for (Backend backend : Backends.all()) {
      Rows cell = Rows.of(new float[2 * units], 2, units, 0, 0);
      Rows hidden = cell.copy();
      Rows expectedCell = cell.copy();
      Rows expectedHidden = cell.copy();
      for (int step = 0; step < 200; step++) {
        Rows gates = Rows.of(Floats.moderate(8 * units, step), 2, 4 * units, 0, 0);
        define(2, units, gates, expectedCell, expectedHidden);
        update(backend, 2, units, gates, cell, hidden);
      }
      assertSameBits(expectedCell.array(), cell.array(), backend + ": cell");
      assertSameBits(expectedHidden.array(), hidden.array(), backend + ": hidden");
    }
  }

  @Test
  void stateOfBothKindsMayBeInterleaved() {
    int units = 21;
    int streams = 3;
    for (Backend backend : Backends.all()) {
      Rows gates = Rows.of(Floats.moderate(4 * streams * units, 1), streams, 4 * units, 0, 0);
      float[] state = Floats.moderate(2 * streams * units, 2);
      Rows hidden = new Rows(state, 0, 2 * units);
      Rows cell = new Rows(state, units, 2 * units);
      float[] expected = state.clone();
      define(
          streams,
          units,
          gates,
          new Rows(expected, units, 2 * units),
          new Rows(expected, 0, 2 * units));
      update(backend, streams, units, gates, cell, hidden);
      assertSameBits(expected, state, backend.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Open forget gate, closed input gate: the cell stays to the bit.
    "-Infinity, Infinity, 0, Infinity, 0x1.234566p3, 0x1.234566p3, 1",
    "-200, 18, 5, 18, 0x1.234566p3, 0x1.234566p3, 1",
    "-200, 18, 5, 18, 0x1p-140, 0x1p-140, 0x1p-140",
    // Closed forget gate, open input gate: the candidate.
    "Infinity, -Infinity, Infinity, Infinity, 7, 1, 0x1.85efacp-1",
    "18, -200, -200, 18, 7, -1, -0x1.85efacp-1",
    // Closed output gate.
    "0, 0, 0, -Infinity, 3, 1.5, 0",
    "0, 0, 0, -200, -3, -1.5, -0.0",
    "0, 0, 0, 0, 0, 0, 0",
    "0, 0, 0, 0, 3.4028235e38, 1.7014117e38, 0.5",
    // A cell that is not finite cannot be forgotten: 0 times infinity.
    "0, -Infinity, 0, 0, Infinity, NaN, NaN",
    "0, 0, 0, 0, -Infinity, -Infinity, -0.5",
    "NaN, 0, 0, 0, 1, NaN, NaN",
    "0, NaN, 0, 0, 1, NaN, NaN",
    "0, 0, NaN, 0, 1, NaN, NaN",
    "0, 0, 0, NaN, 2, 1, NaN",
    "0, 0, 0, 0, NaN, NaN, NaN",
  })
  void gatesAtTheirLimits(
      String i, String f, String g, String o, String c, String newCell, String newHidden) {
    for (Backend backend : Backends.all()) {
      for (int units : new int[] {1, 16, 23}) {
        float[] gates = new float[4 * units];
        float[] cell = new float[units];
        float[] hidden = new float[units];
        Arrays.fill(gates, 0, units, Float.parseFloat(i));
        Arrays.fill(gates, units, 2 * units, Float.parseFloat(f));
        Arrays.fill(gates, 2 * units, 3 * units, Float.parseFloat(g));
        Arrays.fill(gates, 3 * units, 4 * units, Float.parseFloat(o));
        Arrays.fill(cell, Float.parseFloat(c));
        LstmCell.update(backend, 1, units, gates, 0, 4 * units, cell, 0, units, hidden, 0, units);
        for (int unit = 0; unit < units; unit++) {
          assertSameBits(Float.parseFloat(newCell), cell[unit], backend + " cell");
          assertSameBits(Float.parseFloat(newHidden), hidden[unit], backend + " hidden");
        }
      }
    }
  }

  /** The bound of the class comment, with ulp taken at the end of each interval of error. */
  @Test
  void errorsStayWithinTheStatedBound() {
    Backends.all().forEach(LstmCellTest::checkErrors);
  }

  private static void checkErrors(Backend backend) {
    SplittableRandom random = new SplittableRandom(11);
    int units = 1000;
    for (int round = 0; round < 40; round++) {
      double scale = new double[] {1, 4, 12, 60}[round % 4];
      float[] gates = new float[4 * units];
      float[] cell = new float[units];
      float[] before = new float[units];
      for (int k = 0; k < gates.length; k++) {
        gates[k] = (float) random.nextDouble(-scale, scale);
      }
      for (int k = 0; k < units; k++) {
        before[k] = (float) random.nextDouble(-3, 3);
      }
      System.arraycopy(before, 0, cell, 0, units);
      float[] hidden = new float[units];
      LstmCell.update(backend, 1, units, gates, 0, 4 * units, cell, 0, units, hidden, 0, units);
      for (int k = 0; k < units; k++) {
        Approximation i = Approximation.exactly(gates[k]).sigmoid();
        Approximation f = Approximation.exactly(gates[units + k]).sigmoid();
        Approximation g = Approximation.exactly(gates[2 * units + k]).tanh();
        Approximation o = Approximation.exactly(gates[3 * units + k]).sigmoid();
        Approximation c =
            f.times(Approximation.exactly(before[k])).plus(i.times(g).rounded()).rounded();
        Approximation h = o.times(c.tanh()).rounded();
        c.assertHolds(cell[k], "cell");
        h.assertHolds(hidden[k], "hidden");
      }
    }
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @ValueSource(ints = {5, 3 * 16 + 7})
  void allocatesNothing(int units) {
    float[] gates = Floats.moderate(3 * 4 * units, 1);
    float[] state = Floats.moderate(3 * 2 * units, 2);
    for (Backend backend : Backends.all()) {
      Allocation.assertNone(
          () ->
              LstmCell.update(
                  backend, 3, units, gates, 0, 4 * units, state, 0, 2 * units, state, units,
                  2 * units));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1 |  3 |  0 | 12 |  0 |  3 |  0 |  3 | streams is -1
           2 | -3 |  0 | 12 |  0 |  3 |  0 |  3 | units is -3
           2 | 536870912 | 0 | 12 | 0 | 3 | 0 | 3 | use at most 536870911
           2 |  3 |  0 | 11 |  0 |  3 |  0 |  3 | row stride of gates is 11, less than its 12
           2 |  3 |  0 | 12 |  0 |  2 |  0 |  3 | row stride of cell is 2, less than its 3
           2 |  3 |  0 | 12 |  0 |  3 |  0 |  2 | row stride of hidden is 2, less than its 3
           2 |  3 | -1 | 12 |  0 |  3 |  0 |  3 | gates holds 30 floats
           2 |  3 |  7 | 12 |  0 |  3 |  0 |  3 | gates holds 30 floats
           2 |  3 |  0 | 12 |  5 |  3 |  0 |  3 | cell holds 10 floats
           2 |  3 |  0 | 12 |  0 |  3 | -1 |  3 | hidden holds 10 floats
           2 |  3 |  0 | 12 |  0 |  3 |  0 |  8 | hidden holds 10 floats
          """)
  void badShapesAreRejected(
      int streams,
      int units,
      int gatesOffset,
      int gatesStride,
      int cellOffset,
      int cellStride,
      int hiddenOffset,
      int hiddenStride,
      String message) {
    float[] gates = Floats.moderate(30, 1);
    for (Backend backend : Backends.all()) {
      float[] cell = Floats.moderate(10, 2);
      float[] hidden = Floats.moderate(10, 3);
      Contract contract = Contract.leavesAlone(cell, hidden);
      contract.refused(
          message,
          () ->
              LstmCell.update(
                  backend,
                  streams,
                  units,
                  gates,
                  gatesOffset,
                  gatesStride,
                  cell,
                  cellOffset,
                  cellStride,
                  hidden,
                  hiddenOffset,
                  hiddenStride));
    }
  }

  @Test
  void overlapIsRejected() {
    float[] all = Floats.moderate(100, 6);
    float[] other = new float[100];
    Contract contract = Contract.leavesAlone(all, other);
    for (Backend backend : Backends.all()) {
      contract.refused(
          "gates [0, 24) and cell [23, 29) overlap",
          () -> LstmCell.update(backend, 2, 3, all, 0, 12, all, 23, 3, other, 0, 3));
      contract.refused(
          "gates [5, 29) and hidden [0, 6) overlap",
          () -> LstmCell.update(backend, 2, 3, all, 5, 12, other, 0, 3, all, 0, 3));
      contract.refused(
          "hidden (offset 2, stride 6) overlaps cell (offset 0, stride 6)",
          () -> LstmCell.update(backend, 2, 3, other, 0, 12, all, 0, 6, all, 2, 6));
      contract.refused(
          "hidden (offset 0, stride 3) overlaps cell (offset 0, stride 3)",
          () -> LstmCell.update(backend, 2, 3, other, 0, 12, all, 0, 3, all, 0, 3));
    }
  }

  @Test
  void nothingToDoIsFine() {
    float[] none = {};
    for (Backend backend : Backends.all()) {
      LstmCell.update(backend, 0, 5, none, 0, 20, none, 0, 5, none, 0, 5);
      LstmCell.update(backend, Integer.MAX_VALUE, 0, none, 0, 0, none, 0, 1, none, 0, 9);
    }
  }

  @Test
  void nullsAreNamed() {
    float[] x = new float[4];
    Backend scalar = Backend.scalar();
    Contract contract = Contract.leavesAlone(x);
    contract.absent("backend", () -> LstmCell.update(null, 1, 1, x, 0, 4, x, 0, 1, x, 0, 1));
    contract.absent("gates", () -> LstmCell.update(scalar, 1, 1, null, 0, 4, x, 0, 1, x, 0, 1));
    contract.absent("cell", () -> LstmCell.update(scalar, 1, 1, x, 0, 4, null, 0, 1, x, 0, 1));
    contract.absent("hidden", () -> LstmCell.update(scalar, 1, 1, x, 0, 4, x, 0, 1, null, 0, 1));
  }
}
