package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
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

/** Products on prepacked weights; {@code giga} is GFLOP/s. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class GemmBenchmark {
  /** Rows × inner length × columns. */
  @Param({"64x64x64", "256x256x256", "1024x1024x1024", "256x750x150", "1x750x150"})
  public String shape;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private int rows;
  private int depth;
  private int columns;
  private float[] a;
  private float[] c;
  private PackedWeights weights;
  private Gemm gemm;

  /** Made by JMH. */
  public GemmBenchmark() {}

  /** Packs the weights. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    rows = Integer.parseInt(sizes[0]);
    depth = Integer.parseInt(sizes[1]);
    columns = Integer.parseInt(sizes[2]);
    Engine engine = Benchmarks.engine(threads);
    a = Benchmarks.values(rows * depth, 1);
    c = new float[rows * columns];
    float[] b = Benchmarks.values(depth * columns, 2);
    weights = PackedWeights.ofInputRows(engine.backend(), depth, columns, b, 0, columns, null, 0);
    gemm = Gemm.on(engine);
  }

  /**
   * One product.
   *
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public float[] gemm(WorkRate rate) {
    gemm.multiply(rows, a, 0, depth, weights, c, 0, columns, Activation.NONE);
    rate.add(2.0 * rows * depth * columns);
    return c;
  }
}
