package dev.carrylane.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void oneThreadNeedsNoPool() {
    try (Workers workers = Workers.start(Backend.scalar(), 1)) {
      assertEquals(1, workers.engine().threads());
      assertTrue(workers.engine().executor().isEmpty());
    }
  }

  @Test
  void helpersAreDaemons() {
    try (Workers workers = Workers.start(Backend.scalar(), 3)) {
      assertEquals(3, workers.engine().threads());
      assertSame(Backend.scalar(), workers.engine().backend());
      Executor pool = workers.engine().executor().orElseThrow();
      assertTrue(CompletableFuture.supplyAsync(Thread::currentThread, pool).join().isDaemon());
    }
  }
}
