package dev.carrylane.jmh;

import dev.carrylane.engine.scan.IntSemiringScan;
import dev.carrylane.engine.scan.Semiring;
import dev.carrylane.engine.scan.Sequences;
import java.util.Arrays;
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

/**
 * Plain prefixes of ints, in place, beside {@link Arrays#parallelPrefix(int[],
 * java.util.function.IntBinaryOperator)}, which runs on the common pool, one thread for each core; {@code
 * giga} is G elements/s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class PrefixBenchmark {
  /** Elements. */
  @Param({"4096", "1000000"})
  public int elements;

  /** Threads of the engine's scan, the caller included. */
  @Param({"1", "2"})
  public int threads;

  private int[] values;
  private Sequences sequence;
  private IntSemiringScan sum;
  private IntSemiringScan max;

  /** Made by JMH. */
  public PrefixBenchmark() {}

  /** Values of all sizes; prefixes of prefixes take as long as those of other values. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    values = new int[elements];
    Arrays.setAll(values, i -> random.nextInt());
    sequence = Sequences.timeMajor(elements, 1);
    var engine = Benchmarks.engine(threads);
    sum = IntSemiringScan.on(engine, Semiring.SUM);
    max = IntSemiringScan.on(engine, Semiring.MAX);
  }

  /**
   * The engine's running sum.
   *
   * @param rate receives the work
   * @return the sums
   */
  @Benchmark
  public int[] sum(WorkRate rate) {
    sum.run(sequence, values, values);
    rate.add(elements);
    return values;
  }

  /**
   * The platform's running sum.
   *
   * @param rate receives the work
   * @return the sums
   */
  @Benchmark
  public int[] parallelPrefixSum(WorkRate rate) {
    Arrays.parallelPrefix(values, Integer::sum);
    rate.add(elements);
    return values;
  }

  /**
   * The engine's running maximum.
   *
   * @param rate receives the work
   * @return the maxima
   */
  @Benchmark
  public int[] max(WorkRate rate) {
    max.run(sequence, values, values);
    rate.add(elements);
    return values;
  }

  /**
   * The platform's running maximum.
   *
   * @param rate receives the work
   * @return the maxima
   */
  @Benchmark
  public int[] parallelPrefixMax(WorkRate rate) {
    Arrays.parallelPrefix(values, Integer::max);
    rate.add(elements);
    return values;
  }
}
