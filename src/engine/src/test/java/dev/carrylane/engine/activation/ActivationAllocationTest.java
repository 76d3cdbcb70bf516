package dev.carrylane.engine.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.carrylane.engine.Backend;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts the bytes a thread allocates while it calls an operation. Vectors are boxed until the JIT has
 * compiled their kernel, so this takes the least of many windows, until one has none or the time is up.
 */
final class ActivationAllocationTest {
  private static final int CALLS = 2_000;
  private static final long SECONDS_FOR_THE_JIT = 10;

  // Not a multiple of any number of lanes, so that the ends of ranges run too.
  private static final int LENGTH = 3 * 16 + 7;

  private final float[] x = Floats.moderate(3 * LENGTH, 1);
  private final float[] y = new float[3 * LENGTH];
  private Object escape;

  @ParameterizedTest
  @EnumSource
  void elementwiseFunctionsAllocateNothing(Function function) {
    for (Backend backend : ElementwiseTest.backends()) {
      assertEquals(
          0, leastBytes(() -> function.apply(backend, x, 1, y, 2, LENGTH)), backend.name());
      assertEquals(0, leastBytes(() -> function.apply(backend, y, 1, y, 1, 5)), backend.name());
      assertEquals(0, leastBytes(() -> escape = function.apply(x[3]) == 77f ? this : null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void activationsAllocateNothing(Activation activation) {
    for (Backend backend : ElementwiseTest.backends()) {
      assertEquals(
          0,
          leastBytes(() -> Elementwise.apply(backend, activation, x, 0, y, 0, LENGTH)),
          backend.name());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void logSoftmaxAllocatesNothing(boolean inPlace) {
    for (Backend backend : ElementwiseTest.backends()) {
      float[] to = inPlace ? x : y;
      assertEquals(
          0,
          leastBytes(() -> LogSoftmax.logSoftmax(backend, 3, LENGTH, x, 0, LENGTH, to, 0, LENGTH)),
          backend.name());
    }
  }

  @Test
  void anAllocationWouldBeSeen() {
    assertTrue(leastBytes(() -> escape = new float[1], 1) >= 16L * CALLS);
  }

  private static long leastBytes(Runnable operation) {
    return leastBytes(operation, SECONDS_FOR_THE_JIT);
  }

  private static long leastBytes(Runnable operation, long seconds) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocation");
    long least = Long.MAX_VALUE;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (least > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int call = 0; call < CALLS; call++) {
        operation.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
