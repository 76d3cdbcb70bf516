package dev.carrylane.engine.adder;

import dev.carrylane.engine.Engine;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Numbers of whole words for the tests, and what the JDK makes of them. */
final class Numbers {
  private Numbers() {}

  static long[] random(int words, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] number = new long[words];
    Arrays.setAll(number, i -> random.nextLong());
    return number;
  }

  static long[] ones(int words) {
    long[] number = new long[words];
    Arrays.fill(number, -1);
    return number;
  }

  /** The number whose only bit lies in one word. */
  static long[] bit(int words, int word, int bit) {
    long[] number = new long[words];
    number[word] = 1L << bit;
    return number;
  }

  static BigInteger big(long[] words) {
    byte[] bytes = new byte[8 * words.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[bytes.length - 1 - i] = (byte) (words[i / 8] >>> (i % 8 * 8));
    }
    return new BigInteger(1, bytes);
  }

  /** A sum or difference with the bit above it, by the JDK. */
  record Result(long[] words, int carry) {
    static Result sum(long[] a, long[] b, int carry) {
      return of(big(a).add(big(b)).add(BigInteger.valueOf(carry)), a.length);
    }

    static Result difference(long[] a, long[] b, int borrow) {
      BigInteger difference = big(a).subtract(big(b)).subtract(BigInteger.valueOf(borrow));
      BigInteger range = BigInteger.ONE.shiftLeft(64 * a.length);
      return difference.signum() < 0
          ? new Result(of(difference.add(range), a.length).words, 1)
          : of(difference, a.length);
    }

    private static Result of(BigInteger value, int words) {
      byte[] bytes = value.toByteArray();
      long[] number = new long[words];
      for (int i = 0; i < bytes.length && i < 8 * words; i++) {
        number[i / 8] |= (bytes[bytes.length - 1 - i] & 0xFFL) << (i % 8 * 8);
      }
      return new Result(number, value.testBit(64 * words) ? 1 : 0);
    }
  }

  /** What an adder does; both directions, so that each test covers both. */
  enum Operation {
    ADD,
    SUBTRACT;

    Result expected(long[] a, long[] b, int carry) {
      return this == ADD ? Result.sum(a, b, carry) : Result.difference(a, b, carry);
    }

    int run(
        Adder adder, int words, long[] a, int ai, long[] b, int bi, long[] to, int ti, int carry) {
      return this == ADD
          ? adder.add(words, a, ai, b, bi, to, ti, carry)
          : adder.subtract(words, a, ai, b, bi, to, ti, carry);
    }
  }

  /** An adder of every schedule, and the one that chooses. */
  static Adder[] adders(Engine engine) {
    return new Adder[] {
      Adder.on(engine),
      Adder.on(engine, AdderSchedule.RIPPLE),
      Adder.on(engine, AdderSchedule.LOOKAHEAD)
    };
  }
}
