package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.adder.Adder;
import dev.carrylane.engine.adder.AdderSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However the operands of a scan lie in one array: it is refused, and the array is as it was, or every result is that
 * of separate arrays, to the bit, and nothing else has changed.
 */
class AliasingContractTest {
  private static final int PLACEMENTS = 3000;

  /** Runs an operation on operands in arrays of float, at offsets; −1 for one that is not there. */
  private interface Operation {
    void run(Sequences s, boolean[] resets, float[][] arrays, int[] at);
  }

  /** An operation: elements of each operand for a step of a channel, negative for states of a sequence. */
  private record Case(String name, int written, int[] widths, Operation operation) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case forward(String name, int pWidth, int width, Operation operation) {
    // p, g, initial, h, finalState
    int[] widths = {pWidth, width, -width, width, -width};
    return new Case(name, 3, widths, operation);
  }

  private static Case backward(String name, int pWidth, int width, Operation operation) {
    // p, h, initial, dh, dFinal, dp, dg, dInitial
    int[] widths = {pWidth, width, -width, width, -width, pWidth, width, -width};
    return new Case(name, 5, widths, operation);
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Backend backend = Backend.vector().orElse(Backend.scalar());
    for (int threads : new int[] {1, 3}) {
      Engine e = Backends.engine(backend, threads);
      String on = ", " + threads + " threads";
      for (ScanSchedule schedule : ScanSchedule.values()) {
        AffineScan scan = AffineScan.on(e, schedule, 8);
        cases.add(
            forward(
                "affine " + schedule + on,
                1,
                1,
                (s, r, x, i) ->
                    scan.run(s, r, 0, x[0], i[0], x[1], i[1], x[2], i[2], x[3], i[3], x[4], i[4])));
      }
      ComplexAffineScan complex = ComplexAffineScan.on(e);
      cases.add(
          forward(
              "complex" + on,
              2,
              2,
              (s, r, x, i) ->
                  complex.run(
                      s, r, 0, x[0], i[0], x[1], i[1], x[2], i[2], x[3], i[3], x[4], i[4])));
      DenseAffineScan dense = DenseAffineScan.on(e, 2);
      cases.add(
          forward(
              "dense" + on,
              4,
              2,
              (s, r, x, i) ->
                  dense.run(s, r, 0, x[0], i[0], x[1], i[1], x[2], i[2], x[3], i[3], x[4], i[4])));
      FloatSemiringScan best = FloatSemiringScan.on(e, Semiring.MAX_PLUS);
      cases.add(
          forward(
              "semiring" + on,
              1,
              1,
              (s, r, x, i) ->
                  best.run(s, r, 0, x[0], i[0], x[1], i[1], x[2], i[2], x[3], i[3], x[4], i[4])));
      AffineScanGradient gradient = AffineScanGradient.on(e);
      cases.add(
          backward(
              "affine gradient" + on,
              1,
              1,
              (s, r, x, i) ->
                  gradient.run(
                      s, r, 0, x[0], i[0], x[1], i[1], x[2], i[2], x[3], i[3], x[4], i[4], x[5],
                      i[5], x[6], i[6], x[7], i[7])));
      ComplexAffineScanGradient turned = ComplexAffineScanGradient.on(e);
      cases.add(
          backward(
              "complex gradient" + on,
              2,
              2,
              (s, r, x, i) ->
                  turned.run(
                      s, r, 0, x[0], i[0], x[1], i[1], x[2], i[2], x[3], i[3], x[4], i[4], x[5],
                      i[5], x[6], i[6], x[7], i[7])));
      DenseAffineScanGradient blocks = DenseAffineScanGradient.on(e, 2);
      cases.add(
          backward(
              "dense gradient" + on,
              4,
              2,
              (s, r, x, i) ->
                  blocks.run(
                      s, r, 0, x[0], i[0], x[1], i[1], x[2], i[2], x[3], i[3], x[4], i[4], x[5],
                      i[5], x[6], i[6], x[7], i[7])));
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void refusedOrRight(Case each) {
    SplittableRandom random = new SplittableRandom(27);
    int accepted = 0;
    int shared = 0;
    for (int placement = 0; placement < PLACEMENTS; placement++) {
      int result = place(each, random, placement);
      accepted += result >= 0 ? 1 : 0;
      shared += result > 0 ? 1 : 0;
    }
    assertTrue(accepted > PLACEMENTS / 20, accepted + " accepted");
    assertTrue(shared > PLACEMENTS / 100, shared + " in place or overlapping");
    assertTrue(accepted < PLACEMENTS, "nothing is refused");
  }

  /** Returns −1 if it was refused, 1 if operands overlap, or else 0. */
  private static int place(Case each, SplittableRandom random, int number) {
    int channels = 1 + random.nextInt(4);
    int count = 1 + random.nextInt(3);
    int steps = random.nextInt(12) == 0 ? 40 + random.nextInt(60) : random.nextInt(6);
    boolean channelMajor = random.nextInt(3) == 0;
    Sequences s =
        channelMajor
            ? Sequences.channelMajor(count, channels, steps)
            : Sequences.timeMajor(count, steps, channels);
    int[] widths = each.widths();
    int rows = count * (channelMajor ? channels : steps);
    int row = channelMajor ? steps : channels;
    int[] strides = {
      row * Math.abs(widths[0]), row * Math.abs(widths[1]), row * Math.abs(widths[1])
    };
    if (random.nextInt(3) > 0) {
      int wide = Math.max(strides[0], strides[1]) * (1 + random.nextInt(3)) + random.nextInt(4);
      Arrays.fill(strides, wide);
      s = s.strides(wide, wide, wide);
    }
    s = random.nextInt(3) == 0 ? s.reversed() : s;
    s = random.nextInt(3) == 0 ? s.exclusive() : s;
    boolean[] resets = random.nextInt(3) == 0 ? new boolean[count * steps] : null;
    for (int i = 0; resets != null && i < resets.length; i++) {
      resets[i] = random.nextInt(4) == 0;
    }
    int operands = widths.length;
    int[] sizes = new int[operands];
    for (int k = 0; k < operands; k++) {
      int width = Math.abs(widths[k]);
      int stride = width == Math.abs(widths[0]) ? strides[0] : strides[1];
      sizes[k] =
          widths[k] < 0
              ? count * channels * width
              : rows == 0 || row == 0 ? 0 : (rows - 1) * stride + row * width;
    }
    int total = Arrays.stream(sizes).sum() + 8;
    int[] at = new int[operands];
    int next = random.nextInt(4);
    for (int k = 0; k < operands; k++) {
      at[k] =
          switch (random.nextInt(5)) {
            case 0 -> at[random.nextInt(k + 1)];
            case 1 -> random.nextInt(total - sizes[k] + 1);
            case 2 ->
                Math.min(total - sizes[k], at[random.nextInt(k + 1)] + row * Math.abs(widths[k]));
            default -> Math.min(next, total - sizes[k]);
          };
      next = Math.max(next, at[k] + sizes[k]);
    }
    boolean[] absent = new boolean[operands];
    for (int k = 0; k < operands; k++) {
      absent[k] = widths[k] < 0 && random.nextInt(2) == 0;
    }
    float[] array = new float[total];
    for (int i = 0; i < total; i++) {
      array[i] = random.nextInt(-8, 9) / 8f;
    }
    float[] before = array.clone();
    float[][] one = new float[operands][];
    float[][] apart = new float[operands][];
    for (int k = 0; k < operands; k++) {
      one[k] = absent[k] ? null : array;
      apart[k] = absent[k] ? null : before.clone();
    }
    String what = each + ", placement " + number + ", " + s + ", at " + Arrays.toString(at);
    try {
      each.operation().run(s, resets, one, at);
    } catch (IllegalArgumentException refused) {
      assertArrayEquals(bits(before), bits(array), what + " was refused: " + refused.getMessage());
      return -1;
    }
    each.operation().run(s, resets, apart, at);
    float[] expected = before.clone();
    int overlapping = 0;
    boolean[] used = new boolean[total];
    for (int k = each.written(); k < operands; k++) {
      for (int i = 0; apart[k] != null && i < total; i++) {
        if (Float.floatToRawIntBits(apart[k][i]) != Float.floatToRawIntBits(before[i])) {
          expected[i] = apart[k][i];
        }
      }
    }
    for (int k = 0; k < operands; k++) {
      for (int i = at[k]; !absent[k] && i < at[k] + sizes[k]; i++) {
        overlapping |= used[i] ? 1 : 0;
        used[i] = true;
      }
    }
    assertArrayEquals(bits(expected), bits(array), what);
    return overlapping;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @ParameterizedTest
  @MethodSource("operators")
  void operatorsAreRefusedOrRight(ScanSchedule schedule) {
    SplittableRandom random = new SplittableRandom(5);
    OperatorScan scan = OperatorScan.on(Backends.engine(Backend.scalar(), 3), schedule);
    int accepted = 0;
    for (int placement = 0; placement < PLACEMENTS; placement++) {
      int count = 1 + random.nextInt(3);
      int steps = random.nextInt(20) == 0 ? 200 : random.nextInt(5);
      Sequences s = Sequences.timeMajor(count, steps, 1);
      s = random.nextInt(3) == 0 ? s.reversed() : s;
      s = random.nextInt(3) == 0 ? s.exclusive() : s;
      int own = scan.scratch(s, true);
      int[] sizes = {count * steps, count, count * steps, count, own};
      int total = Arrays.stream(sizes).sum() + 5;
      int[] at = new int[5];
      for (int k = 0, next = 1; k < 5; k++) {
        at[k] =
            switch (random.nextInt(4)) {
              case 0 -> at[random.nextInt(k + 1)];
              case 1 -> random.nextInt(total - sizes[k] + 1);
              default -> Math.min(next, total - sizes[k]);
            };
        next = Math.max(next, at[k] + sizes[k]);
      }
      int initial = random.nextBoolean() ? at[1] : ScanOperator.NONE;
      int last = random.nextBoolean() ? at[3] : ScanOperator.NONE;
      long[] values = random.longs(total).toArray();
      values[0] = 0;
      Sums one = new Sums(values.clone());
      try {
        scan.run(s, null, 0, one, at[0], initial, at[2], last, at[4]);
      } catch (IllegalArgumentException refused) {
        assertArrayEquals(values, one.values);
        continue;
      }
      accepted++;
      // Results as the definition has them, from what the array held.
      for (int q = 0; q < count; q++) {
        long state = initial == ScanOperator.NONE ? 0 : values[initial + q];
        for (int k = 0; k < steps; k++) {
          int t = q * steps + (s.isReversed() ? steps - 1 - k : k);
          long after = state + values[at[0] + t];
          assertTrue(one.values[at[2] + t] == (s.isExclusive() ? state : after));
          state = after;
        }
        assertTrue(last == ScanOperator.NONE || one.values[last + q] == state);
      }
    }
    assertTrue(accepted > PLACEMENTS / 20, accepted + " accepted");
  }

  static Stream<ScanSchedule> operators() {
    return Stream.of(ScanSchedule.SERIAL_TIME, ScanSchedule.BLOCKED_TIME);
  }

  /** Sums of longs; the identity lies at 0. */
  private record Sums(long[] values) implements ScanOperator {
    @Override
    public void combine(int left, int right, int out) {
      values[out] = values[left] + values[right];
    }

    @Override
    public void copy(int from, int to) {
      values[to] = values[from];
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int identity() {
      return 0;
    }

    @Override
    public boolean isExact() {
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource("adders")
  void addersAreRefusedOrRight(AdderSchedule schedule) {
    SplittableRandom random = new SplittableRandom(6);
    Adder adder = Adder.on(Engine.of(Backend.vector().orElse(Backend.scalar())), schedule);
    int accepted = 0;
    for (int placement = 0; placement < PLACEMENTS; placement++) {
      int words = random.nextInt(40);
      long[] values = random.longs(2 * words + 20L).toArray();
      int a = random.nextInt(words + 20);
      int b = random.nextInt(words + 20);
      int sum = random.nextInt(3) == 0 ? a : random.nextInt(words + 20);
      boolean minus = random.nextBoolean();
      int carry = random.nextInt(2);
      long[] one = values.clone();
      int out;
      try {
        out =
            minus
                ? adder.subtract(words, one, a, one, b, one, sum, carry)
                : adder.add(words, one, a, one, b, one, sum, carry);
      } catch (IllegalArgumentException refused) {
        assertArrayEquals(values, one);
        continue;
      }
      accepted++;
      long[] expected = values.clone();
      int expectedOut =
          minus
              ? adder.subtract(words, values, a, values, b, expected, sum, carry)
              : adder.add(words, values, a, values, b, expected, sum, carry);
      assertArrayEquals(expected, one);
      assertTrue(expectedOut == out);
    }
    assertTrue(accepted > PLACEMENTS / 20, accepted + " accepted");
  }

  static Stream<AdderSchedule> adders() {
    return Stream.of(AdderSchedule.values());
  }
}
