package dev.carrylane.jmh;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Crew;
import dev.carrylane.engine.scan.OperatorScan;
import dev.carrylane.engine.scan.ScanOperator;
import dev.carrylane.engine.scan.ScanSchedule;
import dev.carrylane.engine.scan.Sequences;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Measures {@link Latency}. */
final class LatencyMeter {
  private static final int WAKES = 300;

  /** Long enough for an idle thread of an executor to have gone to sleep. */
  private static final long SLEEP_NANOS = 300_000;

  private static final int PASSES = 500;
  private static final int PASS = 100;

  private LatencyMeter() {}

  static Latency measure(Backend backend) {
    long[] wakes = new long[WAKES];
    long[] calls = new long[WAKES];
    wake(wakes, calls);
    return new Latency(Stopwatch.quartile(wakes), Stopwatch.quartile(calls), meet(backend));
  }

  private static void wake(long[] wakes, long[] calls) {
    try (ExecutorService pool =
        Executors.newFixedThreadPool(1, Thread.ofPlatform().daemon().factory())) {
      for (int i = 0; i < WAKES; i++) {
        LockSupport.parkNanos(SLEEP_NANOS);
        CountDownLatch begun = new CountDownLatch(1);
        int wake = i;
        long start = System.nanoTime();
        pool.execute(
            () -> {
              wakes[wake] = System.nanoTime() - start;
              begun.countDown();
            });
        calls[i] = System.nanoTime() - start;
        begun.await();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  /**
   * A scan that does nothing, in three blocks and so with two rendezvous, of two threads that wait for each other in
   * both, less half of what one thread takes for the same.
   */
  private static double meet(Backend backend) {
    double one = scan(backend, 1);
    double both = scan(backend, 2);
    return Math.max(0, both - one / 2) / 2;
  }

  /** One of many scans in passes. */
  private static double scan(Backend backend, int threads) {
    Crew crew = Crew.on(Benchmarks.engine(backend, threads));
    OperatorScan scan = OperatorScan.on(crew.engine(), ScanSchedule.BLOCKED_TIME);
    Sequences sequences = Sequences.timeMajor(Meeting.STEPS, 1);
    Meeting meeting = new Meeting(threads > 1);
    long[] times = new long[PASSES * PASS];
    // Twice, of which the first is to have everything compiled.
    for (int i = 0; i < 2 * PASSES; i++) {
      crew.begin();
      try {
        for (int k = 0; k < PASS; k++) {
          long start = System.nanoTime();
          scan.run(sequences, meeting, 0, Meeting.STEPS, 2 * Meeting.STEPS);
          times[i % PASSES * PASS + k] = System.nanoTime() - start;
        }
      } finally {
        crew.end();
      }
    }
    return Stopwatch.quartile(times);
  }

  /** Combines nothing, but in the first combination of every part waits until the other part has begun, too. */
  private static final class Meeting implements ScanOperator {
    private static final int BLOCK = 64;
    private static final int STEPS = 2 * BLOCK + 1;

    private final boolean waits;
    private final AtomicInteger begun = new AtomicInteger();

    Meeting(boolean waits) {
      this.waits = waits;
    }

    @Override
    public void combine(int left, int right, int out) {
      // First the scan of block 0 beside the reduction of block 1, then the scans of blocks 1 and
      // 2.
      boolean first = right == 1 || right == 2 * BLOCK - 1 && left == right - 1;
      if (waits && (first || right == BLOCK || right == 2 * BLOCK)) {
        int pair = (begun.getAndIncrement() | 1) + 1;
        while (begun.get() - pair < 0) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void copy(int from, int to) {}

    @Override
    public int length() {
      return 3 * STEPS + 1024;
    }
  }
}
