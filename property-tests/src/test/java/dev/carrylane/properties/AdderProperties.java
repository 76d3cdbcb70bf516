package dev.carrylane.properties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.adder.Adder;
import dev.carrylane.engine.adder.AdderSchedule;
import dev.carrylane.engine.scan.LongSemiringScan;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Semiring;
import dev.carrylane.engine.scan.Sequences;
import dev.carrylane.testkit.Help;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Sums and differences are those of the integers, whoever computes them and in however many pieces. */
class AdderProperties {
  /** Words that a carry stops at, starts from, or runs through. */
  private static final long[] EDGES = {0, 1, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, -1L << 32};

  /** Two numbers of as many words. */
  record Operands(long[] a, long[] b) {
    int words() {
      return a.length;
    }

    @Override
    public String toString() {
      return words() <= 20
          ? Arrays.toString(a) + ", " + Arrays.toString(b)
          : "two numbers of " + words() + " words";
    }
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void aSumIsThatOfTheIntegers(
      @ForAll("mixed") Operands on,
      @ForAll("engines") Engine engine,
      @ForAll AdderSchedule schedule,
      @ForAll @IntRange(max = 1) int carry) {
    long[] sum = new long[on.words()];
    int out = Adder.on(engine, schedule).add(on.words(), on.a, 0, on.b, 0, sum, 0, carry);
    assertEquals(
        big(on.a).add(big(on.b)).add(BigInteger.valueOf(carry)),
        big(sum).add(BigInteger.valueOf(out).shiftLeft(64 * on.words())));
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void aDifferenceIsThatOfTheIntegers(
      @ForAll("mixed") Operands on,
      @ForAll("engines") Engine engine,
      @ForAll AdderSchedule schedule,
      @ForAll @IntRange(max = 1) int borrow) {
    long[] difference = new long[on.words()];
    Adder adder = Adder.on(engine, schedule);
    int out = adder.subtract(on.words(), on.a, 0, on.b, 0, difference, 0, borrow);
    assertEquals(
        big(on.a).subtract(big(on.b)).subtract(BigInteger.valueOf(borrow)),
        big(difference).subtract(BigInteger.valueOf(out).shiftLeft(64 * on.words())));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsAddedCanBeTakenAway(
      @ForAll("mixed") Operands on,
      @ForAll("engines") Engine engine,
      @ForAll AdderSchedule up,
      @ForAll AdderSchedule down,
      @ForAll @IntRange(max = 1) int carry) {
    int words = on.words();
    long[] number = on.a.clone();
    int out = Adder.on(engine, up).add(words, number, 0, on.b, 0, number, 0, carry);
    assertEquals(out, Adder.on(engine, down).subtract(words, number, 0, on.b, 0, number, 0, carry));
    assertArrayEquals(on.a, number);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aNumberMayBeCutAnywhere(
      @ForAll("mixed") Operands on,
      @ForAll("engines") Engine engine,
      @ForAll AdderSchedule schedule,
      @ForAll @IntRange(max = 1_000) int where,
      @ForAll @IntRange(max = 1) int carry) {
    int words = on.words();
    int cut = (int) ((long) words * where / 1_000);
    Adder adder = Adder.on(engine, schedule);
    long[] expected = new long[words];
    int expectedOut = adder.add(words, on.a, 0, on.b, 0, expected, 0, carry);
    long[] sum = new long[words];
    int between = adder.add(cut, on.a, 0, on.b, 0, sum, 0, carry);
    assertEquals(expectedOut, adder.add(words - cut, on.a, cut, on.b, cut, sum, cut, between));
    assertArrayEquals(expected, sum);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void placesInArraysChangeNothing(
      @ForAll("mixed") Operands on,
      @ForAll("engines") Engine engine,
      @ForAll AdderSchedule schedule,
      @ForAll @IntRange(max = 9) int aOffset,
      @ForAll @IntRange(max = 9) int bOffset,
      @ForAll boolean overB) {
    int words = on.words();
    Adder adder = Adder.on(engine, schedule);
    long[] expected = new long[words];
    int expectedOut = adder.add(words, on.a, on.b, expected);
    long[] a = placed(on.a, aOffset);
    long[] b = placed(on.b, bOffset);
    long[] sum = overB ? b : a;
    int offset = overB ? bOffset : aOffset;
    assertEquals(expectedOut, adder.add(words, a, aOffset, b, bOffset, sum, offset, 0));
    assertArrayEquals(placed(expected, offset), sum);
  }

  /** The carries of 64 additions side by side, a bit of each in a word, by the scan that networks have. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void carriesAreAScanOfOrAndAnd(
      @ForAll @IntRange(min = 1, max = 24) int words,
      @ForAll long seed,
      @ForAll("engines") Engine engine,
      @ForAll boolean blocked) {
    Operands on = operands(64 * words, seed);
    int bits = 64 * words;
    long[] generate = new long[bits];
    long[] propagate = new long[bits];
    for (int t = 0; t < bits; t++) {
      long a = column(on.a, words, t);
      long b = column(on.b, words, t);
      generate[t] = a & b;
      propagate[t] = a ^ b;
    }
    long[] carry = new long[bits];
    LongSemiringScan.on(
            engine, Semiring.OR_AND, blocked ? ScanSchedule.BLOCKED_TIME : ScanSchedule.SERIAL_TIME)
        .run(Sequences.timeMajor(bits, 1), propagate, generate, carry);
    long[] sums = new long[64 * words];
    for (int i = 0; i < 64; i++) {
      int at = i * words;
      int out = Adder.on(engine).add(words, on.a, at, on.b, at, sums, at, 0);
      assertEquals(out, carry[bits - 1] >>> i & 1, "carry out of addition " + i);
      BigInteger a = big(Arrays.copyOfRange(on.a, at, at + words));
      BigInteger b = big(Arrays.copyOfRange(on.b, at, at + words));
      BigInteger carriesIn = a.xor(b).xor(a.add(b));
      for (int t = 0; t < bits; t++) {
        if (carriesIn.testBit(t + 1) != ((carry[t] >>> i & 1) == 1)) {
          fail("wrong carry of addition " + i + " at bit " + t);
        }
      }
    }
    for (int t = 0; t < bits; t++) {
      assertEquals(column(sums, words, t), propagate[t] ^ (t == 0 ? 0 : carry[t - 1]));
    }
  }

  /** One bit of each of 64 numbers. */
  private static long column(long[] numbers, int words, int bit) {
    long column = 0;
    for (int i = 0; i < 64; i++) {
      column |= (numbers[i * words + bit / 64] >>> bit & 1) << i;
    }
    return column;
  }

  @Provide
  Arbitrary<Engine> engines() {
    return Combinators.combine(backends(), Arbitraries.integers().between(1, 8))
        .as((backend, threads) -> Engine.of(backend).withExecutor(Help.POOL, threads));
  }

  @Provide
  Arbitrary<Backend> backends() {
    return Arbitraries.of(Engines.backends());
  }

  /** Mostly some vectors; some of thousands. */
  @Provide
  Arbitrary<Operands> mixed() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, operands(0, 150)), Tuple.of(1, operands(8_000, 50_000)));
  }

  private static Arbitrary<Operands> operands(int least, int most) {
    Arbitrary<Integer> words =
        Arbitraries.integers().between(least, most).withDistribution(RandomDistribution.uniform());
    return Combinators.combine(words, Arbitraries.longs())
        .as(AdderProperties::operands)
        .withoutEdgeCases();
  }

  /**
   * Pieces of random length, each of its own kind: any bits, words on the edge of a carry, or words that
   * together are all ones, through which a carry runs.
   */
  private static Operands operands(int words, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] a = new long[words];
    long[] b = new long[words];
    int longest = random.nextBoolean() ? 12 : 20_000;
    for (int i = 0; i < words; ) {
      int end = Math.min(words, i + random.nextInt(1, longest));
      int kind = random.nextInt(3);
      for (; i < end; i++) {
        a[i] = kind == 1 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
        b[i] =
            switch (kind) {
              case 0 -> random.nextLong();
              case 1 -> EDGES[random.nextInt(EDGES.length)];
              default -> ~a[i];
            };
      }
    }
    return new Operands(a, b);
  }

  private static long[] placed(long[] number, int offset) {
    long[] array = new long[offset + number.length + 3];
    Arrays.fill(array, 0x0123456789ABCDEFL);
    System.arraycopy(number, 0, array, offset, number.length);
    return array;
  }

  private static BigInteger big(long[] words) {
    byte[] bytes = new byte[8 * words.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[bytes.length - 1 - i] = (byte) (words[i / 8] >>> (i % 8 * 8));
    }
    return new BigInteger(1, bytes);
  }
}
