package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.ComplexAffineScan;
import dev.carrylane.engine.scan.ComplexAffineScanGradient;
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
 * The complex recurrence h = p·h + g; {@code giga} is G complex numbers/s. A scan moves 24 bytes for each,
 * as the triad does, and a gradient 40.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class ComplexScanBenchmark {
  /** Time steps × channels. */
  @Param({"100x64", "4096x64", "250000x64", "4096x1024", "4096x1"})
  public String shape;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private int channels;
  private int numbers;
  private Sequences sequences;
  private float[] p;
  private float[] g;
  private float[] h;
  private float[] dp;
  private float[] dg;
  private ComplexAffineScan scan;
  private ComplexAffineScanGradient gradient;

  /** Made by JMH. */
  public ComplexScanBenchmark() {}

  /** Factors of absolute value below 1, so that the states do not grow. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    int steps = Integer.parseInt(sizes[0]);
    channels = Integer.parseInt(sizes[1]);
    numbers = steps * channels;
    sequences = Sequences.timeMajor(steps, channels);
    Engine engine = Benchmarks.engine(threads);
    scan = ComplexAffineScan.on(engine);
    gradient = ComplexAffineScanGradient.on(engine);
    p = Benchmarks.values(2 * numbers, 1);
    for (int i = 0; i < p.length; i++) {
      p[i] *= 0.7f;
    }
    g = Benchmarks.values(2 * numbers, 2);
    h = new float[2 * numbers];
    dp = new float[2 * numbers];
    dg = new float[2 * numbers];
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
    rate.add(numbers);
    return h;
  }

  /**
   * The gradient.
   *
   * @param rate receives the work
   * @return the gradient of p
   */
  @Benchmark
  public float[] gradient(WorkRate rate) {
    gradient.run(sequences, p, h, g, dp, dg);
    rate.add(numbers);
    return dp;
  }

  /**
   * What moves as many bytes and waits for nothing.
   *
   * @param rate receives the work
   * @return the results
   */
  @Benchmark
  public float[] triad(WorkRate rate) {
    for (int i = 0; i < h.length; i++) {
      h[i] = Math.fma(p[i], 0.5f, g[i]);
    }
    rate.add(numbers);
    return h;
  }

  /**
   * The same recurrence as a plain loop, time step after time step.
   *
   * @param rate receives the work
   * @return all states
   */
  @Benchmark
  public float[] serialLoop(WorkRate rate) {
    int row = 2 * channels;
    System.arraycopy(g, 0, h, 0, row);
    for (int i = row; i < h.length; i += 2) {
      float re = h[i - row];
      float im = h[i - row + 1];
      h[i] = Math.fma(p[i], re, Math.fma(-p[i + 1], im, g[i]));
      h[i + 1] = Math.fma(p[i], im, Math.fma(p[i + 1], re, g[i + 1]));
    }
    rate.add(numbers);
    return h;
  }
}
