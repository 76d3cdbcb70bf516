package dev.carrylane.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Asserts that an operation allocates nothing once it is warm. Vectors are objects until the JIT has
 * compiled their kernel, so this takes the least of many windows, until one has none or the time is up: time
 * of this thread on a core, since on a busy machine the JIT's threads get as little of it as this one.
 *
 * <p>Tests that use this have the {@link #TAG}. The engine's run again in JVMs that keep no profiles, where the JIT
 * knows as little as it can ever come to know of which vectors go where, one of them without AVX-512.
 */
public final class Allocation {
  /** The tag of tests that use this. */
  public static final String TAG = "allocation";

  private static final int CALLS = 100;
  private static final long SECONDS_FOR_THE_JIT = 60;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static Object sink;

  private Allocation() {}

  /**
   * Also runs the operation followed by one that allocates, which must be seen.
   *
   * @param operation what must allocate nothing on this thread
   */
  public static void assertNone(Runnable operation) {
    long bytes = Long.MAX_VALUE;
    long deadline =
        THREADS.getCurrentThreadCpuTime() + TimeUnit.SECONDS.toNanos(SECONDS_FOR_THE_JIT);
    while (bytes > 0 && THREADS.getCurrentThreadCpuTime() < deadline) {
      bytes = Math.min(bytes, bytesOf(operation));
    }
    assertEquals(0, bytes, "bytes allocated in " + CALLS + " calls");
    long control =
        bytesOf(
            () -> {
              operation.run();
              sink = new int[1];
            });
    assertTrue(control >= 16L * CALLS, "an allocation would not be seen: " + control);
  }

  private static long bytesOf(Runnable operation) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int call = 0; call < CALLS; call++) {
      operation.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
