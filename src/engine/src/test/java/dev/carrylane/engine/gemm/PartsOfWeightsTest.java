package dev.carrylane.engine.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.testkit.Floats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of packed weights are weights that were packed of some columns of the matrix. */
class PartsOfWeightsTest {
  private static final int MOST_ROWS = 9;
  private static final int[] OUTPUTS = {1, 16, 33, 128, 150};
  private static final int[] INPUTS = {1, 7, 40};

  private static PackedWeights pack(Backend backend, int outputs, int inputs) {
    float[] matrix = Floats.moderate(outputs * inputs, 1);
    return PackedWeights.ofOutputRows(
        backend, outputs, inputs, matrix, Floats.moderate(outputs, 2));
  }

  /** What a part of those has to be: packed from a copy of the columns, with the bias or without. */
  private static PackedWeights packedCopy(
      Backend backend, int outputs, int inputs, int first, int count) {
    float[] matrix = Floats.moderate(outputs * inputs, 1);
    float[] copy = new float[outputs * count];
    for (int j = 0; j < outputs; j++) {
      System.arraycopy(matrix, j * inputs + first, copy, j * count, count);
    }
    float[] bias = first == 0 ? Floats.moderate(outputs, 2) : null;
    return PackedWeights.ofOutputRows(backend, outputs, count, copy, bias);
  }

