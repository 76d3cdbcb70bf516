package dev.carrylane.engine.activation;

import static dev.carrylane.testkit.Floats.GUARD;
import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.testkit.Floats;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogSoftmaxTest {
  /** The order of operations that the documentation gives. */
  private static float[] definition(float[] row) {
    float max = Float.NEGATIVE_INFINITY;
    for (float value : row) {
      if (value > max) {
        max = value;
      }
    }
    double sum = 0;
    for (float value : row) {
      sum += Elementwise.exp(value - max);
    }
    double log = StrictMath.log(sum);
    float[] result = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      result[i] = (float) (((double) row[i] - max) - log);
    }
    return result;
  }

  @Test
  void everyRowFollowsTheDefinition() {
    for (Backend backend : Backends.all()) {
      for (int columns = 0; columns <= 3 * backend.floatLanes() + 1; columns++) {
        for (int rows = 0; rows <= 3; rows++) {
          check(backend, rows, columns, Floats.moderate(400, columns), 5, columns, 2, columns);
          check(backend, rows, columns, Floats.mixed(400, columns), 3, columns + 3, 7, columns + 1);
        }
      }
    }
  }

  private static void check(
      Backend backend,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int xStride,
      int yOffset,
      int yStride) {
    float[] original = x.clone();
    float[] y = new float[400];
    Arrays.fill(y, GUARD);
    LogSoftmax.logSoftmax(backend, rows, columns, x, xOffset, xStride, y, yOffset, yStride);
    float[] expected = new float[400];
    Arrays.fill(expected, GUARD);
    float[] expectedInPlace = x.clone();
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * xStride;
      float[] result = definition(Arrays.copyOfRange(original, from, from + columns));
      System.arraycopy(result, 0, expected, yOffset + row * yStride, columns);
      System.arraycopy(result, 0, expectedInPlace, from, columns);
    }
    String what = "%s, %d rows of %d".formatted(backend, rows, columns);
    for (int i = 0; i < y.length; i++) {
      assertSameBits(expected[i], y[i], what + ", element " + i);
      assertSameBits(original[i], x[i], what + ", x is unchanged at " + i);
    }
    LogSoftmax.logSoftmax(backend, rows, columns, x, xOffset, xStride, x, xOffset, xStride);
    for (int i = 0; i < x.length; i++) {
      assertSameBits(expectedInPlace[i], x[i], what + " in place, element " + i);
    }
  }

  @Test
  void zerosOfBothSignsGiveTheSameBits() {
    for (Backend backend : Backends.all()) {
      for (int columns = 1; columns <= 35; columns++) {
        float[] x = new float[35];
        for (int negative = 0; negative < columns; negative++) {
          Arrays.fill(x, -200f);
          x[columns - 1] = 0f;
          x[negative] = -0f;
          check(backend, 1, columns, Arrays.copyOf(x, 400), 0, columns, 0, columns);
        }
      }
    }
  }

  @Test
  void knownValues() {
    for (Backend backend : Backends.all()) {
      // ln(1/4), and softmax (1, 2, 3)/6 of their logarithms.
      float[] y = new float[7];
      float[] x = {3f, 3f, 3f, 3f, 0f, (float) Math.log(2), (float) Math.log(3)};
      LogSoftmax.logSoftmax(backend, 1, 4, x, 0, 4, y, 0, 4);
      LogSoftmax.logSoftmax(backend, 1, 3, x, 4, 3, y, 4, 3);
      for (int i = 0; i < 4; i++) {
        assertSameBits((float) -Math.log(4), y[i], "element " + i);
      }
      for (int i = 4; i < 7; i++) {
        // x itself is rounded: one ulp of a value below 2.
        assertEquals(Math.log((i - 3) / 6.0), y[i], Math.ulp(1f));
      }
      // Far below the rest, and beyond the range of float.
      LogSoftmax.logSoftmax(backend, 1, 3, new float[] {3e38f, -3e38f, -1e38f}, 0, 3, y, 0, 3);
      assertArrayEquals(
          new float[] {0f, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY}, Arrays.copyOf(y, 3));
    }
  }

  @Test
  void notFiniteRows() {
    for (Backend backend : Backends.all()) {
      for (int columns : new int[] {1, 2, 5, 16, 17, 40}) {
        for (int at = 0; at < columns; at++) {
          for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] row = Floats.moderate(columns, at);
            row[at] = value;
            LogSoftmax.logSoftmax(backend, 1, columns, row, 0, columns, row, 0, columns);
            for (float result : row) {
              assertTrue(Float.isNaN(result), value + " at " + at + " gives " + result);
            }
          }
          float[] row = Floats.moderate(columns, at);
          row[at] = Float.NEGATIVE_INFINITY;
          LogSoftmax.logSoftmax(backend, 1, columns, row, 0, columns, row, 0, columns);
          for (int i = 0; i < columns && columns > 1; i++) {
            assertEquals(i == at, row[i] == Float.NEGATIVE_INFINITY, "element " + i);
            assertTrue(row[i] <= 0, "element " + i);
          }
        }
        float[] row = new float[columns];
        Arrays.fill(row, Float.NEGATIVE_INFINITY);
        LogSoftmax.logSoftmax(backend, 1, columns, row, 0, columns, row, 0, columns);
        for (float result : row) {
          assertTrue(Float.isNaN(result), "all −∞ gives " + result);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // rows, columns, x offset, x stride, y offset, y stride
    "-1, 3, 0, 3, 0, 3",
    "2, -3, 0, 3, 0, 3",
    "2, 3, 0, 2, 0, 3",
    "2, 3, 0, 3, 0, 2",
    "2, 0, 0, -1, 0, 0"
  })
  void badShapesAreRejected(
      int rows, int columns, int xOffset, int xStride, int yOffset, int yStride) {
    assertRejected(
        IllegalArgumentException.class, rows, columns, xOffset, xStride, yOffset, yStride);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, -1, 3, 0, 3",
    "2, 3, 0, 3, -1, 3",
    "2, 3, 5, 3, 0, 3",
    "2, 3, 0, 3, 5, 3",
    "2, 3, 0, 8, 0, 3",
    "2, 3, 0, 3, 0, 8",
    "2147483647, 2147483647, 0, 2147483647, 0, 2147483647",
    "2147483647, 1, 0, 2147483647, 0, 1",
    "0, 3, 11, 3, 0, 3"
  })
  void matricesOutsideTheirArraysAreRejected(
      int rows, int columns, int xOffset, int xStride, int yOffset, int yStride) {
    assertRejected(
        IllegalArgumentException.class, rows, columns, xOffset, xStride, yOffset, yStride);
  }

  private static void assertRejected(
      Class<? extends RuntimeException> type,
      int rows,
      int columns,
      int xOffset,
      int xStride,
      int yOffset,
      int yStride) {
    for (Backend backend : Backends.all()) {
      float[] y = Floats.moderate(10, 4);
      float[] before = y.clone();
      assertThrows(
          type,
          () ->
              LogSoftmax.logSoftmax(
                  backend, rows, columns, new float[10], xOffset, xStride, y, yOffset, yStride));
      assertArrayEquals(before, y);
    }
  }

  @Test
  void overlapIsRejectedUnlessTheSame() {
    float[] x = Floats.moderate(40, 6);
    float[] before = x.clone();
    for (Backend backend : Backends.all()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> LogSoftmax.logSoftmax(backend, 2, 5, x, 0, 5, x, 1, 5));
      assertThrows(
          IllegalArgumentException.class,
          () -> LogSoftmax.logSoftmax(backend, 2, 5, x, 0, 5, x, 0, 6));
    }
    assertArrayEquals(before, x);
    for (Backend backend : Backends.all()) {
      float[] y = x.clone();
      LogSoftmax.logSoftmax(backend, 2, 5, y, 0, 5, y, 10, 7);
      assertArrayEquals(definition(Arrays.copyOf(x, 5)), Arrays.copyOfRange(y, 10, 15));
      assertArrayEquals(definition(Arrays.copyOfRange(x, 5, 10)), Arrays.copyOfRange(y, 17, 22));
    }
  }

  @Test
  void nothingToDoIsFine() {
    for (Backend backend : Backends.all()) {
      LogSoftmax.logSoftmax(backend, 0, 5, new float[0], 0, 5, new float[0], 0, 9);
      LogSoftmax.logSoftmax(backend, 5, 0, new float[0], 0, 0, new float[0], 0, 9);
      LogSoftmax.logSoftmax(backend, Integer.MAX_VALUE, 0, new float[0], 0, 1, new float[0], 0, 1);
    }
  }
}
