package dev.carrylane.engine;

import dev.carrylane.engine.internal.thread.ParallelLoop;

/**
 * Helping threads that several operations share, for work that is many operations one after the other,
 * such as the layers of a network. Within a pass, from {@link #begin()} to {@link #end()}, a helper that
 * has finished its share of one operation waits for the next for at most some microseconds, on its core, instead of
 * going back to the executor, from which it would take longer to come again. So smaller operations are worth sharing,
 * too. Outside a pass no helper waits, and a crew is no more than its engine.
 *
 * <p>A crew and all operations on its {@link #engine()} have one user thread at a time; each thread needs
 * a crew of its own. Many crews may share one executor. The state of a network has a crew, so that it
 * needs no other. Results do not depend on a crew, and no call allocates.
 *
 * {@snippet :
 * Crew crew = Crew.on(engine);
 * Gemm first = Gemm.on(crew.engine());
 * Gemm second = Gemm.on(crew.engine());
 * crew.begin();
 * try {
 *   first.multiply(rows, x, weights, y, Activation.RELU);
 *   second.multiply(rows, y, others, z, Activation.NONE);
 * } finally {
 *   crew.end();
 * }
 * }
 */
public final class Crew {
  private final Engine engine;
  private final ParallelLoop loop;

  private Crew(Engine engine) {
    loop = ParallelLoop.withOwnHelpers(engine);
    this.engine = engine.withCrew(this);
  }

  /**
   * The crew of an engine.
   *
   * @param engine backend, executor and number of threads
   * @return a new crew; or, if {@code engine} is the engine of a crew, that crew
   */
  public static Crew on(Engine engine) {
    Crew crew = engine.crew();
    return crew != null ? crew : new Crew(engine);
  }

  /**
   * The engine to make operations on that share the helpers of this crew.
   *
   * @return always the same engine, with backend, executor and threads of the one the crew was made for
   */
  public Engine engine() {
    return engine;
  }

  /**
   * Begins a pass. No helper is called yet: the first operation does so that is large enough. Passes may lie
   * within each other; the outermost counts.
   *
   * @throws IllegalStateException if another thread is in a pass of this crew
   */
  public void begin() {
    loop.begin();
  }

  /**
   * Ends a pass, at once also the waiting of helpers; to be called whether or not the pass succeeded. (One that is
   * never ended lets helpers wait after each operation, for as long as within a pass.)
   *
   * @throws IllegalStateException if this thread is not in a pass of this crew
   */
  public void end() {
    loop.end();
  }

  ParallelLoop loop() {
    return loop;
  }
}
