package dev.carrylane.jmh;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Crew;
import dev.carrylane.engine.adder.Adder;
import dev.carrylane.engine.adder.AdderSchedule;
import dev.carrylane.engine.scan.AffineScan;
import dev.carrylane.engine.scan.DenseAffineScan;
import dev.carrylane.engine.scan.OperatorScan;
import dev.carrylane.engine.scan.ScanOperator;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import dev.carrylane.jmh.BandwidthMeter.Traffic;
import dev.carrylane.jmh.ScanModel.Kernel;
import dev.carrylane.jmh.ScanModel.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A scan that is predicted and measured: its shape, its kernels' speed in the cache, and how to run it. */
abstract class ScanCase {
  /** The elements of a scan from memory: p, g and h have 200 MB. */
  static final int FROM_MEMORY = 1 << 24;

  /** Elements of a scan in the second-level cache, of which p, g and h have 192 KB. */
  private static final int CACHED = 1 << 14;

  private static final int MILLION = 1 << 20;
  private static final int PASS = 15;

  /** With p between 0 and 1, at random, 17 steps shrink a difference of states by 2^24 on the average. */
  private static final int FORGETS = 40;

  final Backend backend;
  final String name;
  final Traffic traffic;
  final long bytes;

  /**
   * A case.
   *
   * @param traffic what the scan does with memory, more or less
   * @param bytes of its operands and results
   */
  private ScanCase(Backend backend, String name, Traffic traffic, long bytes) {
    this.backend = backend;
    this.name = name;
    this.traffic = traffic;
    this.bytes = bytes;
  }

  /** Those of the table. */
  static List<ScanCase> all(Backend backend, float[] p, float[] g, float[] h) {
    return List.of(
        new Affine(backend, "1 channel, 1 M steps", 1, MILLION, 1, false, p, g, h),
        new Affine(backend, "the same in a pass", 1, MILLION, 1, true, p, g, h),
        new Affine(backend, "1 channel, 16 M steps", 1, FROM_MEMORY, 1, false, p, g, h),
        new Affine(backend, "64 channels, 256 K steps", 1, FROM_MEMORY / 64, 64, false, p, g, h),
        new Affine(
            backend, "1024 channels, 16 K steps", 1, FROM_MEMORY / 1024, 1024, false, p, g, h),
        new Affine(backend, "64 sequences, 64 channels, 4 K steps", 64, 4096, 64, false, p, g, h),
        new Blocked(backend, "1 channel, 1 M steps, BLOCKED_TIME", MILLION, p, g, h),
        new Dense(backend, "matrices 16×16, 4096 steps, OVERLAPPED_TIME", 4096, 16),
        new Products(backend, "operator, 1 M steps, BLOCKED_TIME", MILLION),
        new Addition(backend, "sum of 10^7 bits", 10_000_000));
  }

  /** Whether operands come from memory and not from a cache that all cores share. */
  final boolean isFromMemory() {
    return bytes >= 12L * FROM_MEMORY;
  }

  /** Measures the kernels. */
  abstract void measureKernels();

  /** The kernel of the scan itself. */
  abstract Kernel kernel();

  /** What the model says. */
  abstract ScanCost cost(int threads, Latency latency);

  /** The same for one thread in the schedule that is best for it. */
  ScanCost plain(Latency latency) {
    return cost(1, latency);
  }

  /** The scan. */
  abstract Stopwatch.Timed run(int threads);

  /** One thread in the schedule that is best for it; null if that is {@code run(1)}. */
  Stopwatch.Timed runPlain() {
    return null;
  }

  private static double measure(Runnable kernel) {
    Stopwatch.warmUp(kernel);
    return Stopwatch.measure(Stopwatch.whole(kernel));
  }

  /** What threads share in the way that the shape decides. */
  private static final class Affine extends ScanCase {
    private final Shape shape;
    private final boolean inPass;
    private final Sequences sequences;
    private final float[] p;
    private final float[] g;
    private final float[] h;
    private Kernel kernel;

    Affine(
        Backend backend,
        String name,
        int count,
        int steps,
        int channels,
        boolean inPass,
        float[] p,
        float[] g,
        float[] h) {
      super(backend, name, Traffic.TRIAD, 12L * count * steps * channels);
      int unit = channels == 1 ? 4096 : 1;
      shape = new Shape(count, steps, channels, 1, unit, FORGETS);
      this.inPass = inPass;
      sequences = Sequences.timeMajor(count, steps, channels);
      this.p = p;
      this.g = g;
      this.h = h;
    }

