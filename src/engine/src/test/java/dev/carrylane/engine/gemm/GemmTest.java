package dev.carrylane.engine.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemv.Gemv;
import dev.carrylane.testkit.Allocation;
import dev.carrylane.testkit.Contract;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GemmTest {
  private static final int[] ROWS = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 23, 24, 27, 60};
  private static final int[] COLUMNS = {0, 1, 7, 15, 16, 17, 31, 32, 33, 64, 88, 97, 129, 150};
  private static final int[] DEPTHS = {0, 1, 2, 88};

  private final SplittableRandom random = new SplittableRandom(7);

  private float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** The definition: one chain per element. */
  private static void chains(
      int rows,
      int columns,
      int depth,
      float[] a,
      int aOffset,
      int aStride,
      float[] w,
      float[] c,
      int cOffset,
      int cStride) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float chain = c[cOffset + i * cStride + j];
        for (int k = 0; k < depth; k++) {
          chain = Math.fma(a[aOffset + i * aStride + k], w[j * depth + k], chain);
        }
        c[cOffset + i * cStride + j] = chain;
      }
    }
  }

  private static void fillRows(float[] c, int cOffset, int cStride, int rows, float[] bias) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(bias, 0, c, cOffset + i * cStride, bias.length);
    }
  }

  @Test
  void equalsTheChainsForEveryShapeAndLeavesTheRestAlone() {
    for (Engine engine : Backends.engines()) {
      Gemm gemm = Gemm.on(engine);
      for (int rows : ROWS) {
        for (int columns : COLUMNS) {
          for (int depth : DEPTHS) {
            int aStride = depth + 3;
            int cStride = columns + 2;
            float[] a = values(5 + rows * aStride);
            float[] w = values(columns * depth);
            float[] bias = values(columns);
            float[] c = values(3 + rows * cStride + 40);
            float[] expected = c.clone();
            fillRows(expected, 3, cStride, rows, bias);
            chains(rows, columns, depth, a, 5, aStride, w, expected, 3, cStride);
            PackedWeights weights =
                PackedWeights.ofOutputRows(engine.backend(), columns, depth, w, 0, depth, bias, 0);
            gemm.multiply(rows, a, 5, aStride, weights, c, 3, cStride, Activation.NONE);
            String shape = engine + ": " + rows + "×" + depth + "×" + columns;
            assertArrayEquals(expected, c, shape);
            chains(rows, columns, depth, a, 5, aStride, w, expected, 3, cStride);
            gemm.accumulate(rows, a, 5, aStride, weights, c, 3, cStride, Activation.NONE);
            assertArrayEquals(expected, c, shape + " accumulated");
          }
        }
      }
    }
  }

  @Test
  void threadsDoNotChangeBits() {
    int rows = 250;
    int depth = 300;
    int columns = 150;
    float[] a = values(rows * depth);
    float[] w = values(columns * depth);
    float[] expected = new float[rows * columns];
    chains(rows, columns, depth, a, 0, depth, w, expected, 0, columns);
    float[] oneRow = Arrays.copyOf(expected, columns);
    for (Engine engine : Backends.engines()) {
      PackedWeights weights =
          PackedWeights.ofOutputRows(engine.backend(), columns, depth, w, 0, depth, null, 0);
      float[] c = new float[rows * columns];
      Gemm.on(engine).multiply(rows, a, 0, depth, weights, c, 0, columns, Activation.NONE);
      assertArrayEquals(expected, c, engine.toString());
      float[] y = new float[columns];
      Gemv.on(engine).multiply(a, 0, weights, y, 0, Activation.NONE);
      assertArrayEquals(oneRow, y, engine.toString());
    }
  }

  @Test
  void wideShallowProductsSplitByColumns() {
    int depth = 1200;
    int columns = 4000;
    float[] a = values(depth);
    float[] w = values(columns * depth);
    float[] expected = new float[columns];
    chains(1, columns, depth, a, 0, depth, w, expected, 0, columns);
    for (Engine engine : Backends.engines()) {
      PackedWeights weights =
          PackedWeights.ofOutputRows(engine.backend(), columns, depth, w, 0, depth, null, 0);
      float[] c = new float[columns];
      Gemm.on(engine).multiply(1, a, 0, depth, weights, c, 0, columns, Activation.NONE);
      assertArrayEquals(expected, c, engine.toString());
    }
  }

  @Test
  void inputRowsAreTheTransposeOfOutputRows() {
    float[] w = values(6 * 40);
    float[] transposed = new float[w.length];
    for (int out = 0; out < 40; out++) {
      for (int in = 0; in < 6; in++) {
        transposed[in * 40 + out] = w[out * 6 + in];
      }
    }
    float[] x = values(6);
    for (Backend backend : Backends.all()) {
      Gemv gemv = Gemv.on(Engine.of(backend));
      float[] y = new float[40];
      float[] z = new float[40];
      gemv.multiply(
          x,
          0,
          PackedWeights.ofOutputRows(backend, 40, 6, w, 0, 6, null, 0),
          y,
          0,
          Activation.NONE);
      gemv.multiply(
          x,
          0,
          PackedWeights.ofInputRows(backend, 6, 40, transposed, 0, 40, null, 0),
          z,
          0,
          Activation.NONE);
      assertArrayEquals(y, z);
    }
  }

  @Test
  void activationFollowsTheChains() {
    int columns = 37;
    float[] w = values(columns * 5);
    float[] x = values(3 * 5);
    for (Engine engine : Backends.engines()) {
      PackedWeights weights =
          PackedWeights.ofOutputRows(engine.backend(), columns, 5, w, 0, 5, null, 0);
      Gemm gemm = Gemm.on(engine);
      float[] plain = new float[3 * 40];
      gemm.multiply(3, x, 0, 5, weights, plain, 0, 40, Activation.NONE);
      for (Activation activation : Activation.values()) {
        float[] c = new float[3 * 40];
        gemm.multiply(3, x, 0, 5, weights, c, 0, 40, activation);
        for (int i = 0; i < c.length; i++) {
          double z = plain[i];
          double expected =
              i % 40 >= columns
                  ? 0
                  : switch (activation) {
                    case NONE -> z;
                    case RELU -> Math.max(z, 0);
                    case TANH -> Math.tanh(z);
                    case SIGMOID -> 1 / (1 + Math.exp(-z));
                  };
          // 3 ulp of a value below 1 is the stated accuracy; products here are below 8.
          assertEquals(expected, c[i], 3 * Math.ulp(1f) / 2, activation + " at " + i);
        }
      }
    }
  }

  @Test
  void nonFiniteValuesFollowTheChains() {
    float[] specials = {Float.NaN, Float.POSITIVE_INFINITY, -0f, 0f, Float.MIN_VALUE, 1e30f};
    int columns = 70;
    int depth = 6;
    int rows = 14;
    float[] a = new float[rows * depth];
    float[] w = new float[columns * depth];
    for (int i = 0; i < a.length; i++) {
      a[i] = specials[random.nextInt(specials.length)];
    }
    for (int i = 0; i < w.length; i++) {
      w[i] = specials[random.nextInt(specials.length)];
    }
    float[] expected = new float[rows * columns];
    chains(rows, columns, depth, a, 0, depth, w, expected, 0, columns);
    for (Engine engine : Backends.engines()) {
      PackedWeights weights =
          PackedWeights.ofOutputRows(engine.backend(), columns, depth, w, 0, depth, null, 0);
      float[] c = new float[rows * columns];
      Gemm.on(engine).multiply(rows, a, 0, depth, weights, c, 0, columns, Activation.NONE);
      assertArrayEquals(expected, c, engine.toString());
    }
  }

  @Test
  void badArgumentsAreNamedAndNothingIsWritten() {
    Engine engine = Engine.of(Backend.scalar());
    PackedWeights weights =
        PackedWeights.ofOutputRows(engine.backend(), 4, 3, values(12), 0, 3, null, 0);
    Gemm gemm = Gemm.on(engine);
    float[] a = values(30);
    float[] c = new float[40];
    Contract contract = Contract.leavesAlone(a, c);
    contract.refused(
        "rows is -1", () -> gemm.multiply(-1, a, 0, 3, weights, c, 0, 4, Activation.NONE));
    contract.refused(
        "a holds 30 floats, but 11 rows of 3 at offset 0 with row stride 3 end at 33",
        () -> gemm.multiply(11, a, 0, 3, weights, c, 0, 4, Activation.NONE));
    contract.refused(
        "the row stride of a is 2, less than its 3 columns",
        () -> gemm.multiply(2, a, 0, 2, weights, c, 0, 4, Activation.NONE));
    contract.refused(
        "c holds 40 floats, but 2 rows of 4 at offset 33 with row stride 4 end at 41",
        () -> gemm.multiply(2, a, 0, 3, weights, c, 33, 4, Activation.NONE));
    contract.refused(
        "at offset -1", () -> gemm.multiply(2, a, -1, 3, weights, c, 0, 4, Activation.NONE));
    contract.absent("a", () -> gemm.multiply(2, null, 0, 3, weights, c, 0, 4, Activation.NONE));
    contract.refused(
        "overlap in one array", () -> gemm.multiply(2, a, 0, 3, weights, a, 5, 4, Activation.NONE));
    contract.absent("activation", () -> gemm.multiply(2, a, 0, 3, weights, c, 0, 4, null));
    contract.absent("activation", () -> gemm.accumulate(2, a, 0, 3, weights, c, 0, 4, null));
    contract.refused(
        "weight holds 11 floats",
        () -> PackedWeights.ofOutputRows(engine.backend(), 4, 3, values(11), 0, 3, null, 0));
    contract.refused(
        "bias holds 3 floats",
        () -> PackedWeights.ofOutputRows(engine.backend(), 4, 3, values(12), 0, 3, values(3), 0));
    contract.refused(
        "more than an array holds; split the columns",
        () ->
            PackedWeights.ofOutputRows(
                engine.backend(), Integer.MAX_VALUE, 0, new float[0], 0, 0, null, 0));
  }

  @Test
  void weightsOfAnotherBackendAreRefused() {
    Backend vector = Backends.all().get(Backends.all().size() - 1);
    assumeTrue(vector.isVector(), "no vector backend here");
    PackedWeights weights =
        PackedWeights.ofOutputRows(Backend.scalar(), 4, 3, values(12), 0, 3, null, 0);
    Contract contract = Contract.leavesAlone();
    contract.refused(
        "packed for the scalar backend",
        () ->
            Gemv.on(Engine.of(vector))
                .multiply(values(3), 0, weights, new float[4], 0, Activation.NONE));
  }

  @Tag(Allocation.TAG)
  @Test
  void nothingIsDoneForEmptyShapesHoweverLargeTheirOtherSizes() {
    float[] none = {};
    int huge = 1_000_000_000;
    int largest = Integer.MAX_VALUE;
    for (Engine engine : Backends.engines()) {
      Gemm gemm = Gemm.on(engine);
      gemm.multiply(Transpose.NONE, 0, huge, 0, none, none, none);
      gemm.multiply(Transpose.RIGHT, 0, largest, 0, none, none, none);
      gemm.multiply(Transpose.LEFT, largest, 0, 0, none, none, none);
      gemm.accumulate(Transpose.NONE, 0, 0, largest, none, none, none);
      for (int inputs : new int[] {67_108_863, 67_108_864, 70_000_000, largest}) {
        for (PackedWeights weights :
            new PackedWeights[] {
              PackedWeights.ofOutputRows(engine.backend(), 0, inputs, none, null),
              PackedWeights.ofInputRows(engine.backend(), inputs, 0, none, null)
            }) {
          assertEquals(inputs, weights.bfloat16().inputs());
          gemm.multiply(0, none, weights, none, Activation.NONE);
        }
      }
    }
  }

  @Test
  void callsAllocateNothing() {
    float[] a = values(64 * 88);
    float[] c = new float[64 * 150];
    for (Engine engine : Backends.engines()) {
      PackedWeights weights =
          PackedWeights.ofOutputRows(engine.backend(), 150, 88, values(150 * 88), 0, 88, null, 0);
      Gemm gemm = Gemm.on(engine);
      if (engine.threads() == 1) {
        Allocation.assertNone(
            () -> gemm.multiply(64, a, 0, 88, weights, c, 0, 150, Activation.SIGMOID));
      }
    }
  }
}
