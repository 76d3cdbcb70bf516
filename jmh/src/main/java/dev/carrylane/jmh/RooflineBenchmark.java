package dev.carrylane.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
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
 * What one core can do at most: multiply-adds in registers, bytes read from each level of the memory, and bytes that plain Java
 * reads and writes there. An operation moves the same number of bytes on every machine and at every level: it goes over a small
 * working set many times, and over a part of a large one.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class RooflineBenchmark {
  /** Bytes that an operation of {@link #read} reads. */
  public static final int READ_BYTES = 64 << 20;

  /** Bytes read in a call of the loop: few enough that it is soon called often enough to be compiled. */
  private static final int CALL_BYTES = 256 << 10;

  private static final int TRIAD_LENGTH = 4 << 20;

  /** Elements of a call of its loop, likewise. */
  private static final int CALL_LENGTH = 64 << 10;

  /** Bytes that an operation of {@link #triad} reads and writes. */
  public static final int TRIAD_BYTES = 3 * Float.BYTES * TRIAD_LENGTH;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int CACHE_LINE = 64;

  /** As many as two units of four cycles latency keep busy. */
  private static final int ACCUMULATORS = 8;

  /** Places that are read from in turn: what is fetched ahead of one of them alone is less than memory can bring. */
  private static final int STREAMS = 4;

  /** Made by JMH. */
  public RooflineBenchmark() {}

  /** A factor that the JIT cannot know. */
  @State(Scope.Benchmark)
  public static class Factor {
    float factor = 0.999f;

    /** Made by JMH. */
    public Factor() {}
  }

  /** What is read, in memory that starts a cache line, so that no vector lies across two. */
  @State(Scope.Benchmark)
  public static class Source {
    /** Where it comes from. */
    @Param({"L1", "L2", "L3", "memory"})
    public String level;

    /** In every byte of a float it makes one between ½ and 1. */
    private static final byte FILLING = 0x3f;

    MemorySegment values;
    private int next;

    /** Made by JMH. */
    public Source() {}

    /** Writes it once, so that it is there. */
    @Setup
    public void prepare() {
      long bytes = WorkingSet.bytes(level);
      values = Arena.ofAuto().allocate(bytes, CACHE_LINE);
      values.fill(FILLING);
    }
  }

  /** Three arrays. */
  @State(Scope.Benchmark)
  public static class Arrays {
    /** So many floats apart in their pages, stores do not look like the loads of what comes later. */
    private static final int APART = 336;

    /** Where they are. */
    @Param({"L1", "L2", "L3", "memory"})
    public String level;

    float[] p;
    float[] g;
    float[] h;
    private int next;

    /** Made by JMH. */
    public Arrays() {}

    /** Each a quarter of the working set. */
    @Setup
    public void prepare() {
      int length = (int) (WorkingSet.bytes(level) / 4 / Float.BYTES);
      p = Benchmarks.values(length, 1);
      g = Benchmarks.values(length + APART, 2);
      h = new float[length + 2 * APART];
    }
  }

  /**
   * Chains of multiply-adds.
   *
   * @param chains where they start
   * @return something that depends on all of them
   */
  @Benchmark
  public float fma(Factor chains) {
    return FmaPeak.floats(chains.factor);
  }

  /**
   * The next bytes of the working set, added up.
   *
   * @param source what is read
   * @return something that depends on all of it
   */
  @Benchmark
  public float read(Source source) {
    int size = (int) source.values.byteSize();
    int part = Math.min(size, CALL_BYTES);
    float sum = 0;
    for (int done = 0; done < READ_BYTES; done += CALL_BYTES) {
      int from = source.next;
      sum += sum(source.values, from, from + part, CALL_BYTES / part);
      source.next = from + part == size ? 0 : from + part;
    }
    return sum;
  }

  private static float sum(MemorySegment values, int from, int to, int times) {
    ByteOrder order = ByteOrder.nativeOrder();
    int bytes = FLOATS.vectorByteSize();
    int stream = (to - from) / STREAMS;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int time = 0; time < times; time++) {
      for (int i = from; i < from + stream; i += ACCUMULATORS / STREAMS * bytes) {
        s0 = s0.add(FloatVector.fromMemorySegment(FLOATS, values, i, order));
        s1 = s1.add(FloatVector.fromMemorySegment(FLOATS, values, i + bytes, order));
        s2 = s2.add(FloatVector.fromMemorySegment(FLOATS, values, i + stream, order));
        s3 = s3.add(FloatVector.fromMemorySegment(FLOATS, values, i + stream + bytes, order));
        s4 = s4.add(FloatVector.fromMemorySegment(FLOATS, values, i + 2 * stream, order));
        s5 = s5.add(FloatVector.fromMemorySegment(FLOATS, values, i + 2 * stream + bytes, order));
        s6 = s6.add(FloatVector.fromMemorySegment(FLOATS, values, i + 3 * stream, order));
        s7 = s7.add(FloatVector.fromMemorySegment(FLOATS, values, i + 3 * stream + bytes, order));
      }
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).lane(0);
  }

  /**
   * h = p/2 + g on the next elements, which waits for nothing but memory.
   *
   * @param arrays the operands and the result
   * @return the result
   */
  @Benchmark
  public float[] triad(Arrays arrays) {
    int length = arrays.p.length;
    int part = Math.min(length, CALL_LENGTH);
    for (int done = 0; done < TRIAD_LENGTH; done += part) {
      int from = arrays.next;
      triad(arrays.p, arrays.g, arrays.h, from, from + part);
      arrays.next = from + part == length ? 0 : from + part;
    }
    return arrays.h;
  }

  private static void triad(float[] p, float[] g, float[] h, int from, int to) {
    for (int i = from; i < to; i++) {
      h[i + 2 * Arrays.APART] = Math.fma(p[i], 0.5f, g[i + Arrays.APART]);
    }
  }
}
