package dev.carrylane.jmh;

import dev.carrylane.engine.adder.Adder;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Exact sums of two long binary numbers, one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class AdderBenchmark {
  /** The length of both operands and the sum; rounded up to whole words. */
  @Param({"1024", "10000000"})
  public int bits;

  private int words;
  private long[] a;
  private long[] b;
  private long[] sum;
  private BigInteger bigA;
  private BigInteger bigB;
  private Adder adder;

  /** Made by JMH. */
  public AdderBenchmark() {}

  /** The same random numbers in two forms. */
  @Setup
  public void prepare() {
    words = Math.ceilDiv(bits, Long.SIZE);
    a = new SplittableRandom(1).longs(words).toArray();
    b = new SplittableRandom(2).longs(words).toArray();
    sum = new long[words];
    bigA = big(0, a);
    bigB = big(0, b);
    adder = Adder.on(Benchmarks.engine(1));
  }

  private static BigInteger big(long carry, long[] longs) {
    ByteBuffer highFirst = ByteBuffer.allocate((longs.length + 1) * Long.BYTES);
    highFirst.putLong(carry);
    for (int i = longs.length - 1; i >= 0; i--) {
      highFirst.putLong(longs[i]);
    }
    return new BigInteger(1, highFirst.array());
  }

  /** The sum that was last written, with the carry in front. */
  BigInteger sum(int carry) {
    return big(carry, sum);
  }

  /**
   * The engine's adder.
   *
   * @return the carry out
   */
  @Benchmark
  public int add() {
    return adder.add(words, a, b, sum);
  }

  /**
   * The JDK's addition, which allocates its result.
   *
   * @return the sum
   */
  @Benchmark
  public BigInteger bigInteger() {
    return bigA.add(bigB);
  }
}
