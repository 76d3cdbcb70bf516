package dev.carrylane.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** {@link FmaPeak}: {@code giga} is GFLOP/s; other figures of the same run are fractions of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class PeakBenchmark {
  private float factor = 0.999f;

  /** Made by JMH. */
  public PeakBenchmark() {}

  /**
   * Chains of floats.
   *
   * @param rate receives the work
   * @return something that depends on all chains
   */
  @Benchmark
  public float fma(WorkRate rate) {
    return FmaPeak.floats(factor, rate);
  }
}
