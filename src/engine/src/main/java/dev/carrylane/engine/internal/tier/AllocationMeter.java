package dev.carrylane.engine.internal.tier;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that a thread has allocated, where the JVM tells. */
final class AllocationMeter {
  private AllocationMeter() {}

  /** Always 0 where the JVM does not tell: then only time counts. */
  static long bytesOfThisThread() {
    return Holder.KNOWN ? Bean.read() : 0;
  }

  private static final class Holder {
    static final boolean KNOWN = isKnown();

    private static boolean isKnown() {
      try {
        return Bean.read() >= 0;
      } catch (LinkageError | RuntimeException absent) {
        // Not a HotSpot JVM, or an image without the module jdk.management.
        return false;
      }
    }
  }

  /** Separate class, so that an image without the module still loads the others. */
  private static final class Bean {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static long read() {
      return THREADS.getCurrentThreadAllocatedBytes();
    }
  }
}
