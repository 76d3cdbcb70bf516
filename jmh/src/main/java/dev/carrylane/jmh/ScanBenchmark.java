package dev.carrylane.jmh;

import dev.carrylane.engine.Crew;
import dev.carrylane.engine.scan.AffineScan;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
 * The recurrence h = p·h + g, beside a triad h = 0.5·p + g on the same arrays, which has nothing to wait
 * for, and the plain loop; {@code giga} is G elements/s. With {@code -p shape=16777216x1,262144x64,16384x1024
 * -jvmArgsAppend -Xmx4g} the arrays, 200 MB, come from memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class ScanBenchmark {
  private static final int PASS = 16;

  /** Time steps × channels; the first two stay in the first-level cache. */
  @Param({"1024x1", "256x8", "4096x1", "4096x2", "4096x4", "4096x8", "4096x64", "4096x1024"})
  public String shape;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private int steps;
  private int channels;
  private float[] p;
  private float[] g;
  private float[] h;
  private AffineScan scan;
  private Crew crew;
  private ExecutorService pool;

  /** Made by JMH. */
  public ScanBenchmark() {}

  /** Propagate factors in [0, 1), so that the carries neither vanish nor grow. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    steps = Integer.parseInt(sizes[0]);
    channels = Integer.parseInt(sizes[1]);
    crew = Crew.on(Benchmarks.engine(threads));
    scan = AffineScan.on(crew.engine());
    p = Benchmarks.values(steps * channels, 1);
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.abs(p[i]);
    }
    g = Benchmarks.values(steps * channels, 2);
    h = new float[steps * channels];
    pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
  }

  /**
   * What the memory allows; as many threads as the scan has take a piece each.
   *
   * @param rate receives the work
   * @return the result
   * @throws Exception from another thread
   */
  @Benchmark
  public float[] triad(WorkRate rate) throws Exception {
    int piece = h.length / threads;
    Future<?>[] others = new Future<?>[threads - 1];
    for (int i = 0; i < others.length; i++) {
      int from = i * piece;
      others[i] = pool.submit(() -> triad(from, from + piece));
    }
    triad(others.length * piece, h.length);
    for (Future<?> other : others) {
      other.get();
    }
    rate.add((double) steps * channels);
    return h;
  }

  private void triad(int from, int to) {
    for (int i = from; i < to; i++) {
      h[i] = Math.fma(p[i], 0.5f, g[i]);
    }
  }

  /**
   * The engine's scan.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] scan(WorkRate rate) {
    scan.run(steps, channels, p, g, h);
    rate.add((double) steps * channels);
    return h;
  }

  /**
   * Scans one after the other in a pass of a crew, where helpers need not be woken for each.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] scansInPass(WorkRate rate) {
    crew.begin();
    try {
      for (int i = 0; i < PASS; i++) {
        scan.run(steps, channels, p, g, h);
      }
    } finally {
      crew.end();
    }
    rate.add((double) PASS * steps * channels);
    return h;
  }

  /**
   * The same recurrence as a plain loop, time step after time step; one channel keeps its carry in a
   * register.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] serialLoop(WorkRate rate) {
    if (channels == 1) {
      float carry = 0;
      for (int t = 0; t < h.length; t++) {
        carry = Math.fma(p[t], carry, g[t]);
        h[t] = carry;
      }
    } else {
      System.arraycopy(g, 0, h, 0, channels);
      for (int i = channels; i < h.length; i++) {
        h[i] = Math.fma(p[i], h[i - channels], g[i]);
      }
    }
    rate.add((double) steps * channels);
    return h;
  }
}
