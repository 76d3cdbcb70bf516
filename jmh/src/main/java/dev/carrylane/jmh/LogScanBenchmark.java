package dev.carrylane.jmh;

import dev.carrylane.engine.scan.LogAffineScan;
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

/** The recurrence h = p·h + g on logarithms; {@code giga} is G elements/s. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class LogScanBenchmark {
  /** Time steps × channels. */
  @Param({"4096x64", "4096x8", "4096x1", "4096x1024", "1000000x1"})
  public String shape;

  /** Whether the channels of a step lie side by side, or the steps of a channel. */
  @Param("TC")
  public String layout;

  /** The order of computation. */
  @Param("SERIAL_TIME")
  public ScanSchedule schedule;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private Sequences sequences;
  private int channels;
  private float[] p;
  private float[] g;
  private float[] h;
  private LogAffineScan scan;

  /** Made by JMH. */
  public LogScanBenchmark() {}

  /** Gates that keep between e^−1 and all, and input that the carry meets in all sizes. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    int steps = Integer.parseInt(sizes[0]);
    channels = Integer.parseInt(sizes[1]);
    sequences =
        layout.equals("TC")
            ? Sequences.timeMajor(steps, channels)
            : Sequences.channelMajor(channels, steps);
    scan = LogAffineScan.on(Benchmarks.engine(threads), schedule);
    p = Benchmarks.values(steps * channels, 1);
    g = Benchmarks.values(steps * channels, 2);
    for (int i = 0; i < p.length; i++) {
      p[i] = -Math.abs(p[i]);
      g[i] *= 4;
    }
    h = new float[steps * channels];
  }

  /**
   * The engine's scan.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] scan(WorkRate rate) {
    scan.run(sequences, p, g, h);
    rate.add(h.length);
    return h;
  }

  /**
   * The same recurrence as a plain loop over rows with the JDK's functions, without care for rounding.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] serialLoop(WorkRate rate) {
    System.arraycopy(g, 0, h, 0, channels);
    for (int i = channels; i < h.length; i++) {
      float carried = p[i] + h[i - channels];
      float greater = Math.max(carried, g[i]);
      h[i] = greater + (float) Math.log1p(Math.exp(Math.min(carried, g[i]) - greater));
    }
    rate.add(h.length);
    return h;
  }

  /**
   * h = p·s + g, as many bytes and next to no work.
   *
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public float[] triad(WorkRate rate) {
    for (int i = 0; i < h.length; i++) {
      h[i] = Math.fma(p[i], 0.5f, g[i]);
    }
    rate.add(h.length);
    return h;
  }
}