    @Override
    void measureKernels() {
      AffineScan scan = AffineScan.on(Benchmarks.engine(backend, 1));
      int channels = shape.channels();
      double nanos = measure(() -> scan.run(CACHED / channels, channels, p, g, h));
      kernel = new Kernel(nanos / CACHED, 12);
    }

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    ScanCost cost(int threads, Latency latency) {
      return ScanModel.shared(shape, threads, inPass, kernel);
    }

    @Override
    Stopwatch.Timed run(int threads) {
      Crew crew = Crew.on(Benchmarks.engine(backend, threads));
      AffineScan scan = AffineScan.on(crew.engine());
      Runnable run = () -> scan.run(sequences, p, g, h);
      return inPass ? pass(crew, run) : Stopwatch.whole(run);
    }

    /** The first scan of a pass calls helpers. */
    private static Stopwatch.Timed pass(Crew crew, Runnable run) {
      return () -> {
        crew.begin();
        try {
          run.run();
          long start = System.nanoTime();
          for (int i = 0; i < PASS; i++) {
            run.run();
          }
          return (System.nanoTime() - start) / PASS;
        } finally {
          crew.end();
        }
      };
    }
  }

  /** One channel in blocks of time; what reducing takes is what they take beyond scanning. */
  private static final class Blocked extends ScanCase {
    private final int steps;
    private final float[] p;
    private final float[] g;
    private final float[] h;
    private Kernel scan;
    private Kernel reduce;

    Blocked(Backend backend, String name, int steps, float[] p, float[] g, float[] h) {
      super(backend, name, Traffic.TRIAD, 12L * steps);
      this.steps = steps;
      this.p = p;
      this.g = g;
      this.h = h;
    }

    @Override
    void measureKernels() {
      AffineScan plain = AffineScan.on(Benchmarks.engine(backend, 1));
      AffineScan blocked = blocked(1);
      double once = measure(() -> plain.run(CACHED, 1, p, g, h));
      double twice = measure(() -> blocked.run(CACHED, 1, p, g, h));
      scan = new Kernel(once / CACHED, 12);
      int reduced = 14 * ScanModel.blockSteps(CACHED, 2 * Float.BYTES);
      reduce = new Kernel(Math.max(0, twice - once) / reduced, 8);
    }

    private AffineScan blocked(int threads) {
      return AffineScan.on(Benchmarks.engine(backend, threads), ScanSchedule.BLOCKED_TIME);
    }

    @Override
    Kernel kernel() {
      return scan;
    }

    @Override
    ScanCost cost(int threads, Latency latency) {
      return ScanModel.blocked(steps, 1, threads, false, scan, reduce);
    }

    @Override
    ScanCost plain(Latency latency) {
      return ScanCost.alone(steps * scan.nanos(), steps * scan.bytes());
    }

    @Override
    Stopwatch.Timed run(int threads) {
      AffineScan blocked = blocked(threads);
      return Stopwatch.whole(() -> blocked.run(steps, 1, p, g, h));
    }

    @Override
    Stopwatch.Timed runPlain() {
      AffineScan plain = AffineScan.on(Benchmarks.engine(backend, 1));
      return Stopwatch.whole(() -> plain.run(steps, 1, p, g, h));
    }
  }

  /** Matrices that shrink a state to 0.9 of its size or so. */
  private static final class Dense extends ScanCase {
    private final int steps;
    private final int n;
    private final float[] p;
    private final float[] g;
    private final float[] h;
    private Kernel kernel;

    Dense(Backend backend, String name, int steps, int n) {
      super(backend, name, Traffic.READING, 4L * steps * n * (n + 2));
      this.steps = steps;
      this.n = n;
      p = Benchmarks.values(steps * n * n, 1);
      float scale = (float) (0.9 * Math.sqrt(3.0 / n));
      for (int i = 0; i < p.length; i++) {
        p[i] *= scale;
      }
      g = Benchmarks.values(steps * n, 2);
      h = new float[g.length];
    }

    @Override
    void measureKernels() {
      Sequences cached = Sequences.timeMajor(2 * CACHED / (n * n), 1);
      DenseAffineScan scan = scan(1, ScanSchedule.SERIAL_TIME);
      double nanos = measure(() -> scan.run(cached, p, g, h));
      kernel = new Kernel(nanos / (2 * CACHED), 4 * (n + 2.0) / n);
    }

