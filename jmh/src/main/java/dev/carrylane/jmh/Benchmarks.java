package dev.carrylane.jmh;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.WarmUp;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the benchmarks share. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * The active backend, printed: a figure without it means nothing. The first use of a kernel waits until it is proved,
   * as it would be after the first seconds of a service: what is measured is how fast it is then.
   *
   * @return the backend
   */
  public static Backend backend() {
    Backend backend = Backend.active().withWarmUp(WarmUp.BLOCKING);
    System.out.println("# backend: " + backend + " (" + backend.reason() + ")");
    return backend;
  }

  /**
   * An engine of so many threads; its pool is of daemon threads and ends with the fork.
   *
   * @param threads threads at work, the caller included
   * @return an engine on the active backend
   */
  public static Engine engine(int threads) {
    Engine engine = Engine.of(backend());
    if (threads == 1) {
      return engine;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(threads - 1, Thread.ofPlatform().daemon().factory());
    return engine.withExecutor(pool, threads);
  }

  /**
   * Values in [−1, 1), the same on every run.
   *
   * @param length how many
   * @param seed another seed gives other values
   * @return a new array
   */
  public static float[] values(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
