package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.adder.Adder;
import dev.carrylane.engine.adder.AdderSchedule;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sums of two binary numbers; {@code giga} is Gbit/s of the sum. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class AdderBenchmark {
  /** Carries that one number may hand to the other. */
  public enum Carries {
    /** Random bits: every other word generates a carry, and none goes further than the next word. */
    RANDOM,
    /** All ones plus one: a carry that runs through every bit. */
    LONGEST
  }

  /** The length of both operands and the sum; rounded up to whole words. */
  @Param({"64", "256", "1024", "4096", "65536", "1000000", "10000000"})
  public int bits;

  /** What the operands are. */
  @Param("RANDOM")
  public Carries carries;

  private int words;
  private long[] a;
  private long[] b;
  private long[] sum;
  private BigInteger bigA;
  private BigInteger bigB;
  private Adder adder;
  private Adder ripple;
  private Adder lookahead;

  /** Made by JMH. */
  public AdderBenchmark() {}

  /** The same numbers in two forms. */
  @Setup(Level.Trial)
  public void prepare() {
    words = Math.ceilDiv(bits, Long.SIZE);
    a = new long[words];
    b = new long[words];
    sum = new long[words];
    if (carries == Carries.RANDOM) {
      SplittableRandom random = new SplittableRandom(1);
      Arrays.setAll(a, i -> random.nextLong());
      Arrays.setAll(b, i -> random.nextLong());
    } else {
      Arrays.fill(a, -1);
      b[0] = 1;
    }
    bigA = big(a);
    bigB = big(b);
    Engine engine = Benchmarks.engine(1);
    adder = Adder.on(engine);
    ripple = Adder.on(engine, AdderSchedule.RIPPLE);
    lookahead = Adder.on(engine, AdderSchedule.LOOKAHEAD);
  }

  private static BigInteger big(long[] longs) {
    ByteBuffer highFirst = ByteBuffer.allocate(longs.length * Long.BYTES);
    for (int i = longs.length - 1; i >= 0; i--) {
      highFirst.putLong(longs[i]);
    }
    return new BigInteger(1, highFirst.array());
  }

  /**
   * The engine's adder.
   *
   * @param rate receives the work
   * @return the carry out
   */
  @Benchmark
  public int add(WorkRate rate) {
    rate.add(bits);
    return adder.add(words, a, b, sum);
  }

  /**
   * The engine's ripple-carry adder.
   *
   * @param rate receives the work
   * @return the carry out
   */
  @Benchmark
  public int ripple(WorkRate rate) {
    rate.add(bits);
    return ripple.add(words, a, b, sum);
  }

  /**
   * The engine's carry-lookahead adder.
   *
   * @param rate receives the work
   * @return the carry out
   */
  @Benchmark
  public int lookahead(WorkRate rate) {
    rate.add(bits);
    return lookahead.add(words, a, b, sum);
  }

  /**
   * Sums of words that hand on no carry: what reading the operands and writing the sum costs at least.
   *
   * @param rate receives the work
   * @return the sum
   */
  @Benchmark
  public long[] withoutCarries(WorkRate rate) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    rate.add(bits);
    return sum;
  }

  /**
   * The JDK's addition, which allocates its result.
   *
   * @param rate receives the work
   * @return the sum
   */
  @Benchmark
  public BigInteger bigInteger(WorkRate rate) {
    rate.add(bits);
    return bigA.add(bigB);
  }
}
