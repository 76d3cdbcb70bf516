package dev.carrylane.testkit;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What becomes of the tasks that an operation hands to its executor; none of it may show in a result. */
public enum Help {
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

  /** Threads for everybody; daemons, so that no test has to shut it down. */
  public static final ExecutorService POOL =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

  /**
   * An executor that gives this kind of help.
   *
   * @return a new one
   */
  public Helpers newHelpers() {
    return new Helpers(this);
  }

  /** An executor that gives one kind of help and counts how often it was asked for it. */
  public static final class Helpers implements Executor {
    private final Help help;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Runnable> held = new AtomicReference<>();

    private Helpers(Help help) {
      this.help = help;
    }

    /**
     * How often it was asked for help.
     *
     * @return the number of tasks so far
     */
    public int asked() {
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
  }
}
