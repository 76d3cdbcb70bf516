package dev.carrylane.jmh;

import dev.carrylane.engine.scan.FloatSemiringScan;
import dev.carrylane.engine.scan.LongSemiringScan;
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

/** Scans of semirings, beside plain loops on the same arrays; {@code giga} is G elements/s. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class SemiringBenchmark {
  /** Time steps × channels. */
  @Param({"4096x1", "4096x64", "4000000x1"})
  public String shape;

  /** The operations. */
  @Param({"SUM", "MAX", "OR_AND", "PLUS_TIMES", "MAX_PLUS"})
  public Semiring semiring;

  /** Threads at work, the caller included. */
  @Param("1")
  public int threads;

  private Sequences sequences;
  private int channels;
  private long[] p;
  private long[] g;
  private long[] h;
  private float[] floatP;
  private float[] floatG;
  private float[] floatH;
  private LongSemiringScan longs;
  private FloatSemiringScan floats;

  /** Made by JMH. */
  public SemiringBenchmark() {}

  /** Small integers, so that no sum of max-plus leaves the range. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    int steps = Integer.parseInt(sizes[0]);
    channels = Integer.parseInt(sizes[1]);
    sequences = Sequences.timeMajor(steps, channels);
    int length = steps * channels;
    p = new SplittableRandom(1).longs(length, -9, 10).toArray();
    g = new SplittableRandom(2).longs(length, -9, 10).toArray();
    h = new long[length];
    floatP = Benchmarks.values(length, 1);
    floatG = Benchmarks.values(length, 2);
    floatH = new float[length];
    longs = LongSemiringScan.on(Benchmarks.engine(threads), semiring);
    Semiring ofFloats =
        semiring == Semiring.OR_AND || semiring == Semiring.PLUS_TIMES ? Semiring.MAX : semiring;
    floats = FloatSemiringScan.on(Benchmarks.engine(threads), ofFloats);
  }

  /**
   * The engine's scan of longs.
   *
   * @param rate receives the work
   * @return all states
   */
  @Benchmark
  public long[] longs(WorkRate rate) {
    longs.run(sequences, semiring.hasPropagate() ? p : null, g, h);
    rate.add(h.length);
    return h;
  }

  /**
   * The engine's scan of floats; the maximum where floats do not have the semiring.
   *
   * @param rate receives the work
   * @return all states
   */
  @Benchmark
  public float[] floats(WorkRate rate) {
    floats.run(sequences, semiring == Semiring.MAX_PLUS ? floatP : null, floatG, floatH);
    rate.add(h.length);
    return floatH;
  }

  /**
   * The same recurrence of longs as a plain loop; one channel keeps its state in a register.
   *
   * @param rate receives the work
   * @return all states
   */
  @Benchmark
  public long[] serialLoop(WorkRate rate) {
    int n = h.length;
    int c = channels;
    switch (semiring) {
      case SUM -> {
        if (c == 1) {
          long state = 0;
          for (int t = 0; t < n; t++) {
            h[t] = state += g[t];
          }
        } else {
          for (int i = c; i < n; i++) {
            h[i] = h[i - c] + g[i];
          }
        }
      }
      case MAX -> {
        if (c == 1) {
          long state = Long.MIN_VALUE;
          for (int t = 0; t < n; t++) {
            h[t] = state = Math.max(state, g[t]);
          }
        } else {
          for (int i = c; i < n; i++) {
            h[i] = Math.max(h[i - c], g[i]);
          }
        }
      }
      case OR_AND -> {
        if (c == 1) {
          long state = 0;
          for (int t = 0; t < n; t++) {
            h[t] = state = p[t] & state | g[t];
          }
        } else {
          for (int i = c; i < n; i++) {
            h[i] = p[i] & h[i - c] | g[i];
          }
        }
      }
      case PLUS_TIMES -> {
        if (c == 1) {
          long state = 0;
          for (int t = 0; t < n; t++) {
            h[t] = state = p[t] * state + g[t];
          }
        } else {
          for (int i = c; i < n; i++) {
            h[i] = p[i] * h[i - c] + g[i];
          }
        }
      }
      default -> {
        if (c == 1) {
          long state = -1000;
          for (int t = 0; t < n; t++) {
            h[t] = state = Math.max(p[t] + state, g[t]);
          }
        } else {
          for (int i = c; i < n; i++) {
            h[i] = Math.max(p[i] + h[i - c], g[i]);
          }
        }
      }
    }
    rate.add(n);
    return h;
  }

  /**
   * h = 3p + g on the same longs: what their memory allows; a plain prefix reads g alone.
   *
   * @param rate receives the work
   * @return h
   */
  @Benchmark
  public long[] triad(WorkRate rate) {
    if (semiring.hasPropagate()) {
      for (int i = 0; i < h.length; i++) {
        h[i] = p[i] * 3 + g[i];
      }
    } else {
      for (int i = 0; i < h.length; i++) {
        h[i] = g[i] * 3;
      }
    }
    rate.add(h.length);
    return h;
  }

  /**
   * The JDK's own prefix of one channel, in place, on the common pool's threads; sums and maxima only.
   *
   * @param rate receives the work
   * @return all states
   */
  @Benchmark
  public long[] parallelPrefix(WorkRate rate) {
    if (semiring == Semiring.MAX) {
      Arrays.parallelPrefix(h, Math::max);
    } else {
      Arrays.parallelPrefix(h, Long::sum);
    }
    rate.add(h.length);
    return h;
  }
}
