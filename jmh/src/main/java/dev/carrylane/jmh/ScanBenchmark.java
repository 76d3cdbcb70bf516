package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.AffineScanGradient;
import dev.carrylane.engine.scan.ComplexAffineScan;
import dev.carrylane.engine.scan.DenseAffineScan;
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
 * Recurrences h = p·h + g of sequences, time-major: of numbers, of complex numbers with the same factors in every step, of pairs
 * with matrices for factors; the gradient; and for each the same as a plain loop, step after step.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ScanBenchmark {
  /** Rows of a matrix of {@link #matrix}. */
  public static final int BLOCK = 2;

  /** Made by JMH. */
  public ScanBenchmark() {}

  /** The engine's scans. */
  @State(Scope.Benchmark)
  public static class Scans {
    /** Threads at work, the caller included. */
    @Param("1")
    public int threads = 1;

    AffineScan affine;
    AffineScanGradient gradient;
    ComplexAffineScan complex;
    DenseAffineScan matrix;

    /** Made by JMH. */
    public Scans() {}

    /** Makes the scans. */
    @Setup
    public void prepare() {
      Engine engine = Benchmarks.engine(threads);
      affine = AffineScan.on(engine);
      gradient = AffineScanGradient.on(engine);
      complex = ComplexAffineScan.on(engine);
      matrix = DenseAffineScan.on(engine, BLOCK);
    }
  }

  /** What all recurrences have. */
  @State(Scope.Benchmark)
  public abstract static class Sized {
    /** Time steps. */
    @Param("4096")
    public int steps;

    /** Independent recurrences beside each other. */
    @Param("64")
    public int channels;

    float[] p;
    float[] g;
    float[] h;

    private Sized() {}

    /** In [0, 1), so that the states neither vanish nor grow. */
    final float[] factors() {
      float[] factors = Benchmarks.values(steps * channels, 1);
      for (int i = 0; i < factors.length; i++) {
        factors[i] = Math.abs(factors[i]);
      }
      return factors;
    }
  }

  /** Operands and states of single numbers. */
  @State(Scope.Benchmark)
  public static class Numbers extends Sized {
    /** Made by JMH. */
    public Numbers() {}

    /** Makes the operands. */
    @Setup
    public void prepare() {
      p = factors();
      g = Benchmarks.values(steps * channels, 2);
      h = new float[steps * channels];
    }
  }

  /** Operands, states and gradients. */
  @State(Scope.Benchmark)
  public static class Gradients extends Sized {
    float[] dh;
    float[] dp;
    float[] dg;

    /** Made by JMH. */
    public Gradients() {}

    /** Any states and gradients of them. */
    @Setup
    public void prepare() {
      p = factors();
      h = Benchmarks.values(steps * channels, 3);
      dh = Benchmarks.values(steps * channels, 4);
      dp = new float[steps * channels];
      dg = new float[steps * channels];
    }
  }

  /** Complex numbers; a factor for each channel. */
  @State(Scope.Benchmark)
  public static class Complexes extends Sized {
    Sequences sequences;

    /** Made by JMH. */
    public Complexes() {}

    /** Factors of absolute value below 1, so that the states do not grow. */
    @Setup
    public void prepare() {
      int row = 2 * channels;
      sequences = Sequences.timeMajor(steps, channels).strides(0, row, row);
      p = Benchmarks.values(row, 1);
      for (int i = 0; i < row; i++) {
        p[i] *= 0.7f;
      }
      g = Benchmarks.values(steps * row, 2);
      h = new float[steps * row];
    }
  }

  /** Pairs of numbers; a matrix for each in every step. */
  @State(Scope.Benchmark)
  public static class Matrices extends Sized {
    Sequences sequences;

    /** Made by JMH. */
    public Matrices() {}

    /** Matrices whose rows add up to less than 1, so that the states do not grow. */
    @Setup
    public void prepare() {
      sequences = Sequences.timeMajor(steps, channels);
      p = Benchmarks.values(steps * channels * BLOCK * BLOCK, 1);
      for (int i = 0; i < p.length; i++) {
        p[i] /= BLOCK;
      }
      g = Benchmarks.values(steps * channels * BLOCK, 2);
      h = new float[g.length];
    }
  }

  /**
   * The scan of numbers.
   *
   * @param of the recurrence
   * @param scans the engine's
   * @return all states
   */
  @Benchmark
  public float[] affine(Numbers of, Scans scans) {
    scans.affine.run(of.steps, of.channels, of.p, of.g, of.h);
    return of.h;
  }

  /**
   * The same as a plain loop; one channel keeps its state in a register.
   *
   * @param of the recurrence
   * @return all states
   */
  @Benchmark
  public float[] serialLoop(Numbers of) {
    float[] p = of.p;
    float[] g = of.g;
    float[] h = of.h;
    int channels = of.channels;
    if (channels == 1) {
      float state = 0;
      for (int t = 0; t < h.length; t++) {
        state = Math.fma(p[t], state, g[t]);
        h[t] = state;
      }
    } else {
      System.arraycopy(g, 0, h, 0, channels);
      for (int i = channels; i < h.length; i++) {
        h[i] = Math.fma(p[i], h[i - channels], g[i]);
      }
    }
    return h;
  }

  /**
   * What moves as many bytes and waits for nothing else: h = p/2 + g.
   *
   * @param of the operands
   * @return the result
   */
  @Benchmark
  public float[] triad(Numbers of) {
    float[] p = of.p;
    float[] g = of.g;
    float[] h = of.h;
    for (int i = 0; i < h.length; i++) {
      h[i] = Math.fma(p[i], 0.5f, g[i]);
    }
    return h;
  }

  /**
   * The gradient of the scan of numbers.
   *
   * @param of the recurrence
   * @param scans the engine's
   * @return the gradient of p
   */
  @Benchmark
  public float[] gradient(Gradients of, Scans scans) {
    scans.gradient.run(Sequences.timeMajor(of.steps, of.channels), of.p, of.h, of.dh, of.dp, of.dg);
    return of.dp;
  }

  /**
   * Back-propagation through time as a plain loop, step before step.
   *
   * @param of the recurrence
   * @return the gradient of p
   */
  @Benchmark
  public float[] gradientLoop(Gradients of) {
    float[] p = of.p;
    float[] h = of.h;
    float[] dh = of.dh;
    float[] dp = of.dp;
    float[] dg = of.dg;
    int channels = of.channels;
    int last = dg.length - channels;
    System.arraycopy(dh, last, dg, last, channels);
    for (int i = last - 1; i >= 0; i--) {
      dg[i] = Math.fma(p[i + channels], dg[i + channels], dh[i]);
      dp[i + channels] = dg[i + channels] * h[i];
    }
    return dp;
  }

  /**
   * The scan of complex numbers.
   *
   * @param of the recurrence
   * @param scans the engine's
   * @return all states
   */
  @Benchmark
  public float[] complex(Complexes of, Scans scans) {
    scans.complex.run(of.sequences, of.p, of.g, of.h);
    return of.h;
  }

  /**
   * The same as a plain loop.
   *
   * @param of the recurrence
   * @return all states
   */
  @Benchmark
  public float[] complexLoop(Complexes of) {
    float[] p = of.p;
    float[] g = of.g;
    float[] h = of.h;
    int row = p.length;
    System.arraycopy(g, 0, h, 0, row);
    for (int step = row; step < h.length; step += row) {
      for (int c = 0; c < row; c += 2) {
        int i = step + c;
        float re = h[i - row];
        float im = h[i - row + 1];
        h[i] = Math.fma(p[c], re, Math.fma(-p[c + 1], im, g[i]));
        h[i + 1] = Math.fma(p[c], im, Math.fma(p[c + 1], re, g[i + 1]));
      }
    }
    return h;
  }

  /**
   * The scan of pairs.
   *
   * @param of the recurrence
   * @param scans the engine's
   * @return all states
   */
  @Benchmark
  public float[] matrix(Matrices of, Scans scans) {
    scans.matrix.run(of.sequences, of.p, of.g, of.h);
    return of.h;
  }

  /**
   * The same as a plain loop.
   *
   * @param of the recurrence
   * @return all states
   */
  @Benchmark
  public float[] matrixLoop(Matrices of) {
    float[] p = of.p;
    float[] g = of.g;
    float[] h = of.h;
    int row = of.channels * BLOCK;
    System.arraycopy(g, 0, h, 0, row);
    for (int i = row; i < h.length; i += BLOCK) {
      float first = h[i - row];
      float second = h[i - row + 1];
      int matrix = i * BLOCK;
      h[i] = Math.fma(p[matrix + 1], second, Math.fma(p[matrix], first, g[i]));
      h[i + 1] = Math.fma(p[matrix + 3], second, Math.fma(p[matrix + 2], first, g[i + 1]));
    }
    return h;
  }
}
