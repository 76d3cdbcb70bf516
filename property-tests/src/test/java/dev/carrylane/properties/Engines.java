package dev.carrylane.properties;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The backends and the kinds of help that must not show in a result. */
final class Engines {
  /** Daemons, so that no test has to shut it down. */
  static final ExecutorService POOL =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

  private Engines() {}

  /** The scalar backend, and the vector one where this JVM can run it. */
  static List<Backend> backends() {
    List<Backend> all = new ArrayList<>(List.of(Backend.scalar()));
    Backend.vector().ifPresent(all::add);
    return all;
  }

  /** What becomes of the tasks that an engine hands to its executor. */
  enum Help {
    /** Other threads run them at once. */
    PROMPT,
    /** Other threads run each one when the next has come: often long after its work is done. */
    LATE,
    /** The calling thread runs them. */
    INLINE,
    /** Nobody runs them. */
    NONE,
    /** They are refused. */
    REFUSED;

    Crew newCrew() {
      return new Crew(this);
    }
  }

  /** An executor that gives one kind of help and counts how often it was asked for it. */
  static final class Crew implements Executor {
    private final Help help;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Runnable> held = new AtomicReference<>();

    private Crew(Help help) {
      this.help = help;
    }

    int asked() {
      return asked.get();
    }

    @Override
    public void execute(Runnable task) {
      asked.incrementAndGet();
      switch (help) {
        case PROMPT -> POOL.execute(task);
        case LATE -> {
          Runnable earlier = held.getAndSet(task);
          if (earlier != null) {
            POOL.execute(earlier);
          }
        }
        case INLINE -> task.run();
        case NONE -> {}
        case REFUSED -> throw new RejectedExecutionException("no help today");
      }
    }

    Engine engine(Backend backend, int threads) {
      return Engine.of(backend).withExecutor(this, threads);
    }
  }
}
