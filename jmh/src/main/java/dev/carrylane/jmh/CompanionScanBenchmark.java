package dev.carrylane.jmh;

import dev.carrylane.engine.scan.CompanionScan;
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

/** Linear recurrences of higher order; {@code giga} is G coefficients a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class CompanionScanBenchmark {
  /** Time steps × channels × order. */
  @Param({"4096x64x2", "4096x1x2", "1024x64x16", "4096x1x16"})
  public String shape;

  private int channels;
  private int order;
  private float[] a;
  private float[] g;
  private float[] h;
  private float[] b;
  private Sequences sequences;
  private CompanionScan scan;

  /** Made by JMH. */
  public CompanionScanBenchmark() {}

  /** Coefficients whose absolute values add up to less than 1. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    int steps = Integer.parseInt(sizes[0]);
    channels = Integer.parseInt(sizes[1]);
    order = Integer.parseInt(sizes[2]);
    sequences = Sequences.timeMajor(steps, channels);
    scan = CompanionScan.on(Benchmarks.engine(1), order);
    a = Benchmarks.values(steps * channels * order, 1);
    for (int i = 0; i < a.length; i++) {
      a[i] /= order;
    }
    g = Benchmarks.values(steps * channels, 2);
    h = new float[g.length];
    b = new float[a.length];
  }

  /**
   * The engine's scan.
   *
   * @param rate receives the work
   * @return all results
   */
  @Benchmark
  public float[] scan(WorkRate rate) {
    scan.run(sequences, a, g, h);
    rate.add(a.length);
    return h;
  }

  /**
   * The same recurrence as plain loops.
   *
   * @param rate receives the work
   * @return all results
   */
  @Benchmark
  public float[] serialLoop(WorkRate rate) {
    for (int i = 0; i < h.length; i++) {
      int t = i / channels;
      int c = i - t * channels;
      float s = g[i];
      for (int k = Math.min(order, t); k > 0; k--) {
        s = Math.fma(a[(t * order + k - 1) * channels + c], h[i - k * channels], s);
      }
      h[i] = s;
    }
    rate.add(a.length);
    return h;
  }

  /**
   * A triad on as many bytes as the scan has operands and results, half of them read and half written: the
   * speed of memory, counted in coefficients.
   *
   * @param rate receives the work
   * @return its result
   */
  @Benchmark
  public float[] triad(WorkRate rate) {
    int half = a.length / 2 + g.length;
    for (int i = 0; i < half; i++) {
      b[i] = Math.fma(a[i], 0.5f, 1);
    }
    rate.add(a.length);
    return b;
  }
}
