package dev.carrylane.engine;

import dev.carrylane.engine.internal.thread.CrewAccess;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Where operations run: a {@link Backend}, and the threads they may use. Work always runs on the calling thread;
 * if the application configured an {@link Executor}, large work is shared with tasks submitted to it, never to the
 * common pool. The only threads that Carrylane starts are two daemons: one brings the vector kernels in use to compiled
 * code and then ends (with {@link WarmUp#OFF} there is none); one waits for packed weights that nobody has any more, and
 * gives their native memory back.
 *
 * <p>Helping threads go back to the executor after each operation. A {@link Crew} keeps them for several
 * operations in a row.
 *
 * <p>Results do not depend on either choice. Instances are immutable and may be shared by any number of threads;
 * the operations created from one (which own scratch memory) have one user thread at a time.
 *
 * {@snippet :
 * ExecutorService pool = Executors.newFixedThreadPool(3);
 * Engine engine = Engine.singleThreaded().withExecutor(pool, 4); // the caller and three others
 * }
 */
public final class Engine {
  private static final int MAX_THREADS = 1024;

  static {
    CrewAccess.install(engine -> engine.crew == null ? null : engine.crew.loop());
  }

  private final Backend backend;
  private final Executor executor;
  private final int threads;
  private final Crew crew;

  private Engine(Backend backend, Executor executor, int threads, Crew crew) {
    this.backend = backend;
    this.executor = executor;
    this.threads = threads;
    this.crew = crew;
  }

  /**
   * The active backend on the calling thread alone.
   *
   * @return an engine of one thread
   * @throws IllegalStateException as {@link Backend#active()}
   */
  public static Engine singleThreaded() {
    return of(Backend.active());
  }

  /**
   * A given backend on the calling thread alone.
   *
   * @param backend the kernels to use
   * @return an engine of one thread
   */
  public static Engine of(Backend backend) {
    return new Engine(Objects.requireNonNull(backend, "backend"), null, 1, null);
  }

  /**
   * This engine with an executor that the application owns and shuts down. An executor that is busy,
   * has fewer threads, rejects or loses a task, or throws anything else (as {@code OutOfMemoryError} where the system
   * starts no more threads) costs speed, never correctness: the calling thread does whatever nobody else has begun, and
   * nothing is thrown. The executor is asked again by later operations. An interrupt of the calling thread ends no
   * operation, and stays set.
   *
   * @param executor runs the helping tasks
   * @param threads how many threads work at once, the calling one included; 1 to 1024
   * @return an engine of that many threads
   * @throws IllegalArgumentException if {@code threads} is out of range
   */
  public Engine withExecutor(Executor executor, int threads) {
    Objects.requireNonNull(executor, "executor");
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads is " + threads + "; it must be from 1 to " + MAX_THREADS);
    }
    return new Engine(backend, executor, threads, null);
  }

  Engine withCrew(Crew crew) {
    return new Engine(backend, executor, threads, crew);
  }

  /** The crew whose helpers operations on this engine share, or null. */
  Crew crew() {
    return crew;
  }

  /** {@return the kernels in use} */
  public Backend backend() {
    return backend;
  }

  /** {@return the threads that work at once, 1 or more, the calling one included} */
  public int threads() {
    return threads;
  }

  /** {@return the application's executor; empty for a single-threaded engine} */
  public Optional<Executor> executor() {
    return Optional.ofNullable(executor);
  }

  @Override
  public String toString() {
    return backend + ", " + threads + (threads == 1 ? " thread" : " threads");
  }
}
