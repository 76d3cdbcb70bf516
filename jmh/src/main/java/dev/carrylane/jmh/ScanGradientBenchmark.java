package dev.carrylane.jmh;

import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.AffineScanGradient;
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
 * The gradient of h = p·h + g, which reads p, h and dh and writes dp and dg; {@code giga} is G elements/s,
 * 20 bytes each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class ScanGradientBenchmark {
  /** Time steps × channels. */
  @Param({"256x64", "4096x64", "4096x1024", "4096x1"})
  public String shape;

  /** Whether a channel's steps lie side by side. */
  @Param("false")
  public boolean channelMajor;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private int steps;
  private int channels;
  private float[] p;
  private float[] h;
  private float[] dh;
  private float[] dp;
  private float[] dg;
  private Sequences sequences;
  private AffineScanGradient gradient;

  /** Made by JMH. */
  public ScanGradientBenchmark() {}

  /** Propagate factors in [0, 1), so that the gradients neither vanish nor grow. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    steps = Integer.parseInt(sizes[0]);
    channels = Integer.parseInt(sizes[1]);
    sequences =
        channelMajor
            ? Sequences.channelMajor(channels, steps)
            : Sequences.timeMajor(steps, channels);
    gradient = AffineScanGradient.on(Benchmarks.engine(threads));
    p = Benchmarks.values(steps * channels, 1);
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.abs(p[i]);
    }
    h = new float[steps * channels];
    dh = Benchmarks.values(steps * channels, 2);
    AffineScan.on(Benchmarks.engine(threads)).run(sequences, p, dh, h);
    dp = new float[steps * channels];
    dg = new float[steps * channels];
  }

  /**
   * The engine's gradient.
   *
   * @param rate receives the work
   * @return the gradient of p
   */
  @Benchmark
  public float[] gradient(WorkRate rate) {
    gradient.run(sequences, p, h, dh, dp, dg);
    rate.add((double) steps * channels);
    return dp;
  }

  /**
   * Two triads on the same bytes, which the JIT makes a vector loop of.
   *
   * @param rate receives the work
   * @return the last one's result
   */
  @Benchmark
  public float[] triad(WorkRate rate) {
    float s = steps * 0.01f;
    for (int i = 0; i < dp.length; i++) {
      dp[i] = Math.fma(h[i], s, dh[i]);
      dg[i] = Math.fma(p[i], s, dh[i]);
    }
    rate.add((double) steps * channels);
    return dp;
  }

  /**
   * Back-propagation through time as a plain loop, step before step; of time-major sequences.
   *
   * @param rate receives the work
   * @return the gradient of p
   */
  @Benchmark
  public float[] serialLoop(WorkRate rate) {
    int last = dg.length - channels;
    System.arraycopy(dh, last, dg, last, channels);
    for (int i = last - 1; i >= 0; i--) {
      dg[i] = Math.fma(p[i + channels], dg[i + channels], dh[i]);
      dp[i + channels] = dg[i + channels] * h[i];
    }
    rate.add((double) steps * channels);
    return dp;
  }
}
