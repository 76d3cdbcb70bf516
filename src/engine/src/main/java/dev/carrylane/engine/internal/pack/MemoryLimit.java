package dev.carrylane.engine.internal.pack;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the native memory of packed weights against the JVM's limit of direct memory, which the JDK does not do for
 * memory that can be closed. As there, a collection is asked for at the limit: small objects on the heap may keep much
 * native memory.
 */
final class MemoryLimit {
  /** Waits of 1, 2, 4, … ms for what a collection has found: half a second. */
  private static final int MOST_WAITS = 9;

  /** In bytes. */
  static final long BYTES = limit();

  private static final AtomicLong TAKEN = new AtomicLong();

  private MemoryLimit() {}

  /** What is taken now. */
  static long taken() {
    return TAKEN.get();
  }

  /** Takes bytes, if need be after a collection; returns whether there are so many. */
  static boolean take(long bytes) {
    if (takeAtOnce(bytes)) {
      return true;
    }
    System.gc();
    boolean interrupted = false;
    boolean taken = takeAtOnce(bytes);
    for (int wait = 0; wait < MOST_WAITS && !taken; wait++) {
      try {
        Thread.sleep(1L << wait);
      } catch (InterruptedException unasked) {
        interrupted = true;
      }
      taken = takeAtOnce(bytes);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return taken;
  }

  private static boolean takeAtOnce(long bytes) {
    long before = TAKEN.get();
    while (bytes <= BYTES - before) {
      if (TAKEN.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = TAKEN.get();
    }
    return false;
  }

  /** Gives bytes back. */
  static void giveBack(long bytes) {
    TAKEN.addAndGet(-bytes);
  }

  private static long limit() {
    long asked = 0;
    try {
      asked = Option.read();
    } catch (LinkageError | RuntimeException absent) {
      // Not a HotSpot JVM, or an image without the module jdk.management.
    }
    return asked > 0 ? asked : Runtime.getRuntime().maxMemory();
  }

  /** Separate class, so that an image without the module still loads the other. */
  private static final class Option {
    static long read() {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return bean == null ? 0 : Long.parseLong(bean.getVMOption("MaxDirectMemorySize").getValue());
    }
  }
}
