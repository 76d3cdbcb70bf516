package dev.carrylane.engine.internal.tier;

import java.lang.reflect.Proxy;

/**
 * Rehearses a vector kernel until it has proved to be compiled: over a window of runs it allocates nothing and takes
 * hardly longer than its scalar twin. It measures rather than believes, so a JIT that compiles no vectors, or has no
 * room left for code, leaves the scalar kernel in place.
 *
 * <p>What must be compiled is the kernel's own method, which callers call, and not a copy of it that the JIT took into
 * the rehearsal. So the rehearsal runs its scalar twin and a kernel that does nothing as often, in turns: the JIT takes
 * none of three receivers into a call.
 *
 * @param <K> the kernel's contract
 */
final class Proof<K> {
  /**
   * When a proof is over.
   *
   * @param leastRuns runs before which no proof ends: the optimising compiler has then taken up every method with a loop
   * @param enoughRuns runs after which the JIT has been asked for everything that it will compile: its optimising
   *     compiler takes up a method after 5,000 calls, or 600 with loops
   * @param mostRuns runs after which a kernel that is still slow is given up; some methods are compiled more than once
   * @param mostNanos the longest that one proof may take: a compiler that has much to do, or a machine that has
   */
  record Limits(int leastRuns, int enoughRuns, int mostRuns, long mostNanos) {
    static final Limits OF_HOTSPOT = new Limits(1_000, 6_000, 60_000, 20_000_000_000L);
  }

  /** A window is so long, or has so many runs: a few interpreted ones, or many compiled ones. */
  private static final long WINDOW_NANOS = 1_000_000;

  private static final int WINDOW_RUNS = 256;

  /** While the compiler works, this thread leaves it the processor. */
  private static final long PAUSE_MILLIS = 2;

  /**
   * Compiled, a vector kernel is faster than its twin or, where the JIT vectorises that by itself, as fast; not
   * compiled, it is tens to thousands of times slower. In between lies the noise of short measurements.
   */
  private static final double MOST_TIMES_SCALAR = 1.5;

  private static final long NOISE_NANOS = 200;

  private final Limits limits;
  private final Rehearsal<K> rehearsal;
  private final K scalar;
  private final K vector;

  /** Of the last window. */
  private int runs;

  private long nanosPerRun;
  private long allocated;

  Proof(Limits limits, Rehearsal<K> rehearsal, K scalar, K vector) {
    this.limits = limits;
    this.rehearsal = rehearsal;
    this.scalar = scalar;
    this.vector = vector;
  }

  Verdict attempt() {
    long began = System.nanoTime();
    K idle = idle();
    long scalarNanos = Long.MAX_VALUE;
    int all = 0;
    int good = 0;
    while (good < 2) {
      long elapsed = System.nanoTime() - began;
      if (all >= limits.mostRuns || elapsed >= limits.mostNanos) {
        return Verdict.failed(
            "not compiled after %d runs and %d ms: a run takes %d ns where the scalar kernel takes %d, and allocates %d bytes"
                .formatted(all, elapsed / 1_000_000, nanosPerRun, scalarNanos, allocated / runs));
      }
      window(vector);
      all += runs * rehearsal.calls();
      long vectorNanos = nanosPerRun;
      long vectorBytes = allocated;
      int vectorRuns = runs;
      for (int i = 0; i < vectorRuns; i++) {
        rehearsal.run(idle);
      }
      window(scalar);
      scalarNanos = Math.min(scalarNanos, nanosPerRun);
      nanosPerRun = vectorNanos;
      allocated = vectorBytes;
      runs = vectorRuns;
      boolean fast = vectorNanos <= scalarNanos * MOST_TIMES_SCALAR + NOISE_NANOS;
      good = fast && vectorBytes == 0 && all >= limits.leastRuns ? good + 1 : 0;
      if (good == 0 && all >= limits.enoughRuns && !pause()) {
        return Verdict.failed("interrupted");
      }
    }
    return Verdict.proved(System.nanoTime() - began);
  }

  /** A kernel of the same contract that does nothing. */
  @SuppressWarnings("unchecked")
  private K idle() {
    Class<?> contract = scalar.getClass().getInterfaces()[0];
    return (K)
        Proxy.newProxyInstance(
            contract.getClassLoader(),
            new Class<?>[] {contract},
            (proxy, method, arguments) -> nothing(method.getReturnType()));
  }

  private static Object nothing(Class<?> type) {
    if (type == boolean.class) {
      return true;
    }
    // Sizes, by which a rehearsal may count its way.
    return type == int.class ? 1 : null;
  }

  private void window(K kernel) {
    long bytes = AllocationMeter.bytesOfThisThread();
    long start = System.nanoTime();
    long now = start;
    int count = 0;
    while (count < WINDOW_RUNS && now - start < WINDOW_NANOS) {
      rehearsal.run(kernel);
      count++;
      now = System.nanoTime();
    }
    allocated = AllocationMeter.bytesOfThisThread() - bytes;
    runs = count;
    nanosPerRun = (now - start) / count;
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
