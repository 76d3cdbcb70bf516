package dev.carrylane.jmh.peers;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.DoubleGemm;
import dev.carrylane.engine.gemm.DoublePackedWeights;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.jmh.Benchmarks;
import dev.carrylane.jmh.FmaPeak;
import dev.carrylane.jmh.WorkRate;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
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

/** C = A·B in double on square, row-major matrices; {@code giga} is GFLOP/s. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class DoubleGemmPeers {
  /** Made by JMH. */
  public DoubleGemmPeers() {}

  /** The factors of the product. */
  @State(Scope.Benchmark)
  public static class Operands {
    /** Rows, inner length and columns. */
    @Param({"64", "256", "512"})
    public int n;

    double[] a;
    double[] b;

    /** Made by JMH. */
    public Operands() {}

    /** Makes the factors. */
    @Setup
    public void prepare() {
      SplittableRandom random = new SplittableRandom(1);
      a = random.doubles((long) n * n, -1, 1).toArray();
      b = random.doubles((long) n * n, -1, 1).toArray();
    }

    double operations() {
      return 2.0 * n * n * n;
    }
  }

  /** A factor that the JIT cannot know. */
  @State(Scope.Benchmark)
  public static class Peak {
    double factor = 0.999;

    /** Made by JMH. */
    public Peak() {}
  }

  /** Carrylane with B packed beforehand. */
  @State(Scope.Benchmark)
  public static class Carrylane {
    /** Threads at work, the caller included. */
    @Param("1")
    public int threads = 1;

    DoubleGemm gemm;
    DoublePackedWeights weights;

    /** Made by JMH. */
    public Carrylane() {}

    /**
     * Packs B.
     *
     * @param operands the factors
     */
    @Setup
    public void prepare(Operands operands) {
      Engine engine = Benchmarks.engine(threads);
      int n = operands.n;
      gemm = DoubleGemm.on(engine);
      weights = DoublePackedWeights.ofInputRows(engine.backend(), n, n, operands.b, 0, n, null, 0);
    }
  }

  /** Copies of the factors in aligned native memory, and the result. */
  @State(Scope.Benchmark)
  public static class Pointers {
    DoublePointer a;
    DoublePointer b;
    DoublePointer c;

    /** Made by JMH. */
    public Pointers() {}

    /**
     * Copies the factors.
     *
     * @param library loaded first
     * @param operands the factors
     */
    @Setup
    public void prepare(OpenBlas library, Operands operands) {
      a = OpenBlas.copy(operands.a);
      b = OpenBlas.copy(operands.b);
      c = OpenBlas.doubles((long) operands.n * operands.n);
    }
  }

  /** A result in an array. */
  @State(Scope.Benchmark)
  public static class Result {
    double[] c;

    /** Made by JMH. */
    public Result() {}

    /**
     * Makes room for the result.
     *
     * @param operands the factors
     */
    @Setup
    public void prepare(Operands operands) {
      c = new double[operands.n * operands.n];
    }
  }

  /** netlib. */
  @State(Scope.Benchmark)
  public static class NetlibVector {
    JavaBLAS blas;

    /** Made by JMH. */
    public NetlibVector() {}

    /** Finds the library. */
    @Setup
    public void prepare() {
      blas = Netlib.vector();
    }
  }

  /** EJML's matrices. */
  @State(Scope.Benchmark)
  public static class Ejml {
    DMatrixRMaj a;
    DMatrixRMaj b;
    DMatrixRMaj c;

    /** Made by JMH. */
    public Ejml() {}

    /**
     * Wraps the factors.
     *
     * @param operands the factors
     */
    @Setup
    public void prepare(Operands operands) {
      a = DMatrixRMaj.wrap(operands.n, operands.n, operands.a);
      b = DMatrixRMaj.wrap(operands.n, operands.n, operands.b);
      c = new DMatrixRMaj(operands.n, operands.n);
    }
  }

  /**
   * The peak of the core.
   *
   * @param peak where the chains start
   * @param rate receives the work
   * @return something that depends on all of it
   */
  @Benchmark
  public double peak(Peak peak, WorkRate rate) {
    return FmaPeak.doubles(peak.factor, rate);
  }

  /**
   * Carrylane on packed weights.
   *
   * @param operands the factors
   * @param carrylane the operation
   * @param result where the product goes
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public double[] carrylanePacked(
      Operands operands, Carrylane carrylane, Result result, WorkRate rate) {
    int n = operands.n;
    carrylane.gemm.multiply(
        n, operands.a, 0, n, carrylane.weights, result.c, 0, n, Activation.NONE);
    rate.add(operands.operations());
    return result.c;
  }

  /**
   * Carrylane with nothing packed beforehand.
   *
   * @param operands the factors
   * @param carrylane the operation
   * @param result where the product goes
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public double[] carrylane(Operands operands, Carrylane carrylane, Result result, WorkRate rate) {
    int n = operands.n;
    carrylane.gemm.multiply(
        Transpose.NONE, n, n, n, operands.a, 0, n, operands.b, 0, n, result.c, 0, n);
    rate.add(operands.operations());
    return result.c;
  }

  /**
   * OpenBLAS on native memory.
   *
   * @param library OpenBLAS
   * @param operands the factors
   * @param pointers their copies
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public DoublePointer openblasPointers(
      OpenBlas library, Operands operands, Pointers pointers, WorkRate rate) {
    int n = operands.n;
    openblas_nolapack.cblas_dgemm(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasNoTrans,
        openblas_nolapack.CblasNoTrans,
        n,
        n,
        n,
        1,
        pointers.a,
        n,
        pointers.b,
        n,
        0,
        pointers.c,
        n);
    rate.add(operands.operations());
    return pointers.c;
  }

  /**
   * OpenBLAS on arrays of Java.
   *
   * @param library OpenBLAS
   * @param operands the factors
   * @param result where the product goes
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public double[] openblasArrays(
      OpenBlas library, Operands operands, Result result, WorkRate rate) {
    int n = operands.n;
    openblas_nolapack.cblas_dgemm(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasNoTrans,
        openblas_nolapack.CblasNoTrans,
        n,
        n,
        n,
        1,
        operands.a,
        n,
        operands.b,
        n,
        0,
        result.c,
        n);
    rate.add(operands.operations());
    return result.c;
  }

  /**
   * netlib, whose matrices are column-major: there C = A·B is Cᵀ = Bᵀ·Aᵀ, with the same memory.
   *
   * @param operands the factors
   * @param netlib the library
   * @param result where the product goes
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public double[] netlibVector(
      Operands operands, NetlibVector netlib, Result result, WorkRate rate) {
    int n = operands.n;
    netlib.blas.dgemm("N", "N", n, n, n, 1, operands.b, n, operands.a, n, 0, result.c, n);
    rate.add(operands.operations());
    return result.c;
  }

  /**
   * EJML.
   *
   * @param operands the factors
   * @param ejml its matrices
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public double[] ejml(Operands operands, Ejml ejml, WorkRate rate) {
    CommonOps_DDRM.mult(ejml.a, ejml.b, ejml.c);
    rate.add(operands.operations());
    return ejml.c.data;
  }
}
