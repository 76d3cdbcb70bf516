package dev.carrylane.jmh.peers;

import dev.carrylane.jmh.ProductShape;
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
 * C = A·B and y = W·x in float, all matrices row-major and dense. Every library's result is compared with the exact one before it
 * is timed.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ProductPeers {
  private static final String OUTPUTS = "outputs";
  private static final String INPUTS = "inputs";

  /** Made by JMH. */
  public ProductPeers() {}

  /** The factors of a product, and room for it. */
  @State(Scope.Benchmark)
  public static class Operands {
    /** Rows × inner length × columns. */
    @Param({"60x750x150", "512x512x512"})
    public String shape;

    int rows;
    int depth;
    int columns;
    float[] a;
    float[] b;
    float[] c;

    /** Made by JMH. */
    public Operands() {}

    /** Makes the factors. */
    @Setup
    public void prepare() {
      ProductShape sizes = ProductShape.of(shape);
      rows = sizes.rows();
      depth = sizes.depth();
      columns = sizes.columns();
      a = sizes.a();
      b = sizes.b();
      c = new float[rows * columns];
    }

    void check(String library, Agreement.Result result) {
      Agreement.require(
          library,
          rows * columns,
          depth,
          (i, k) -> (double) a[i / columns * depth + k] * b[k * columns + i % columns],
          result);
    }
  }

  /** OpenBLAS on copies in native memory. */
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
      multiply(operands);
      operands.check("OpenBLAS", c::get);
    }

    void multiply(Operands operands) {
      openblas_nolapack.cblas_sgemm(
          openblas_nolapack.CblasRowMajor,
          openblas_nolapack.CblasNoTrans,
          openblas_nolapack.CblasNoTrans,
          operands.rows,
          operands.columns,
          operands.depth,
          1,
          a,
          operands.depth,
          b,
          operands.columns,
          0,
          c,
          operands.columns);
    }
  }

  /** OpenBLAS on arrays of Java, which its binding copies. */
  @State(Scope.Benchmark)
  public static class Arrays {
    /** Made by JMH. */
    public Arrays() {}

    /**
     * Compares.
     *
     * @param library loaded first
     * @param operands the factors
     */
    @Setup
    public void prepare(OpenBlas library, Operands operands) {
      multiply(operands);
      operands.check("OpenBLAS on arrays", i -> operands.c[i]);
    }

    void multiply(Operands operands) {
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
          operands.c,
          operands.columns);
    }
  }

  /** netlib, whose matrices are column-major: there C = A·B is Cᵀ = Bᵀ·Aᵀ, with the same memory. */
  @State(Scope.Benchmark)
  public static class NetlibVector {
    private JavaBLAS blas;

    /** Made by JMH. */
    public NetlibVector() {}

    /**
     * Finds the library.
     *
     * @param operands the factors
     */
    @Setup
    public void prepare(Operands operands) {
      blas = Netlib.vector();
      multiply(operands);
      operands.check("netlib", i -> operands.c[i]);
    }

    void multiply(Operands operands) {
      blas.sgemm(
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
          operands.c,
          operands.columns);
    }
  }

  /** EJML's matrices. */
  @State(Scope.Benchmark)
  public static class Ejml {
    private FMatrixRMaj a;
    private FMatrixRMaj b;
    private FMatrixRMaj c;

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
      c = FMatrixRMaj.wrap(operands.rows, operands.columns, operands.c);
      multiply();
      operands.check("EJML", i -> operands.c[i]);
    }

    void multiply() {
      CommonOps_FDRM.mult(a, b, c);
    }
  }

  /** A matrix and a vector in native memory, and OpenBLAS's product of them. */
  @State(Scope.Benchmark)
  public static class Vectors {
    /** Outputs × inputs. */
    @Param({"512x256", "1024x512"})
    public String shape;

    /** Whether a row of the matrix has the weights of one output, as PyTorch keeps them, or of one input. */
    @Param({OUTPUTS, INPUTS})
    public String layout = OUTPUTS;

    private int transposition;
    private int rows;
    private int columns;
    private FloatPointer w;
    private FloatPointer x;
    FloatPointer y;

    /** Made by JMH. */
    public Vectors() {}

    /**
     * Copies the operands.
     *
     * @param library loaded first
     */
    @Setup
    public void prepare(OpenBlas library) {
      ProductShape sizes = ProductShape.of(shape);
      int outputs = sizes.rows();
      int inputs = sizes.depth();
      float[] a = sizes.a();
      float[] b = sizes.b();
      if (layout.equals(OUTPUTS)) {
        transposition = openblas_nolapack.CblasNoTrans;
        rows = outputs;
        columns = inputs;
        w = OpenBlas.copy(a);
      } else {
        transposition = openblas_nolapack.CblasTrans;
        rows = inputs;
        columns = outputs;
        float[] transposed = new float[a.length];
        for (int i = 0; i < a.length; i++) {
          transposed[i % inputs * outputs + i / inputs] = a[i];
        }
        w = OpenBlas.copy(transposed);
      }
      x = OpenBlas.copy(b);
      y = OpenBlas.floats(outputs);
      multiply();
      Agreement.require(
          "OpenBLAS", outputs, inputs, (i, k) -> (double) a[i * inputs + k] * b[k], y::get);
    }

    void multiply() {
      openblas_nolapack.cblas_sgemv(
          openblas_nolapack.CblasRowMajor,
          transposition,
          rows,
          columns,
          1,
          w,
          columns,
          x,
          1,
          0,
          y,
          1);
    }
  }

  /**
   * OpenBLAS on native memory.
   *
   * @param library OpenBLAS
   * @param operands the factors
   * @param pointers their copies
   * @return the product
   */
  @Benchmark
  public FloatPointer openblas(OpenBlas library, Operands operands, Pointers pointers) {
    pointers.multiply(operands);
    return pointers.c;
  }

  /**
   * OpenBLAS on arrays of Java.
   *
   * @param library OpenBLAS
   * @param operands the factors
   * @param arrays the call
   * @return the product
   */
  @Benchmark
  public float[] openblasArrays(OpenBlas library, Operands operands, Arrays arrays) {
    arrays.multiply(operands);
    return operands.c;
  }

  /**
   * netlib's BLAS on the Vector API.
   *
   * @param operands the factors
   * @param netlib the library
   * @return the product
   */
  @Benchmark
  public float[] netlibVector(Operands operands, NetlibVector netlib) {
    netlib.multiply(operands);
    return operands.c;
  }

  /**
   * EJML.
   *
   * @param operands the factors
   * @param ejml its matrices
   * @return the product
   */
  @Benchmark
  public float[] ejml(Operands operands, Ejml ejml) {
    ejml.multiply();
    return operands.c;
  }

  /**
   * OpenBLAS's product of a matrix and a vector, in native memory.
   *
   * @param library OpenBLAS
   * @param vectors the operands
   * @return the product
   */
  @Benchmark
  public FloatPointer openblasVector(OpenBlas library, Vectors vectors) {
    vectors.multiply();
    return vectors.y;
  }
}