    private DenseAffineScan scan(int threads, ScanSchedule schedule) {
      return DenseAffineScan.on(Benchmarks.engine(backend, threads), n, schedule);
    }

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    ScanCost cost(int threads, Latency latency) {
      return ScanModel.overlapped(steps, n * n, threads, false, kernel);
    }

    @Override
    ScanCost plain(Latency latency) {
      return ScanCost.alone(p.length * kernel.nanos(), p.length * kernel.bytes());
    }

    @Override
    Stopwatch.Timed run(int threads) {
      return run(scan(threads, ScanSchedule.OVERLAPPED_TIME));
    }

    @Override
    Stopwatch.Timed runPlain() {
      return run(scan(1, ScanSchedule.SERIAL_TIME));
    }

    private Stopwatch.Timed run(DenseAffineScan scan) {
      Sequences sequences = Sequences.timeMajor(steps, 1);
      return Stopwatch.whole(() -> scan.run(sequences, p, g, h));
    }
  }

  /** Products of numbers modulo 2^32: an operator as cheap as can be. */
  private static final class Products extends ScanCase implements ScanOperator {
    private final int steps;
    private final int[] all;
    private Kernel scan;
    private Kernel reduce;

    Products(Backend backend, String name, int steps) {
      super(backend, name, Traffic.TRIAD, 8L * steps);
      this.steps = steps;
      SplittableRandom random = new SplittableRandom(1);
      all = new int[2 * steps + 1024];
      Arrays.setAll(all, i -> random.nextInt());
    }

    @Override
    public void combine(int left, int right, int out) {
      all[out] = all[left] * all[right];
    }

    @Override
    public void copy(int from, int to) {
      all[to] = all[from];
    }

    @Override
    public int length() {
      return all.length;
    }

    @Override
    void measureKernels() {
      double once = measure(runnable(CACHED, 1, ScanSchedule.SERIAL_TIME));
      double twice = measure(runnable(CACHED, 1, ScanSchedule.BLOCKED_TIME));
      scan = new Kernel(once / CACHED, 8);
      reduce = new Kernel(Math.max(0, twice - once) / CACHED, 4);
    }

    private Runnable runnable(int steps, int threads, ScanSchedule schedule) {
      OperatorScan scan = OperatorScan.on(Benchmarks.engine(backend, threads), schedule);
      Sequences sequences = Sequences.timeMajor(steps, 1);
      return () -> scan.run(sequences, this, 0, this.steps, 2 * this.steps);
    }

    @Override
    Kernel kernel() {
      return scan;
    }

    @Override
    ScanCost cost(int threads, Latency latency) {
      return ScanModel.tree(steps, threads, false, scan, reduce);
    }

    @Override
    ScanCost plain(Latency latency) {
      return ScanCost.alone(steps * scan.nanos(), steps * scan.bytes());
    }

    @Override
    Stopwatch.Timed run(int threads) {
      return Stopwatch.whole(runnable(steps, threads, ScanSchedule.BLOCKED_TIME));
    }

    @Override
    Stopwatch.Timed runPlain() {
      return Stopwatch.whole(runnable(steps, 1, ScanSchedule.SERIAL_TIME));
    }
  }

  /** Numbers at random. */
  private static final class Addition extends ScanCase {
    private final int words;
    private final long[] a;
    private final long[] b;
    private final long[] sum;
    private Kernel kernel;

    Addition(Backend backend, String name, int bits) {
      super(backend, name, Traffic.TRIAD, 3L * Math.ceilDiv(bits, Long.SIZE) * Long.BYTES);
      words = Math.ceilDiv(bits, Long.SIZE);
      SplittableRandom random = new SplittableRandom(1);
      a = random.longs(words).toArray();
      b = random.longs(words).toArray();
      sum = new long[words];
    }

    @Override
    void measureKernels() {
      Adder adder = Adder.on(Benchmarks.engine(backend, 1), AdderSchedule.LOOKAHEAD);
      int cached = CACHED / 2;
      kernel = new Kernel(measure(() -> adder.add(cached, a, b, sum)) / cached, 24);
    }

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    ScanCost cost(int threads, Latency latency) {
      return ScanModel.adder(words, threads, false, kernel, latency);
    }

    @Override
    Stopwatch.Timed run(int threads) {
      Adder adder = Adder.on(Benchmarks.engine(backend, threads));
      return Stopwatch.whole(() -> adder.add(words, a, b, sum));
    }
  }
}
