package dev.carrylane.engine.adder;

import static dev.carrylane.engine.adder.Numbers.adders;
import static dev.carrylane.engine.adder.Numbers.bit;
import static dev.carrylane.engine.adder.Numbers.ones;
import static dev.carrylane.engine.adder.Numbers.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.adder.Numbers.Operation;
import dev.carrylane.engine.adder.Numbers.Result;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against {@link BigInteger}: exact, whatever the operands and the schedule. */
class AdderTest {
  private static final int LANES = Backend.vector().map(b -> b.floatLanes() / 2).orElse(8);

  static Stream<Engine> engines() {
    return Backends.engines().stream();
  }

  static Stream<Arguments> enginesAndOperations() {
    return engines().flatMap(e -> Arrays.stream(Operation.values()).map(o -> Arguments.of(e, o)));
  }

  /** Every number of words around one and four vectors, and some more. */
  private static int[] lengths() {
    return IntStream.concat(
            IntStream.rangeClosed(0, 9 * LANES + 1), IntStream.of(1023, 1024, 1025, 3079))
        .toArray();
  }

  @Test
  void aSmallExampleByHand() {
    Adder adder = Adder.on(Engine.singleThreaded());
    long[] sum = new long[2];
    assertEquals(0, adder.add(2, new long[] {-1, 5}, new long[] {1, 6}, sum));
    assertArrayEquals(new long[] {0, 12}, sum);
    assertEquals(1, adder.add(2, new long[] {-1, -1}, 0, new long[] {0, 0}, 0, sum, 0, 1));
    assertArrayEquals(new long[] {0, 0}, sum);
    assertEquals(0, adder.subtract(2, new long[] {0, 5}, 0, new long[] {1, 2}, 0, sum, 0, 0));
    assertArrayEquals(new long[] {-1, 2}, sum);
    assertEquals(1, adder.subtract(1, new long[] {7}, 0, new long[] {7}, 0, sum, 1, 1));
    assertArrayEquals(new long[] {-1, -1}, sum);
  }

  @ParameterizedTest
  @MethodSource("enginesAndOperations")
  void randomNumbersOfEveryLength(Engine engine, Operation operation) {
    Adder[] adders = adders(engine);
    for (int words : lengths()) {
      check(adders, operation, random(words, words), random(words, ~words));
    }
  }

  /** Sums of zero, ones, all ones and all ones less one: lanes generate, propagate and do neither in turn. */
  @ParameterizedTest
  @MethodSource("enginesAndOperations")
  void wordsOnTheEdgeOfACarry(Engine engine, Operation operation) {
    Adder[] adders = adders(engine);
    long[] edges = {0, 1, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFFFFFFL, -1L << 32};
    SplittableRandom random = new SplittableRandom(1);
    for (int words : lengths()) {
      long[] a = new long[words];
      Arrays.setAll(a, i -> edges[random.nextInt(edges.length)]);
      long[] b = new long[words];
      Arrays.setAll(b, i -> edges[random.nextInt(edges.length)]);
      check(adders, operation, a, b);
    }
  }

