package dev.carrylane.jmh;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Measures {@link Bandwidth} on as many bytes as a scan has operands and results, so that they come from where
 * those come from. Each thread goes through a piece of its own again and again.
 */
final class BandwidthMeter {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WARM = 4096;
  private static final long MEASURE_NANOS = 400_000_000;

  /** What a thread does with memory. */
  enum Traffic {
    /** h = p/2 + g, 12 bytes for an element. */
    TRIAD(3),

    /** A sum. */
    READING(1);

    final int arrays;

    Traffic(int arrays) {
      this.arrays = arrays;
    }
  }

  private final float[] p;
  private final float[] g;
  private final float[] h;
  private volatile float sink;

  BandwidthMeter(float[] p, float[] g, float[] h) {
    this.p = p;
    this.g = g;
    this.h = h;
    for (Traffic traffic : Traffic.values()) {
      Stopwatch.warmUp(() -> move(traffic, 0, WARM));
    }
  }

  /** Both figures; a machine of more cores is taken to have more. */
  Bandwidth measure(Traffic traffic, long bytes, int cores) {
    int length = (int) Math.min(p.length, bytes / (traffic.arrays * (long) Float.BYTES));
    double one = measure(traffic, 1, length);
    double all = cores == 1 ? one : measure(traffic, cores, length);
    return new Bandwidth(one, all, cores, Double.POSITIVE_INFINITY);
  }

  private double measure(Traffic traffic, int threads, int length) {
    int piece = length / threads;
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService pool =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory())) {
      Future<?>[] pieces = new Future<?>[threads];
      double[] rates = new double[threads];
      for (int i = 0; i < threads; i++) {
        int thread = i;
        pieces[i] =
            pool.submit(
                () -> {
                  int from = thread * piece;
                  Stopwatch.Timed pass = Stopwatch.whole(() -> move(traffic, from, from + piece));
                  start.await();
                  double nanos = Stopwatch.quartile(pass, MEASURE_NANOS);
                  rates[thread] = (double) piece * traffic.arrays * Float.BYTES / nanos;
                  return null;
                });
      }
      double sum = 0;
      for (int i = 0; i < threads; i++) {
        pieces[i].get();
        sum += rates[i];
      }
      return sum;
    } catch (Exception e) {
      throw new IllegalStateException("the bandwidth could not be measured", e);
    }
  }

  private void move(Traffic traffic, int from, int to) {
    if (traffic == Traffic.TRIAD) {
      triad(from, to);
    } else {
      sink = sum(p, from, to);
    }
  }

  private void triad(int from, int to) {
    for (int i = from; i < to; i++) {
      h[i] = Math.fma(p[i], 0.5f, g[i]);
    }
  }

  private static float sum(float[] a, int from, int to) {
    int lanes = SPECIES.length();
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int i = from; i <= to - 4 * lanes; i += 4 * lanes) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, a, i));
      s1 = s1.add(FloatVector.fromArray(SPECIES, a, i + lanes));
      s2 = s2.add(FloatVector.fromArray(SPECIES, a, i + 2 * lanes));
      s3 = s3.add(FloatVector.fromArray(SPECIES, a, i + 3 * lanes));
    }
    return s0.add(s1).add(s2.add(s3)).lane(0);
  }
}
