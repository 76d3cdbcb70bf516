package dev.carrylane.jmh;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.Gemm;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemm.Transpose;
import dev.carrylane.engine.gemv.Gemv;
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

/** Products of two matrices, and of a matrix and a vector, in float. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ProductBenchmark {
  /** Made by JMH. */
  public ProductBenchmark() {}

  /** Two matrices and room for their product. */
  @State(Scope.Benchmark)
  public static class Matrices {
    /** Rows × inner length × columns. */
    @Param({"60x750x150", "512x512x512"})
    public String shape;

    /** Threads at work, the caller included. */
    @Param("1")
    public int threads = 1;

    ProductShape sizes;
    float[] a;
    float[] b;
    float[] c;
    Gemm gemm;
    PackedWeights weights;

    /** Made by JMH. */
    public Matrices() {}

    /** Makes the matrices and packs the second. */
    @Setup
    public void prepare() {
      sizes = ProductShape.of(shape);
      Engine engine = Benchmarks.engine(threads);
      gemm = Gemm.on(engine);
      a = sizes.a();
      b = sizes.b();
      c = new float[sizes.rows() * sizes.columns()];
      weights =
          PackedWeights.ofInputRows(engine.backend(), sizes.depth(), sizes.columns(), b, null);
    }
  }

  /** A matrix, a vector, and room for their product. */
  @State(Scope.Benchmark)
  public static class Vectors {
    /** Outputs × inputs. */
    @Param({"512x256", "1024x512"})
    public String shape;

    float[] x;
    float[] y;
    Gemv gemv;
    PackedWeights weights;
    PackedWeights halves;

    /** Made by JMH. */
    public Vectors() {}

    /** Makes and packs the matrix, whose rows are outputs as in PyTorch. */
    @Setup
    public void prepare() {
      ProductShape sizes = ProductShape.of(shape);
      Engine engine = Benchmarks.engine(1);
      gemv = Gemv.on(engine);
      x = sizes.b();
      y = new float[sizes.rows()];
      weights =
          PackedWeights.ofOutputRows(
              engine.backend(), sizes.rows(), sizes.depth(), sizes.a(), null);
      halves = weights.bfloat16();
    }
  }

  /**
   * A product whose second factor was packed before, as the weights of a model are.
   *
   * @param of the matrices
   * @return the product
   */
  @Benchmark
  public float[] packed(Matrices of) {
    of.gemm.multiply(of.sizes.rows(), of.a, of.weights, of.c, Activation.NONE);
    return of.c;
  }

  /**
   * A product of two matrices as they lie, packing included.
   *
   * @param of the matrices
   * @return the product
   */
  @Benchmark
  public float[] unpacked(Matrices of) {
    int columns = of.sizes.columns();
    int depth = of.sizes.depth();
    of.gemm.multiply(
        Transpose.NONE,
        of.sizes.rows(),
        columns,
        depth,
        of.a,
        0,
        depth,
        of.b,
        0,
        columns,
        of.c,
        0,
        columns);
    return of.c;
  }

  /**
   * A packed matrix times a vector, as in a step of a cell.
   *
   * @param of the matrix and the vector
   * @return the product
   */
  @Benchmark
  public float[] vector(Vectors of) {
    of.gemv.multiply(of.x, 0, of.weights, of.y, 0, Activation.NONE);
    return of.y;
  }

  /**
   * The same with the matrix rounded to bfloat16: half as many bytes.
   *
   * @param of the matrix and the vector
   * @return the product
   */
  @Benchmark
  public float[] vectorBfloat16(Vectors of) {
    of.gemv.multiply(of.x, 0, of.halves, of.y, 0, Activation.NONE);
    return of.y;
  }
}