  /** A carry that starts in any word and runs to the top. */
  @ParameterizedTest
  @MethodSource("engines")
  void oneCarryRunsThroughAllOnes(Engine engine) {
    Adder[] adders = adders(engine);
    for (int words : new int[] {1, 4 * LANES, 9 * LANES + 3}) {
      for (int start = 0; start < words; start++) {
        check(adders, Operation.ADD, ones(words), bit(words, start, 63));
        check(adders, Operation.SUBTRACT, bit(words, words - 1, 0), bit(words, start, 0));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void allOnes(Engine engine) {
    Adder[] adders = adders(engine);
    for (int words : lengths()) {
      check(adders, Operation.ADD, ones(words), ones(words));
      check(adders, Operation.ADD, ones(words), new long[words]);
      check(adders, Operation.SUBTRACT, new long[words], ones(words));
      check(adders, Operation.SUBTRACT, ones(words), ones(words));
      check(adders, Operation.SUBTRACT, new long[words], new long[words]);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void runsOfOnesOfEveryLength(Engine engine) {
    Adder[] adders = adders(engine);
    int words = 4099;
    check(adders, Operation.ADD, alternating(words), ones(words));
    check(adders, Operation.SUBTRACT, alternating(words), alternating(words));
  }

  /** Runs of ones of length 1, 2, 3, …, each above a word that generates a carry. */
  private static long[] alternating(int words) {
    long[] number = new long[words];
    int length = 1;
    for (int i = 0; i < words; i += length + 1, length++) {
      Arrays.fill(number, Math.min(words, i + 1), Math.min(words, i + 1 + length), -1);
      number[i] = 1;
    }
    return number;
  }

  @ParameterizedTest
  @MethodSource("enginesAndOperations")
  void tenMillionBits(Engine engine, Operation operation) {
    int words = 156_250;
    Adder[] adders = adders(engine);
    check(adders, operation, random(words, 1), random(words, 2));
    check(adders, operation, ones(words), bit(words, 0, 0));
    check(adders, operation, new long[words], bit(words, 0, 0));
    check(adders, operation, ones(words), ones(words));
  }

  @ParameterizedTest
  @MethodSource("enginesAndOperations")
  void offsetsLeaveEverythingElseAlone(Engine engine, Operation operation) {
    for (Adder adder : adders(engine)) {
      for (int words : new int[] {0, 1, LANES, 5 * LANES + 3, 2049}) {
        long[] a = random(words + 9, 1);
        long[] b = random(words + 7, 2);
        long[] to = random(words + 8, 3);
        Result expected =
            operation.expected(
                Arrays.copyOfRange(a, 5, 5 + words), Arrays.copyOfRange(b, 2, 2 + words), 1);
        long[] expectedTo = to.clone();
        System.arraycopy(expected.words(), 0, expectedTo, 3, words);
        long[] aBefore = a.clone();
        long[] bBefore = b.clone();
        assertEquals(expected.carry(), operation.run(adder, words, a, 5, b, 2, to, 3, 1));
        assertArrayEquals(expectedTo, to);
        assertArrayEquals(aBefore, a);
        assertArrayEquals(bBefore, b);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("enginesAndOperations")
  void inPlaceIsTheSame(Engine engine, Operation operation) {
    for (Adder adder : adders(engine)) {
      for (int words : new int[] {1, LANES + 1, 6 * LANES, 3077}) {
        long[] a = random(words, 1);
        long[] b = random(words, 2);
        Result expected = operation.expected(a, b, 1);
        long[] overA = a.clone();
        assertEquals(expected.carry(), operation.run(adder, words, overA, 0, b, 0, overA, 0, 1));
        assertArrayEquals(expected.words(), overA);
        long[] overB = b.clone();
        assertEquals(expected.carry(), operation.run(adder, words, a, 0, overB, 0, overB, 0, 1));
        assertArrayEquals(expected.words(), overB);
        Result twice = operation.expected(a, a, 0);
        long[] all = a.clone();
        assertEquals(twice.carry(), operation.run(adder, words, all, 0, all, 0, all, 0, 0));
        assertArrayEquals(twice.words(), all);

        // Side by side in one array, the result between the operands; and operands that overlap.
        long[] together = new long[3 * words];
        System.arraycopy(a, 0, together, 0, words);
        System.arraycopy(b, 0, together, 2 * words, words);
        operation.run(adder, words, together, 0, together, 2 * words, together, words, 1);
        assertArrayEquals(expected.words(), Arrays.copyOfRange(together, words, 2 * words));
        Result shifted =
            operation.expected(Arrays.copyOf(a, words - 1), Arrays.copyOfRange(a, 1, words), 0);
        long[] to = new long[words - 1];
        operation.run(adder, words - 1, a, 0, a, 1, to, 0, 0);
        assertArrayEquals(shifted.words(), to);
      }
    }
  }

  @Test
  void theScheduleFollowsFromTheLength() {
    assertEquals(AdderSchedule.RIPPLE, AdderSchedule.forLength(0));
    assertEquals(AdderSchedule.RIPPLE, AdderSchedule.forLength(1023));
    assertEquals(AdderSchedule.LOOKAHEAD, AdderSchedule.forLength(1024));
    assertEquals(AdderSchedule.LOOKAHEAD, AdderSchedule.forLength(Long.MAX_VALUE));
  }

  static Stream<Arguments> mistakes() {
    long[] a = new long[10];
    long[] to = new long[10];
    Adder adder = Adder.on(Engine.singleThreaded());
    return Stream.of(
        mistake("words is -1", () -> adder.add(-1, a, 0, a, 0, to, 0, 0)),
        mistake(
            "a holds 10 longs, but 8 at offset 3 end at 11",
            () -> adder.add(8, a, 3, a, 0, to, 0, 0)),
        mistake("b holds 10 longs, but 8 at offset -1", () -> adder.add(8, a, 0, a, -1, to, 0, 0)),
        mistake("sum holds 10 longs, but 11", () -> adder.add(11, new long[11], new long[11], to)),
        mistake(
            "a holds 10 longs, but 2147483647 at offset 2147483647 end at 4294967294",
            () -> adder.add(Integer.MAX_VALUE, a, Integer.MAX_VALUE, a, 0, to, 0, 0)),
        mistake(
            "sum [1, 6) overlaps a [0, 5) in one array; give it the same offset",
            () -> adder.add(5, a, 0, to, 0, a, 1, 0)),
        mistake("sum [0, 5) overlaps b [4, 9)", () -> adder.add(5, to, 0, a, 4, a, 0, 0)),
        mistake("carry is 2; it must be 0 or 1", () -> adder.add(5, a, 0, a, 0, to, 0, 2)),
        mistake("borrow is -1", () -> adder.subtract(5, a, 0, a, 0, to, 0, -1)),
        mistake("difference [1, 6)", () -> adder.subtract(5, a, 0, to, 0, a, 1, 0)),
        mistake("difference holds 10 longs", () -> adder.subtract(5, a, 0, a, 0, to, 6, 0)));
  }

  private static Arguments mistake(String message, Runnable call) {
    return Arguments.of(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakesAreRejectedWithTheirNumbers(String message, Runnable call) {
    Throwable thrown = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }

  @Test
  void nothingIsWrittenBeforeTheArgumentsAreChecked() {
    long[] to = {1, 2};
    Adder adder = Adder.on(Engine.singleThreaded());
    assertThrows(
        IllegalArgumentException.class,
        () -> adder.add(2, new long[] {5, 5}, 0, new long[] {5, 5}, 0, to, 0, 7));
    assertArrayEquals(new long[] {1, 2}, to);
  }

  @Test
  void aMissingArgumentIsNamed() {
    long[] a = {1};
    Adder adder = Adder.on(Engine.singleThreaded());
    assertMissing("a", () -> adder.add(1, null, a, a));
    assertMissing("b", () -> adder.add(1, a, null, a));
    assertMissing("sum", () -> adder.add(1, a, a, null));
    assertMissing("difference", () -> adder.subtract(1, a, 0, a, 0, null, 0, 0));
    assertMissing("engine", () -> Adder.on(null));
    assertMissing("schedule", () -> Adder.on(Engine.singleThreaded(), null));
  }

  private static void assertMissing(String name, Runnable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call::run).getMessage());
  }

  /** Both carries in. */
  private static void check(Adder[] adders, Operation operation, long[] a, long[] b) {
    for (int carry = 0; carry <= 1; carry++) {
      Result expected = operation.expected(a, b, carry);
      for (Adder adder : adders) {
        check(adder, operation, a, b, carry, expected);
      }
    }
  }

  private static void check(
      Adder adder, Operation operation, long[] a, long[] b, int carry, Result expected) {
    int words = a.length;
    String what = operation + " of " + words + " words, carry in " + carry;
    long[] to = new long[words];
    int out = operation.run(adder, words, a, 0, b, 0, to, 0, carry);
    assertArrayEquals(expected.words(), to, what);
    assertEquals(expected.carry(), out, what);
  }
}
