package dev.carrylane.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Asserts that an operation allocates nothing once it is warm. */
final class Allocation {
  private static final int WINDOWS = 20;
  private static final int CALLS = 50;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static Object sink;

  private Allocation() {}

  /** The least of several windows: compilation and class loading disturb some, never all. */
  static long leastBytes(Runnable operation) {
    long least = Long.MAX_VALUE;
    for (int window = 0; window < WINDOWS; window++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int call = 0; call < CALLS; call++) {
        operation.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  /** Also runs a control that allocates, without which zero would prove nothing. */
  static void assertNone(Runnable operation) {
    assertTrue(leastBytes(() -> sink = new int[1]) >= CALLS * 16L, "the control must allocate");
    // The Vector API allocates until it is compiled: run until that is done.
    long deadline = System.nanoTime() + 20_000_000_000L;
    long bytes;
    do {
      bytes = leastBytes(operation);
    } while (bytes != 0 && System.nanoTime() < deadline);
    assertEquals(0, bytes, "bytes allocated in " + CALLS + " calls");
  }
}
