package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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

  /** What the next task meets; null for a rejection. */
  private RuntimeException failure = new IllegalStateException("no threads left");

  private int asked;

  private final Executor failing =
      task -> {
        asked++;
        throw failure == null ? new RejectedExecutionException("full") : failure;
      };

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
  void whatAnExecutorThrowsIsThrownAndTheScanRemainsUsable(ScanSchedule schedule) {
    AffineScan scan = shared(Engine.singleThreaded().withExecutor(failing, 2), schedule);
    RuntimeException thrown =
        assertThrows(IllegalStateException.class, () -> scan.run(STEPS, 1, p, g, h));
    assertSame(failure, thrown);
    int before = asked;
    failure = null;
    scan.run(STEPS, 1, p, g, h);
    assertTrue(asked > before, "nobody was asked to help");
    ScanData.assertSameBits(expected(schedule, p, g), h, "states with every task rejected");
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
