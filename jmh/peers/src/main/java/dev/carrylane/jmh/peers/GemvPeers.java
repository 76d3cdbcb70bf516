package dev.carrylane.jmh.peers;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.engine.gemm.PackedWeights;
import dev.carrylane.engine.gemv.Gemv;
import dev.carrylane.jmh.Benchmarks;
import dev.carrylane.jmh.WorkRate;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
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
 * y = W·x in float, and how fast the weights alone can be read. {@code giga} is GB/s of weights, each
 * counted as the four bytes of a float; half of it is GFLOP/s.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class GemvPeers {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** As many as two units of four cycles latency keep busy. */
  private static final int ACCUMULATORS = 8;

  private static final int STREAMS = 4;

  /** Made by JMH. */
  public GemvPeers() {}

  /** The weights and the vector. */
  @State(Scope.Benchmark)
  public static class Operands {
    /** Outputs × inputs. */
    @Param({"512x256", "1024x512"})
    public String shape;

    int outputs;
    int inputs;
    float[] w;
    float[] x;

    /** Made by JMH. */
    public Operands() {}

    /** Makes the weights, in PyTorch's layout, and the vector. */
    @Setup
    public void prepare() {
      String[] sizes = shape.split("x");
      outputs = Integer.parseInt(sizes[0]);
      inputs = Integer.parseInt(sizes[1]);
      w = Benchmarks.values(outputs * inputs, 1);
      x = Benchmarks.values(inputs, 2);
    }

    double bytes() {
      return (double) Float.BYTES * outputs * inputs;
    }
  }

  /** A result in an array. */
  @State(Scope.Benchmark)
  public static class Result {
    float[] y;

    /** Made by JMH. */
    public Result() {}

    /**
     * Makes room for the result.
     *
     * @param operands the weights and the vector
     */
    @Setup
    public void prepare(Operands operands) {
      y = new float[operands.outputs];
    }
  }

  /** Several vectors and their results. */
  @State(Scope.Benchmark)
  public static class Streams {
    float[] x;
    float[] y;

    /** Made by JMH. */
    public Streams() {}

    /**
     * Makes the vectors.
     *
     * @param operands the sizes
     */
    @Setup
    public void prepare(Operands operands) {
      x = Benchmarks.values(STREAMS * operands.inputs, 3);
      y = new float[STREAMS * operands.outputs];
    }
  }

  /** Carrylane with the weights packed beforehand. */
  @State(Scope.Benchmark)
  public static class Carrylane {
    /** Threads at work, the caller included. */
    @Param("1")
    public int threads = 1;

    Gemv gemv;
    PackedWeights weights;
    PackedWeights halves;

    /** Made by JMH. */
    public Carrylane() {}

    /**
     * Packs the weights.
     *
     * @param operands the weights and the vector
     */
    @Setup
    public void prepare(Operands operands) {
      Engine engine = Benchmarks.engine(threads);
      gemv = Gemv.on(engine);
      weights =
          PackedWeights.ofOutputRows(
              engine.backend(),
              operands.outputs,
              operands.inputs,
              operands.w,
              0,
              operands.inputs,
              null,
              0);
      halves = weights.bfloat16();
    }
  }

  /** The weights in either layout, whichever the library is faster with. */
  @State(Scope.Benchmark)
  public static class Layout {
    private static final String OUTPUT_ROWS = "output-rows";

    /** Whether a row holds the weights of one output, as PyTorch keeps them, or of one input. */
    @Param({OUTPUT_ROWS, "input-rows"})
    public String layout = OUTPUT_ROWS;

    int transposition;
    int rows;
    int columns;
    float[] matrix;

    /** Made by JMH. */
    public Layout() {}

    /**
     * Transposes the weights where that is asked for.
     *
     * @param operands the weights and the vector
     */
    @Setup
    public void prepare(Operands operands) {
      if (layout.equals(OUTPUT_ROWS)) {
        transposition = openblas_nolapack.CblasNoTrans;
        rows = operands.outputs;
        columns = operands.inputs;
        matrix = operands.w;
      } else {
        transposition = openblas_nolapack.CblasTrans;
        rows = operands.inputs;
        columns = operands.outputs;
        matrix = new float[operands.w.length];
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            matrix[i * columns + j] = operands.w[j * rows + i];
          }
        }
      }
    }
  }

  /** Copies in aligned native memory, and the result. */
  @State(Scope.Benchmark)
  public static class Pointers {
    FloatPointer matrix;
    FloatPointer x;
    FloatPointer y;

    /** Made by JMH. */
    public Pointers() {}

    /**
     * Copies the weights and the vector.
     *
     * @param library loaded first
     * @param operands the weights and the vector
     * @param layout the weights as the library reads them
     */
    @Setup
    public void prepare(OpenBlas library, Operands operands, Layout layout) {
      matrix = OpenBlas.copy(layout.matrix);
      x = OpenBlas.copy(operands.x);
      y = OpenBlas.floats(operands.outputs);
    }
  }

  /** The weights in native memory that starts a cache line. */
  @State(Scope.Benchmark)
  public static class Segment {
    private static final long CACHE_LINE = 64;

    MemorySegment weights;

    /** Made by JMH. */
    public Segment() {}

    /**
     * Copies the weights.
     *
     * @param operands the weights and the vector
     */
    @Setup
    public void prepare(Operands operands) {
      weights = Arena.ofAuto().allocate((long) operands.bytes(), CACHE_LINE);
      MemorySegment.copy(operands.w, 0, weights, ValueLayout.JAVA_FLOAT, 0, operands.w.length);
    }
  }

  /**
   * All weights read once from an array, whose vectors may lie across cache lines.
   *
   * @param operands the weights
   * @param rate receives the work
   * @return something that depends on every weight
   */
  @Benchmark
  public float readBandwidthArray(Operands operands, WorkRate rate) {
    float[] w = operands.w;
    int lanes = FLOATS.length();
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    int end = w.length - w.length % (ACCUMULATORS * lanes);
    for (int i = 0; i < end; i += ACCUMULATORS * lanes) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, w, i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, w, i + lanes));
      s2 = s2.add(FloatVector.fromArray(FLOATS, w, i + 2 * lanes));
      s3 = s3.add(FloatVector.fromArray(FLOATS, w, i + 3 * lanes));
      s4 = s4.add(FloatVector.fromArray(FLOATS, w, i + 4 * lanes));
      s5 = s5.add(FloatVector.fromArray(FLOATS, w, i + 5 * lanes));
      s6 = s6.add(FloatVector.fromArray(FLOATS, w, i + 6 * lanes));
      s7 = s7.add(FloatVector.fromArray(FLOATS, w, i + 7 * lanes));
    }
    rate.add((double) Float.BYTES * end);
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).lane(0);
  }

  /**
   * All weights read once from native memory, no vector across cache lines.
   *
   * @param segment the weights
   * @param rate receives the work
   * @return something that depends on every weight
   */
  @Benchmark
  public float readBandwidthAligned(Segment segment, WorkRate rate) {
    MemorySegment w = segment.weights;
    ByteOrder order = ByteOrder.nativeOrder();
    int bytes = FLOATS.vectorByteSize();
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    int end = (int) (w.byteSize() - w.byteSize() % (ACCUMULATORS * bytes));
    for (int i = 0; i < end; i += ACCUMULATORS * bytes) {
      s0 = s0.add(FloatVector.fromMemorySegment(FLOATS, w, i, order));
      s1 = s1.add(FloatVector.fromMemorySegment(FLOATS, w, i + bytes, order));
      s2 = s2.add(FloatVector.fromMemorySegment(FLOATS, w, i + 2 * bytes, order));
      s3 = s3.add(FloatVector.fromMemorySegment(FLOATS, w, i + 3 * bytes, order));
      s4 = s4.add(FloatVector.fromMemorySegment(FLOATS, w, i + 4 * bytes, order));
      s5 = s5.add(FloatVector.fromMemorySegment(FLOATS, w, i + 5 * bytes, order));
      s6 = s6.add(FloatVector.fromMemorySegment(FLOATS, w, i + 6 * bytes, order));
      s7 = s7.add(FloatVector.fromMemorySegment(FLOATS, w, i + 7 * bytes, order));
    }
    rate.add(end);
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).lane(0);
  }

  /**
   * Carrylane on packed weights.
   *
   * @param operands the vector
   * @param carrylane the operation
   * @param result where the product goes
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public float[] carrylanePacked(
      Operands operands, Carrylane carrylane, Result result, WorkRate rate) {
    carrylane.gemv.multiply(operands.x, 0, carrylane.weights, result.y, 0, Activation.NONE);
    rate.add(operands.bytes());
    return result.y;
  }

  /**
   * Carrylane with the weights rounded to bfloat16; the rate counts them as floats all the same.
   *
   * @param operands the vector
   * @param carrylane the operation and the weights
   * @param result where the product goes
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public float[] carrylaneBfloat16(
      Operands operands, Carrylane carrylane, Result result, WorkRate rate) {
    carrylane.gemv.multiply(operands.x, 0, carrylane.halves, result.y, 0, Activation.NONE);
    rate.add(operands.bytes());
    return result.y;
  }

  /**
   * Carrylane with four vectors in one pass over the weights, each counted.
   *
   * @param operands the vector
   * @param carrylane the operation and the weights
   * @param streams the vectors and where the products go
   * @param rate receives the work
   * @return the results
   */
  @Benchmark
  public float[] carrylaneFourStreams(
      Operands operands, Carrylane carrylane, Streams streams, WorkRate rate) {
    carrylane.gemv.multiply(
        STREAMS,
        streams.x,
        0,
        operands.inputs,
        carrylane.weights,
        streams.y,
        0,
        operands.outputs,
        Activation.NONE);
    rate.add(STREAMS * operands.bytes());
    return streams.y;
  }

  /**
   * OpenBLAS on native memory.
   *
   * @param library OpenBLAS
   * @param operands the sizes
   * @param layout the layout of the weights
   * @param pointers the copies
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public FloatPointer openblasPointers(
      OpenBlas library, Operands operands, Layout layout, Pointers pointers, WorkRate rate) {
    openblas_nolapack.cblas_sgemv(
        openblas_nolapack.CblasRowMajor,
        layout.transposition,
        layout.rows,
        layout.columns,
        1,
        pointers.matrix,
        layout.columns,
        pointers.x,
        1,
        0,
        pointers.y,
        1);
    rate.add(operands.bytes());
    return pointers.y;
  }

  /**
   * OpenBLAS on arrays of Java.
   *
   * @param library OpenBLAS
   * @param operands the vector
   * @param layout the weights
   * @param result where the product goes
   * @param rate receives the work
   * @return the result
   */
  @Benchmark
  public float[] openblasArrays(
      OpenBlas library, Operands operands, Layout layout, Result result, WorkRate rate) {
    openblas_nolapack.cblas_sgemv(
        openblas_nolapack.CblasRowMajor,
        layout.transposition,
        layout.rows,
        layout.columns,
        1,
        layout.matrix,
        layout.columns,
        operands.x,
        1,
        0,
        result.y,
        1);
    rate.add(operands.bytes());
    return result.y;
  }
}
