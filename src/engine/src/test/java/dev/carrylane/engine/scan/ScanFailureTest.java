package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Executors that fail, and interrupts, in scans of which threads share time. */
@Timeout(60)
class ScanFailureTest {
  private static final int STEPS = 20_000;

  private final float[] p = ScanData.lasting(1, STEPS);
  private final float[] g = ScanData.uniform(2, STEPS);
  private final float[] h = new float[STEPS];

  @AfterEach
  void clearTheInterrupt() {
    Thread.interrupted();
  }

  private static float[] expected(ScanSchedule schedule, float[] p, float[] g) {
    float[] h = new float[STEPS];
    AffineScan.on(Engine.singleThreaded(), schedule).run(STEPS, 1, p, g, h);
    return h;
  }

  private static AffineScan shared(Engine engine, ScanSchedule schedule) {
    return AffineScan.on(engine, schedule, STEPS / 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = ScanSchedule.class,
      names = {"SERIAL_TIME", "KOGGE_STONE", "BLOCKED_TIME"})
  void anExecutorThatThrowsChangesNoBit(ScanSchedule schedule) {
    for (Throwable failure :
        List.of(
            new OutOfMemoryError("unable to create native thread"),
            new RejectedExecutionException("full"))) {
      AtomicInteger asked = new AtomicInteger();
      Executor failing =
          task -> {
            asked.incrementAndGet();
            throw ScanFailureTest.<RuntimeException>sneak(failure);
          };
      AffineScan scan = shared(Engine.singleThreaded().withExecutor(failing, 2), schedule);
      for (int time = 0; time < 2; time++) {
        int before = asked.get();
        scan.run(STEPS, 1, p, g, h);
        assertTrue(asked.get() > before, "nobody was asked to help");
        ScanData.assertSameBits(expected(schedule, p, g), h, failure.toString());
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @ParameterizedTest
  @EnumSource(
      value = ScanSchedule.class,
      names = {"SERIAL_TIME", "KOGGE_STONE", "BLOCKED_TIME"})
  void anInterruptEndsNoScanAndStaysSet(ScanSchedule schedule) {
    Engine engine = Backends.engine(Engine.singleThreaded().backend(), 2);
    AffineScan scan = shared(engine, schedule);
    Thread.currentThread().interrupt();
    for (int time = 0; time < 20; time++) {
      scan.run(STEPS, 1, p, g, h);
      ScanData.assertSameBits(expected(schedule, p, g), h, "states");
    }
    assertTrue(Thread.interrupted(), "the interrupt is lost");
  }
}
