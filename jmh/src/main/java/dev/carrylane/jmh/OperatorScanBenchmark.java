package dev.carrylane.jmh;

import dev.carrylane.engine.scan.OperatorScan;
import dev.carrylane.engine.scan.ScanOperator;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
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

/**
 * An operator of the application's own, n×n matrices of ints, against the same products in a plain loop;
 * {@code giga} is G elements/s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class OperatorScanBenchmark {
  /** Elements. */
  @Param({"4096", "1000000"})
  public int steps;

  /** Rows of a matrix; with 1 an element is a number. */
  @Param({"1", "2"})
  public int rows;

  /** Threads at work, the caller included. */
  @Param({"1", "2"})
  public int threads;

  /** The order of computation. */
  @Param({"SERIAL_TIME", "BLOCKED_TIME"})
  public ScanSchedule schedule;

  private Matrices matrices;
  private OperatorScan scan;
  private Sequences sequences;
  private int output;
  private int scratch;

  /** Made by JMH. */
  public OperatorScanBenchmark() {}

  /** Elements, room for results, and scratch. */
  @Setup
  public void prepare() {
    scan = OperatorScan.on(Benchmarks.engine(threads), schedule);
    sequences = Sequences.timeMajor(steps, 1);
    int width = rows * rows;
    output = steps * width;
    scratch = 2 * output;
    matrices = new Matrices(rows, new int[scratch + scan.scratch(sequences, true) * width]);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < output; i++) {
      matrices.all[i] = random.nextInt();
    }
  }

  /**
   * The engine's scan.
   *
   * @param rate receives the work
   * @return all prefixes
   */
  @Benchmark
  public int[] scan(WorkRate rate) {
    scan.run(sequences, matrices, 0, output, scratch);
    rate.add(steps);
    return matrices.all;
  }

  /**
   * One product after the other.
   *
   * @param rate receives the work
   * @return all prefixes
   */
  @Benchmark
  public int[] serialLoop(WorkRate rate) {
    int width = rows * rows;
    matrices.copy(0, output);
    for (int t = 1; t < steps; t++) {
      int out = output + t * width;
      matrices.combine(out - width, t * width, out);
    }
    rate.add(steps);
    return matrices.all;
  }

  private static final class Matrices implements ScanOperator {
    private final int rows;
    private final int[] all;

    Matrices(int rows, int[] all) {
      this.rows = rows;
      this.all = all;
    }

    @Override
    public void combine(int left, int right, int out) {
      if (rows == 1) {
        all[out] = all[left] * all[right];
        return;
      }
      int a = all[right];
      int b = all[right + 1];
      int c = all[right + 2];
      int d = all[right + 3];
      int a0 = all[left];
      int b0 = all[left + 1];
      int c0 = all[left + 2];
      int d0 = all[left + 3];
      all[out] = a0 * a + b0 * c;
      all[out + 1] = a0 * b + b0 * d;
      all[out + 2] = c0 * a + d0 * c;
      all[out + 3] = c0 * b + d0 * d;
    }

    @Override
    public void copy(int from, int to) {
      System.arraycopy(all, from, all, to, rows * rows);
    }

    @Override
    public int length() {
      return all.length;
    }

    @Override
    public int width() {
      return rows * rows;
    }

    @Override
    public boolean isExact() {
      return true;
    }
  }
}
