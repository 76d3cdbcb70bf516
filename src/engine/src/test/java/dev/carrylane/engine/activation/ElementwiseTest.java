package dev.carrylane.engine.activation;

import static dev.carrylane.testkit.Floats.GUARD;
import static dev.carrylane.testkit.Floats.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.testkit.Contract;
import dev.carrylane.testkit.Floats;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ElementwiseTest {
  private static final int[] OFFSETS = {0, 1, 3, 7};

  @ParameterizedTest
  @EnumSource
  void scalarRangeGivesTheBitsOfOneValueAndWritesNothingElse(Function function) {
    checkRanges(function, Backend.scalar(), 49);
  }

  @ParameterizedTest
  @EnumSource
  void vectorRangeGivesTheBitsOfOneValueAndWritesNothingElse(Function function) {
    Backend vector = vector();
    checkRanges(function, vector, 3 * vector.floatLanes() + 1);
  }

  private static void checkRanges(Function function, Backend backend, int longest) {
    for (int length = 0; length <= longest; length++) {
      for (int xOffset : OFFSETS) {
        for (int yOffset : OFFSETS) {
          float[] x = Floats.mixed(xOffset + length + 5, 31L * length + xOffset);
          float[] original = x.clone();
          float[] y = new float[yOffset + length + 20];
          Arrays.fill(y, GUARD);
          function.apply(backend, x, xOffset, y, yOffset, length);
          for (int i = 0; i < y.length; i++) {
            boolean inside = i >= yOffset && i < yOffset + length;
            float expected = inside ? function.apply(original[xOffset + i - yOffset]) : GUARD;
            assertSameBits(
                expected, y[i], "length %d, offset %d, element %d".formatted(length, yOffset, i));
          }
          for (int i = 0; i < x.length; i++) {
            assertSameBits(original[i], x[i], "x is unchanged at " + i);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void inPlaceGivesTheSameBits(Function function) {
    for (Backend backend : Backends.all()) {
      for (int length = 0; length <= 3 * backend.floatLanes() + 1; length++) {
        float[] x = Floats.mixed(length + 8, 77L * length);
        float[] y = x.clone();
        function.apply(backend, y, 3, y, 3, length);
        for (int i = 0; i < y.length; i++) {
          boolean inside = i >= 3 && i < 3 + length;
          assertSameBits(inside ? function.apply(x[i]) : x[i], y[i], backend + " element " + i);
        }
      }
    }
  }

  @Test
  void disjointRangesOfOneArrayAreAllowed() {
    for (Backend backend : Backends.all()) {
      float[] x = Floats.mixed(100, 5);
      float[] y = x.clone();
      Elementwise.tanh(backend, y, 0, y, 50, 50);
      Elementwise.tanh(backend, y, 99, y, 99, 0);
      for (int i = 0; i < 50; i++) {
        assertSameBits(x[i], y[i], "element " + i);
        assertSameBits(Elementwise.tanh(x[i]), y[50 + i], "element " + (50 + i));
      }
    }
  }

  @Test
  void activationsAreTheFunctionsTheyName() {
    float[] x = Floats.mixed(100, 9);
    for (Backend backend : Backends.all()) {
      for (Activation activation : Activation.values()) {
        float[] y = new float[100];
        Elementwise.apply(backend, activation, x, 0, y, 0, 100);
        float[] inPlace = x.clone();
        Elementwise.apply(backend, activation, inPlace, 0, inPlace, 0, 100);
        for (int i = 0; i < x.length; i++) {
          float expected =
              switch (activation) {
                case NONE -> x[i];
                case RELU -> Elementwise.relu(x[i]);
                case TANH -> Elementwise.tanh(x[i]);
                case SIGMOID -> Elementwise.sigmoid(x[i]);
              };
          assertSameBits(expected, y[i], activation + " element " + i);
          assertSameBits(expected, inPlace[i], activation + " in place, element " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EXP, NaN, NaN",
    "EXP, Infinity, Infinity",
    "EXP, -Infinity, 0",
    "EXP, 0, 1",
    "EXP, -0.0, 1",
    "EXP, 0x1p-149, 1",
    "EXP, -0x1p-149, 1",
    "EXP, 3.4028235e38, Infinity",
    "EXP, -3.4028235e38, 0",
    // The last finite power, ln(2^128 - 2^103) being 88.72283905..., and the first infinite one.
    "EXP, 88.72283, 3.4027985e38",
    "EXP, 88.722839, Infinity",
    // e^-100 = 3.7200760e-44 is 26.55 times the smallest float, 2^-149.
    "EXP, -100, 0x1.bp-145",
    // The last power not rounded to 0, ln(2^-150) being -103.97207709..., and the first one that
    // is.
    "EXP, -103.97207, 0x1p-149",
    "EXP, -103.972084, 0",
    "TANH, NaN, NaN",
    "TANH, Infinity, 1",
    "TANH, -Infinity, -1",
    "TANH, 0, 0",
    "TANH, -0.0, -0.0",
    "TANH, 0x1p-149, 0x1p-149",
    "TANH, -0x1p-149, -0x1p-149",
    "TANH, 0x1.fffffcp-127, 0x1.fffffcp-127",
    "TANH, 0x1p-126, 0x1p-126",
    "TANH, 3.4028235e38, 1",
    "TANH, -9.02, -1",
    "SIGMOID, NaN, NaN",
    "SIGMOID, Infinity, 1",
    "SIGMOID, -Infinity, 0",
    "SIGMOID, 0, 0.5",
    "SIGMOID, -0.0, 0.5",
    "SIGMOID, 0x1p-149, 0.5",
    "SIGMOID, -0x1p-149, 0.5",
    "SIGMOID, 17.4, 1",
    "SIGMOID, 3.4028235e38, 1",
    "SIGMOID, -3.4028235e38, 0",
    // e^-89 = 2.2273630e-39 is 1589499.75 times 2^-149.
    "SIGMOID, -89, 0x1.840fcp-129",
    "SIGMOID, -103.97207, 0x1p-149",
    "SIGMOID, -103.972084, 0",
    "RELU, NaN, NaN",
    "RELU, Infinity, Infinity",
    "RELU, -Infinity, 0",
    "RELU, 0, 0",
    "RELU, -0.0, 0",
    "RELU, 0x1p-149, 0x1p-149",
    "RELU, -0x1p-149, 0",
    "RELU, -3, 0",
    "RELU, 3.5, 3.5"
  })
  void specialValues(Function function, String argument, String expected) {
    float x = Float.parseFloat(argument);
    float y = Float.parseFloat(expected);
    assertSameBits(y, function.apply(x), function + " of " + argument);
    for (Backend backend : Backends.all()) {
      float[] values = new float[40];
      Arrays.fill(values, x);
      function.apply(backend, values, 0, values, 0, values.length);
      for (float value : values) {
        assertSameBits(y, value, function + " of " + argument + " on " + backend);
      }
    }
  }

  @Test
  void everyNaNGivesNaN() {
    for (int bits : new int[] {0x7f800001, 0x7fc00000, 0x7fffffff, 0xff800001, 0xffffffff}) {
      for (Function function : Function.values()) {
        assertTrue(Float.isNaN(function.apply(Float.intBitsToFloat(bits))), function.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // x offset, y offset, length
    "-1, 0, 4",
    "0, -1, 4",
    "0, 0, -1",
    "7, 0, 4",
    "0, 7, 4",
    "2147483647, 0, 4",
    "0, 2147483647, 4",
    "0, 0, 2147483647",
    "11, 0, 0"
  })
  void rangesOutsideTheirArraysAreRejected(int xOffset, int yOffset, int length) {
    float[] x = Floats.moderate(10, 1);
    float[] y = Floats.moderate(10, 2);
    float[] before = y.clone();
    for (Backend backend : Backends.all()) {
      for (Function function : Function.values()) {
        IllegalArgumentException thrown =
            assertThrows(
                IllegalArgumentException.class,
                () -> function.apply(backend, x, xOffset, y, yOffset, length));
        assertTrue(
            thrown.getMessage().contains(length < 0 ? "length is" : "10 floats"),
            thrown.getMessage());
        assertTrue(thrown.getMessage().contains(String.valueOf(length)), thrown.getMessage());
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> Elementwise.apply(backend, Activation.NONE, x, xOffset, y, yOffset, length));
    }
    assertArrayEquals(before, y);
  }

  @Test
  void emptyRangesAtTheEndAreAllowed() {
    for (Backend backend : Backends.all()) {
      for (Function function : Function.values()) {
        function.apply(backend, new float[3], 3, new float[0], 0, 0);
      }
    }
  }

  @Test
  void partialOverlapIsRejected() {
    float[] x = Floats.moderate(40, 1);
    float[] before = x.clone();
    for (Backend backend : Backends.all()) {
      for (Function function : Function.values()) {
        for (int yOffset : new int[] {1, 9, 11, 19}) {
          IllegalArgumentException thrown =
              assertThrows(
                  IllegalArgumentException.class,
                  () -> function.apply(backend, x, 10, x, yOffset, 10));
          String message = thrown.getMessage();
          assertTrue(
              message.startsWith("y (offset " + yOffset + ", stride 10) overlaps x (offset 10,"),
              message);
        }
      }
    }
    assertArrayEquals(before, x);
  }

  @Test
  void nullsAreNamed() {
    float[] x = new float[1];
    Backend scalar = Backend.scalar();
    Contract contract = Contract.leavesAlone(x);
    for (Function function : Function.values()) {
      contract.absent("backend", () -> function.apply(null, x, 0, x, 0, 1));
      contract.absent("x", () -> function.apply(scalar, null, 0, x, 0, 1));
      contract.absent("y", () -> function.apply(scalar, x, 0, null, 0, 1));
    }
    contract.absent("activation", () -> Elementwise.apply(scalar, null, x, 0, x, 0, 1));
  }

  private static Backend vector() {
    assumeTrue(Backend.vector().isPresent(), Backend::vectorUnavailable);
    return Backend.vector().orElseThrow();
  }
}
