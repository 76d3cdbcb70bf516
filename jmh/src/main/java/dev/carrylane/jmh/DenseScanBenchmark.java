package dev.carrylane.jmh;

import dev.carrylane.engine.scan.DenseAffineScan;
import dev.carrylane.engine.scan.DenseAffineScanGradient;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
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
 * The recurrence h = P·h + g of square blocks; {@code giga} is G elements of P a second, each of which is one
 * multiply-add.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class DenseScanBenchmark {
  /** Time steps × channels × rows of a block. */
  @Param({"4096x1x16", "256x1x16", "4096x64x2", "1024x1x64"})
  public String shape;

  /** The order of computation. */
  @Param({"SERIAL_TIME", "BLOCKED_TIME"})
  public ScanSchedule schedule;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private int channels;
  private int n;
  private float[] p;
  private float[] g;
  private float[] h;
  private float[] dp;
  private float[] dg;
  private Sequences sequences;
  private DenseAffineScan scan;
  private DenseAffineScanGradient gradient;

  /** Made by JMH. */
  public DenseScanBenchmark() {}

  /** Blocks that shrink a state to 0.9 of its size or so. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    int steps = Integer.parseInt(sizes[0]);
    channels = Integer.parseInt(sizes[1]);
    n = Integer.parseInt(sizes[2]);
    sequences = Sequences.timeMajor(steps, channels);
    scan = DenseAffineScan.on(Benchmarks.engine(threads), n, schedule);
    gradient = DenseAffineScanGradient.on(Benchmarks.engine(threads), n);
    p = Benchmarks.values(steps * channels * n * n, 1);
    float scale = (float) (0.9 * Math.sqrt(3.0 / n));
    for (int i = 0; i < p.length; i++) {
      p[i] *= scale;
    }
    g = Benchmarks.values(steps * channels * n, 2);
    h = new float[g.length];
    dp = new float[p.length];
    dg = new float[g.length];
  }

  /**
   * The engine's scan.
   *
   * @param rate receives the work
   * @return all states
   */
  @Benchmark
  public float[] scan(WorkRate rate) {
    scan.run(sequences, p, g, h);
    rate.add(p.length);
    return h;
  }

  /**
   * Its gradient, of any states.
   *
   * @param rate receives the work
   * @return the gradients of the blocks
   */
  @Benchmark
  public float[] gradient(WorkRate rate) {
    gradient.run(sequences, p, g, g, dp, dg);
    rate.add(p.length);
    return dp;
  }

  /**
   * The same recurrence as plain loops.
   *
   * @param rate receives the work
   * @return all states
   */
  @Benchmark
  public float[] serialLoop(WorkRate rate) {
    int row = channels * n;
    System.arraycopy(g, 0, h, 0, row);
    for (int i = row; i < h.length; i++) {
      int before = i / n * n - row;
      float s = g[i];
      for (int j = 0; j < n; j++) {
        s = Math.fma(p[i * n + j], h[before + j], s);
      }
      h[i] = s;
    }
    rate.add(p.length);
    return h;
  }

  /**
   * A triad on as many bytes as the scan has operands and results, half of them read and half written: the
   * speed of memory, counted in elements of P.
   *
   * @param rate receives the work
   * @return its result
   */
  @Benchmark
  public float[] triad(WorkRate rate) {
    int half = p.length / 2 + g.length;
    for (int i = 0; i < half; i++) {
      dp[i] = Math.fma(p[i], 0.5f, 1);
    }
    rate.add(p.length);
    return dp;
  }
}
