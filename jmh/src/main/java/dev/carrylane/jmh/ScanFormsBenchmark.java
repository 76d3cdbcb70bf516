package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.DoubleAffineScan;
import dev.carrylane.engine.scan.Sequences;
import java.util.Arrays;
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
 * What the forms of the recurrence h = p·h + g cost beside the inclusive scan forwards in single precision, and what
 * gates do that decay so fast that products of them leave the range of normal numbers; {@code giga} is G elements/s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class ScanFormsBenchmark {
  /** The product of ten such gates is subnormal in single precision. */
  private static final float DECAYING = 1e-4f;

  /** Time steps × channels. */
  @Param({"4096x1", "4096x8", "4096x64"})
  public String shape;

  private int length;
  private Sequences inclusive;
  private Sequences exclusive;
  private Sequences reversed;
  private float[] p;
  private float[] decaying;
  private float[] g;
  private float[] h;
  private double[] doubleP;
  private double[] doubleG;
  private double[] doubleH;
  private AffineScan scan;
  private DoubleAffineScan doubleScan;

  /** Made by JMH. */
  public ScanFormsBenchmark() {}

  /** Propagate factors in [0, 1), or all the same and small. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    int steps = Integer.parseInt(sizes[0]);
    int channels = Integer.parseInt(sizes[1]);
    length = steps * channels;
    inclusive = Sequences.timeMajor(steps, channels);
    exclusive = inclusive.exclusive();
    reversed = inclusive.reversed();
    Engine engine = Benchmarks.engine(1);
    scan = AffineScan.on(engine);
    doubleScan = DoubleAffineScan.on(engine);
    p = Benchmarks.values(length, 1);
    for (int i = 0; i < length; i++) {
      p[i] = Math.abs(p[i]);
    }
    decaying = new float[length];
    Arrays.fill(decaying, DECAYING);
    g = Benchmarks.values(length, 2);
    h = new float[length];
    doubleP = new double[length];
    Arrays.setAll(doubleP, i -> p[i]);
    doubleG = new double[length];
    Arrays.setAll(doubleG, i -> g[i]);
    doubleH = new double[length];
  }

  private float[] run(Sequences sequences, float[] gates, WorkRate rate) {
    scan.run(sequences, gates, g, h);
    rate.add(length);
    return h;
  }

  /**
   * The state after every step.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] inclusive(WorkRate rate) {
    return run(inclusive, p, rate);
  }

  /**
   * The state before every step.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] exclusive(WorkRate rate) {
    return run(exclusive, p, rate);
  }

  /**
   * From the last step to the first.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] reversed(WorkRate rate) {
    return run(reversed, p, rate);
  }

  /**
   * Gates of 10⁻⁴.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] decaying(WorkRate rate) {
    return run(inclusive, decaying, rate);
  }

  /**
   * Gates of 10⁻⁴, the state before every step.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public float[] decayingExclusive(WorkRate rate) {
    return run(exclusive, decaying, rate);
  }

  /**
   * In double precision.
   *
   * @param rate receives the work
   * @return all carries
   */
  @Benchmark
  public double[] doubles(WorkRate rate) {
    doubleScan.run(inclusive, doubleP, doubleG, doubleH);
    rate.add(length);
    return doubleH;
  }

  /**
   * What memory or cache allow in double precision: a triad on the same arrays.
   *
   * @param rate receives the work
   * @return its result
   */
  @Benchmark
  public double[] doubleTriad(WorkRate rate) {
    for (int i = 0; i < doubleH.length; i++) {
      doubleH[i] = Math.fma(doubleP[i], 0.5, doubleG[i]);
    }
    rate.add(length);
    return doubleH;
  }
}
