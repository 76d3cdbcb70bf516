package dev.carrylane.jmh;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Times runs within a process that measures many things, without JMH's forks: on compiled code, and of many runs
 * the one than which a quarter was faster, since what else goes on on a machine makes runs slower and never faster.
 */
final class Stopwatch {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long WARM_NANOS = 500_000_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final int WARM_RUNS = 100;
  private static final int WARM_BYTES = 4096;
  private static final long SETTLE_NANOS = 150_000_000;
  private static final long MEASURE_NANOS = 500_000_000;
  private static final int LEAST_RUNS = 7;
  private static final int MOST_RUNS = 1 << 16;

  private Stopwatch() {}

  /** A run that knows its own time, which may leave out what it does before and after. */
  interface Timed {
    long nanos();
  }

  /** A run from its beginning to its end. */
  static Timed whole(Runnable run) {
    return () -> {
      long start = System.nanoTime();
      run.run();
      return System.nanoTime() - start;
    };
  }

  /**
   * Runs kernels on this thread until the JIT has compiled them: vectors are objects until then, so that they
   * allocate.
   */
  static void warmUp(Runnable kernel) {
    long start = System.nanoTime();
    long elapsed = 0;
    long allocated = Long.MAX_VALUE;
    while (elapsed < WARM_NANOS || allocated > WARM_BYTES && elapsed < PATIENCE_NANOS) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < WARM_RUNS; i++) {
        kernel.run();
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      elapsed = System.nanoTime() - start;
    }
    if (allocated > WARM_BYTES) {
      System.out.println("# not compiled after a minute: what follows is too slow");
    }
  }

  /** The lower quartile of runs for half a second, but at least seven, in nanoseconds. */
  static double measure(Timed run) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < SETTLE_NANOS) {
      run.nanos();
    }
    return quartile(run, MEASURE_NANOS);
  }

  /** The lower quartile of at least seven runs that follow each other for so long. */
  static double quartile(Timed run, long nanos) {
    long[] times = new long[MOST_RUNS];
    int runs = 0;
    long start = System.nanoTime();
    while (runs < MOST_RUNS && (runs < LEAST_RUNS || System.nanoTime() - start < nanos)) {
      times[runs++] = run.nanos();
    }
    return quartile(Arrays.copyOf(times, runs));
  }

  /** The lower quartile of some times. */
  static long quartile(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 4];
  }
}