  private static void assertSameProducts(
      Engine engine, PackedWeights expected, PackedWeights part, String what) {
    int inputs = expected.inputs();
    int outputs = expected.outputs();
    assertEquals(inputs, part.inputs(), what);
    assertEquals(outputs, part.outputs(), what);
    Gemm gemm = Gemm.on(engine);
    for (int rows = 1; rows <= MOST_ROWS; rows++) {
      float[] x = Floats.moderate(3 + rows * (inputs + 1), 3);
      float[] y = Floats.moderate(2 + rows * (outputs + 3), 4);
      float[] z = y.clone();
      gemm.multiply(rows, x, 3, inputs + 1, expected, y, 2, outputs + 3, Activation.NONE);
      gemm.multiply(rows, x, 3, inputs + 1, part, z, 2, outputs + 3, Activation.NONE);
      Floats.assertSameBits(y, z, what + ", rows " + rows);
      gemm.accumulate(rows, x, 3, inputs + 1, expected, y, 2, outputs + 3, Activation.TANH);
      gemm.accumulate(rows, x, 3, inputs + 1, part, z, 2, outputs + 3, Activation.TANH);
      Floats.assertSameBits(y, z, what + ", accumulated rows " + rows);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void aPartHasTheBitsOfAPackedCopy(Engine engine) {
    Backend backend = engine.backend();
    for (int outputs : OUTPUTS) {
      for (int inputs : INPUTS) {
        PackedWeights weights = pack(backend, outputs, inputs);
        PackedWeights half = weights.bfloat16();
        for (int first : new int[] {0, 1, inputs / 2, inputs}) {
          for (int count : new int[] {0, 1, (inputs - first) / 2, inputs - first}) {
            if (first + count > inputs) {
              continue;
            }
            String what = outputs + " × " + inputs + ", " + count + " from " + first;
            PackedWeights copy = packedCopy(backend, outputs, inputs, first, count);
            PackedWeights part = weights.part(first, count);
            assertSame(backend, part.backend());
            assertSameProducts(engine, copy, part, what);
            assertSameProducts(engine, copy.bfloat16(), half.part(first, count), what + ", halves");
            assertSameProducts(engine, copy.bfloat16(), part.bfloat16(), what + ", rounded");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void aProductWithTheFirstPartGoesOnWithTheRest(Engine engine) {
    int inputs = 70;
    int outputs = 129;
    PackedWeights weights = pack(engine.backend(), outputs, inputs);
    Gemm gemm = Gemm.on(engine);
    for (PackedWeights whole : new PackedWeights[] {weights, weights.bfloat16()}) {
      for (int first : new int[] {0, 1, 23, inputs}) {
        float[] x = Floats.moderate(MOST_ROWS * inputs, 3);
        float[] once = new float[MOST_ROWS * outputs];
        float[] twice = new float[MOST_ROWS * outputs];
        gemm.multiply(MOST_ROWS, x, whole, once, Activation.SIGMOID);
        PackedWeights rest = whole.part(first, inputs - first);
        gemm.multiply(
            MOST_ROWS, x, 0, inputs, whole.part(0, first), twice, 0, outputs, Activation.NONE);
        gemm.accumulate(MOST_ROWS, x, first, inputs, rest, twice, 0, outputs, Activation.SIGMOID);
        Floats.assertSameBits(once, twice, "after " + first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void aPartOfAPartIsAPart(Engine engine) {
    Backend backend = engine.backend();
    PackedWeights weights = pack(backend, 50, 40);
    PackedWeights part = weights.part(10, 25).part(0, 7);
    assertSameProducts(engine, packedCopy(backend, 50, 40, 10, 7), part, "7 from 10");
    part = weights.part(0, 25).part(3, 7);
    assertSameProducts(engine, packedCopy(backend, 50, 40, 3, 7), part, "7 from 3");
    part = weights.part(0, 25).part(0, 7);
    assertSameProducts(engine, packedCopy(backend, 50, 40, 0, 7), part, "7 from 0");
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void weightsWithoutOutputsHaveParts(Engine engine) {
    PackedWeights part = pack(engine.backend(), 0, 5).part(2, 3);
    assertEquals(3, part.inputs());
    Gemm.on(engine).multiply(2, new float[6], part, new float[0], Activation.NONE);
  }

  @Test
  void inputsThatAreNotThereAreRefused() {
    PackedWeights weights = pack(Backend.scalar(), 3, 40);
    for (int[] range : new int[][] {{-1, 2}, {41, 0}, {35, 6}, {Integer.MAX_VALUE, 40}, {0, 41}}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> weights.part(range[0], range[1]))
              .getMessage();
      assertTrue(message.startsWith("the packed matrix holds 40 inputs, but "), message);
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> weights.part(5, -1)).getMessage();
    assertTrue(message.contains("inputs is -1"), message);
    PackedWeights part = weights.part(10, 20);
    assertThrows(IllegalArgumentException.class, () -> part.part(0, 21));
  }

  private static void refused(String size, Executable use) {
    assertEquals(
        "these weights of " + size + " were closed; pack them, or load their model, again",
        assertThrows(IllegalStateException.class, use).getMessage());
  }

  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void closingAPartOrTheWholeClosesBoth(Engine engine) {
    Gemm gemm = Gemm.on(engine);
    float[] x = Floats.moderate(40, 3);
    float[] y = Floats.moderate(33, 4);
    float[] before = y.clone();
    for (boolean half : new boolean[] {false, true}) {
      for (int closed = 0; closed < 3; closed++) {
        PackedWeights full = pack(engine.backend(), 33, 40);
        PackedWeights whole = half ? full.bfloat16() : full;
        PackedWeights part = whole.part(10, 30);
        PackedWeights other = whole.part(0, 10);
        long bytes = whole.bytes();
        assertTrue(bytes > 0);
        assertEquals(0, part.bytes());
        gemm.multiply(1, x, part, y.clone(), Activation.NONE);
        PackedWeights[] all = {whole, part, other};
        all[closed].close();
        all[closed].close();
        refused("40 × 33", () -> gemm.multiply(1, x, whole, y, Activation.NONE));
        refused("30 × 33", () -> gemm.multiply(1, x, part, y, Activation.NONE));
        refused("10 × 33", () -> gemm.accumulate(1, x, other, y, Activation.NONE));
        refused("40 × 33", () -> whole.part(0, 10));
        refused("40 × 33", () -> part.part(0, 10));
        refused("30 × 33", part::bfloat16);
        assertEquals(0, whole.bytes());
        assertArrayEquals(before, y);
      }
    }
  }

  /** Nobody keeps the whole but its part, whose memory is then not given back. */
  @ParameterizedTest
  @MethodSource("dev.carrylane.engine.Backends#engines")
  void aPartKeepsTheMemoryOfItsWhole(Engine engine) throws InterruptedException {
    PackedWeights part = pack(engine.backend(), 64, 40).part(15, 25);
    for (int time = 0; time < 3; time++) {
      System.gc();
      // The cleaner has a thread of its own.
      Thread.sleep(20);
    }
    assertSameProducts(
        engine, packedCopy(engine.backend(), 64, 40, 15, 25), part, "after collections");
  }
}
