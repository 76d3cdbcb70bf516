package dev.carrylane.properties;

import static dev.carrylane.testkit.Floats.assertSameBits;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.GruCell;
import dev.carrylane.engine.activation.LstmCell;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The laws of the state updates of gated cells: streams together give what each gives alone, whatever
 * the backend, the vector width and the layout; and both give the documented operations.
 */
final class GatedCellProperties {
  private static final int LSTM_GATES = 4;
  private static final int GRU_GATES = 3;

  /** How the rows of each operand lie in its array: where they start, and what is between two of them. */
  private record Places(List<Integer> numbers) {
    Layout layout(int operand, int columns) {
      return new Layout(numbers.get(2 * operand), columns + numbers.get(2 * operand + 1));
    }
  }

  /** Of four operands. */
  static final class AnyPlaces implements ArbitrarySupplier<Places> {
    @Override
    public Arbitrary<Places> get() {
      return Arbitraries.integers().between(0, 19).list().ofSize(8).map(Places::new);
    }
  }

  /** How the rows of one operand lie in its array. */
  private record Layout(int offset, int stride) {
    int end(int rows) {
      return offset + rows * stride;
    }

    int row(int row) {
      return offset + row * stride;
    }
  }

  @Property
  void lstmStreamsTogetherGiveWhatEachGivesAlone(
      @ForAll(supplier = Values.Any.class) Values values,
      @ForAll(supplier = AnyPlaces.class) Places places,
      @ForAll @IntRange(max = 9) int streams,
      @ForAll @IntRange(max = 80) int units) {
    int width = LSTM_GATES * units;
    Layout g = places.layout(0, width);
    Layout c = places.layout(1, units);
    Layout h = places.layout(2, units);
    float[] gates = values.floats("gates", g.end(streams));
    float[] before = values.floats("before", c.end(streams));
    float[] untouched = values.floats("untouched", h.end(streams));
    float[] expectedCell = before.clone();
    float[] expectedHidden = untouched.clone();
    for (int stream = 0; stream < streams; stream++) {
      for (int unit = 0; unit < units; unit++) {
        int at = g.row(stream) + unit;
        float i = Elementwise.sigmoid(gates[at]);
        float f = Elementwise.sigmoid(gates[at + units]);
        float candidate = Elementwise.tanh(gates[at + 2 * units]);
        float o = Elementwise.sigmoid(gates[at + 3 * units]);
        float cell = Math.fma(f, before[c.row(stream) + unit], i * candidate);
        expectedCell[c.row(stream) + unit] = cell;
        expectedHidden[h.row(stream) + unit] = o * Elementwise.tanh(cell);
      }
    }
    for (Backend backend : Engines.backends()) {
      float[] cell = before.clone();
      float[] hidden = untouched.clone();
      LstmCell.update(
          backend, streams, units, gates, g.offset, g.stride, cell, c.offset, c.stride, hidden,
          h.offset, h.stride);
      assertSameBits(expectedCell, cell, backend + ", cell");
      assertSameBits(expectedHidden, hidden, backend + ", hidden");
      for (int stream = 0; stream < streams; stream++) {
        int from = g.row(stream);
        float[] own = Arrays.copyOfRange(gates, from, from + width);
        from = c.row(stream);
        float[] ownCell = Arrays.copyOfRange(before, from, from + units);
        float[] ownHidden = new float[units];
        LstmCell.update(backend, 1, units, own, 0, width, ownCell, 0, units, ownHidden, 0, units);
        assertSameBits(
            Arrays.copyOfRange(cell, from, from + units), ownCell, backend + ", own cell");
        from = h.row(stream);
        assertSameBits(
            Arrays.copyOfRange(hidden, from, from + units), ownHidden, backend + ", own hidden");
      }
    }
  }

  @Property
  void gruStreamsTogetherGiveWhatEachGivesAlone(
      @ForAll(supplier = Values.Any.class) Values values,
      @ForAll(supplier = AnyPlaces.class) Places places,
      @ForAll @IntRange(max = 9) int streams,
      @ForAll @IntRange(max = 80) int units,
      @ForAll boolean inPlace) {
    int width = GRU_GATES * units;
    Layout x = places.layout(0, width);
    Layout y = places.layout(1, width);
    Layout b = places.layout(2, units);
    Layout a = inPlace ? b : places.layout(3, units);
    float[] input = values.floats("input", x.end(streams));
    float[] recurrent = values.floats("recurrent", y.end(streams));
    float[] before = values.floats("before", b.end(streams));
    float[] untouched = inPlace ? before : values.floats("untouched", a.end(streams));
    float[] expected = untouched.clone();
    for (int stream = 0; stream < streams; stream++) {
      for (int unit = 0; unit < units; unit++) {
        int xr = x.row(stream) + unit;
        int yr = y.row(stream) + unit;
        float r = Elementwise.sigmoid(input[xr] + recurrent[yr]);
        float z = Elementwise.sigmoid(input[xr + units] + recurrent[yr + units]);
        float n = Elementwise.tanh(Math.fma(r, recurrent[yr + 2 * units], input[xr + 2 * units]));
        float h = before[b.row(stream) + unit];
        expected[a.row(stream) + unit] = Math.fma(z, h, Math.fma(-z, n, n));
      }
    }
    for (Backend backend : Engines.backends()) {
      float[] after = untouched.clone();
      float[] from = inPlace ? after : before;
      GruCell.update(
          backend, streams, units, input, x.offset, x.stride, recurrent, y.offset, y.stride, from,
          b.offset, b.stride, after, a.offset, a.stride);
      assertSameBits(expected, after, backend.toString());
      for (int stream = 0; stream < streams; stream++) {
        float[] ownInput = Arrays.copyOfRange(input, x.row(stream), x.row(stream) + width);
        float[] ownRecurrent = Arrays.copyOfRange(recurrent, y.row(stream), y.row(stream) + width);
        float[] own = Arrays.copyOfRange(before, b.row(stream), b.row(stream) + units);
        GruCell.update(
            backend,
            1,
            units,
            ownInput,
            0,
            width,
            ownRecurrent,
            0,
            width,
            own,
            0,
            units,
            own,
            0,
            units);
        int to = a.row(stream);
        assertSameBits(Arrays.copyOfRange(after, to, to + units), own, backend + ", alone");
      }
    }
  }

  /** With a finite state, the update gate's two ends are exact: it keeps, or it takes the candidate. */
  @Property
  void gruKeepsOrReplacesExactly(
      @ForAll @IntRange(max = 1 << 20) int number, @ForAll @IntRange(min = 1, max = 80) int units) {
    Values values = new Values(Values.Kind.ORDINARY, number);
    SplittableRandom random = values.random();
    float[] input = values.floats("input", GRU_GATES * units);
    float[] recurrent = values.floats("recurrent", GRU_GATES * units);
    float[] state = values.floats("state", units);
    float[] expected = state.clone();
    for (int unit = 0; unit < units; unit++) {
      boolean keep = random.nextBoolean();
      input[units + unit] = keep ? 20 : -200;
      if (!keep) {
        float r = Elementwise.sigmoid(input[unit] + recurrent[unit]);
        int n = 2 * units + unit;
        expected[unit] = Elementwise.tanh(Math.fma(r, recurrent[n], input[n]));
      }
    }
    int width = GRU_GATES * units;
    for (Backend backend : Engines.backends()) {
      float[] h = state.clone();
      GruCell.update(
          backend, 1, units, input, 0, width, recurrent, 0, width, h, 0, units, h, 0, units);
      assertSameBits(expected, h, backend.toString());
    }
  }
}
