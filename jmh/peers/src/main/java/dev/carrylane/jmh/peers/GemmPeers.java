package dev.carrylane.jmh.peers;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.jmh.Benchmarks;
import dev.carrylane.jmh.FmaPeak;
import dev.carrylane.jmh.WorkRate;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
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
 * C = A·B in float, all matrices row-major and dense; {@code giga} is GFLOP/s. Each method takes the
 * parameters that concern it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class GemmPeers {
  /** Made by JMH. */
  public GemmPeers() {}

  /** The factors of the product. */
  @State(Scope.Benchmark)
  public static class Operands {
    /** Rows × inner length × columns. */
    @Param({
      "32x32x32",
      "64x64x64",
      "128x128x128",
      "256x256x256",
      "512x512x512",
      "1024x1024x1024",
      "2048x2048x2048",
      "60x88x150",
      "60x750x150",
      "256x750x150",
      "60x150x88",
      "256x150x150"
    })
    public String shape;

    int rows;
    int depth;
    int columns;
    float[] a;
    float[] b;

    /** Made by JMH. */
    public Operands() {}

    /** Makes the factors. */
    @Setup
    public void prepare() {
      String[] sizes = shape.split("x");
      rows = Integer.parseInt(sizes[0]);
      depth = Integer.parseInt(sizes[1]);
      columns = Integer.parseInt(sizes[2]);
      a = Benchmarks.values(rows * depth, 1);
      b = Benchmarks.values(depth * columns, 2);
    }

    double operations() {
      return 2.0 * rows * depth * columns;
    }
  }

  /** A factor that the JIT cannot know. */
  @State(Scope.Benchmark)
  public static class Peak {
    float factor = 0.999f;

    /** Made by JMH. */
    public Peak() {}
  }

  /** Carrylane with B packed beforehand. */
  @State(Scope.Benchmark)
  public static class Carrylane {
    /** Threads at work, the caller included. */
    @Param("1")
    public int threads = 1;

    Gemm gemm;
    PackedWeights weights;

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
      gemm = Gemm.on(engine);
      weights =
          PackedWeights.ofInputRows(
              engine.backend(),
              operands.depth,
              operands.columns,
              operands.b,
              0,
              operands.columns,
              null,
              0);
    }
  }

  /** Copies of the factors in aligned native memory, and the result. */
  @State(Scope.Benchmark)
  public static class Pointers {
    FloatPointer a;
    FloatPointer b;
    FloatPointer c;

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
      c = OpenBlas.floats((long) operands.rows * operands.columns);
    }
  }

  /** A result in an array. */
  @State(Scope.Benchmark)
  public static class Result {
    float[] c;

    /** Made by JMH. */
    public Result() {}

    /**
     * Makes room for the result.
     *
     * @param operands the factors
     */
    @Setup
    public void prepare(Operands operands) {
      c = new float[operands.rows * operands.columns];
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
    FMatrixRMaj a;
    FMatrixRMaj b;
    FMatrixRMaj c;

    /** Made by JMH. */
    public Ejml() {}

    /**
     * Wraps the factors.
     *
     * @param operands the factors
     */
    @Setup
    public void prepare(Operands operands) {
      a = FMatrixRMaj.wrap(operands.rows, operands.depth, operands.a);
      b = FMatrixRMaj.wrap(operands.depth, operands.columns, operands.b);
      c = new FMatrixRMaj(operands.rows, operands.columns);
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
  public float peak(Peak peak, WorkRate rate) {
    return FmaPeak.floats(peak.factor, rate);
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
  public float[] carrylanePacked(
      Operands operands, Carrylane carrylane, Result result, WorkRate rate) {
    carrylane.gemm.multiply(
        operands.rows,
        operands.a,
        0,
        operands.depth,
        carrylane.weights,
        result.c,
        0,
        operands.columns,
        Activation.NONE);
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
  public float[] carrylane(Operands operands, Carrylane carrylane, Result result, WorkRate rate) {
    carrylane.gemm.multiply(
        Transpose.NONE,
        operands.rows,
        operands.columns,
        operands.depth,
        operands.a,
        0,
        operands.depth,
        operands.b,
        0,
        operands.columns,
        result.c,
        0,
        operands.columns);
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
  public FloatPointer openblasPointers(
      OpenBlas library, Operands operands, Pointers pointers, WorkRate rate) {
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasNoTrans,
        openblas_nolapack.CblasNoTrans,
        operands.rows,
        operands.columns,
        operands.depth,
        1,
        pointers.a,
        operands.depth,
        pointers.b,
        operands.columns,
        0,
        pointers.c,
        operands.columns);
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
  public float[] openblasArrays(OpenBlas library, Operands operands, Result result, WorkRate rate) {
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasNoTrans,
        openblas_nolapack.CblasNoTrans,
        operands.rows,
        operands.columns,
        operands.depth,
        1,
        operands.a,
        operands.depth,
        operands.b,
        operands.columns,
        0,
        result.c,
        operands.columns);
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
  public float[] netlibVector(
      Operands operands, NetlibVector netlib, Result result, WorkRate rate) {
    netlib.blas.sgemm(
        "N",
        "N",
        operands.columns,
        operands.rows,
        operands.depth,
        1,
        operands.b,
        operands.columns,
        operands.a,
        operands.depth,
        0,
        result.c,
        operands.columns);
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
  public float[] ejml(Operands operands, Ejml ejml, WorkRate rate) {
    CommonOps_FDRM.mult(ejml.a, ejml.b, ejml.c);
    rate.add(operands.operations());
    return ejml.c.data;
  }
}
