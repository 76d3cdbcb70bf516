package dev.carrylane.cli;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An engine and the threads that help the calling one; they end with this object or with the JVM. */
final class Workers implements AutoCloseable {
  private final Engine engine;
  private final ExecutorService pool;

  private Workers(Engine engine, ExecutorService pool) {
    this.engine = engine;
    this.pool = pool;
  }

  /** Starts {@code threads} − 1 threads. */
  static Workers start(Backend backend, int threads) {
    Engine engine = Engine.of(backend);
    if (threads == 1) {
      return new Workers(engine, null);
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads - 1,
            task -> {
              Thread thread = new Thread(task, "carrylane-worker");
              thread.setDaemon(true);
              return thread;
            });
    return new Workers(engine.withExecutor(pool, threads), pool);
  }

  Engine engine() {
    return engine;
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
