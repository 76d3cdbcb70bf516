package dev.carrylane.engine.internal;

import dev.carrylane.engine.Engine;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the parts of one piece of work on the calling thread and the engine's executor. The caller
 * takes part, and finishes alone if no helper comes; a helper that arrives late finds nothing to do.
 * One user thread at a time; {@link #run} allocates nothing (an executor may, when it queues).
 *
 * <p>A part is claimed by lowering the number of unclaimed parts in {@link #tickets}. Its upper half
 * counts the loops run so far, so that a helper left over from an earlier loop cannot claim with a
 * stale number; after a successful claim the fields of the loop are stable until the part is done,
 * because the loop cannot end before.
 */
public final class ParallelLoop {
  /** The work; must not run the same loop again from inside. */
  public interface Body {
    /**
     * Runs one part.
     *
     * @param index 0 to parts − 1, each exactly once unless another part throws
     * @param worker 0 to threads − 1: parts that run at once have different ones
     */
    void part(int index, int worker);
  }

  /**
   * How often the caller looks for the helpers' last parts before it parks. Parts are balanced, so
   * the wait is usually shorter than the 5 to 50 µs that parking and waking cost; 2000 pauses are
   * about 30 µs on x86 cores whose pause is short and about 100 µs on those where it takes 140
   * cycles.
   */
  private static final int SPINS = 2000;

  private final Executor executor;
  private final Helper[] helpers;
  private final AtomicLong tickets = new AtomicLong();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private Body body;
  private int parts;
  private Thread caller;
  private volatile boolean callerParked;

  /**
   * Prepares the helpers.
   *
   * @param engine gives the executor and the number of threads
   */
  public ParallelLoop(Engine engine) {
    executor = engine.executor().orElse(null);
    helpers = new Helper[engine.threads() - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
  }

  /**
   * The most parts that can run at once.
   *
   * @return the engine's number of threads
   */
  public int threads() {
    return helpers.length + 1;
  }

  /**
   * Runs all parts and returns when every one is done. If a part throws, parts not yet begun are
   * left out and the first throwable is thrown here; whatever other parts wrote stays written, and
   * the loop and the executor stay usable. An executor that rejects a helper costs speed alone; if it
   * throws anything else, that is thrown here when all parts are done.
   *
   * @param work the work
   * @param count the number of parts, 0 or more
   */
  public void run(Body work, int count) {
    if (helpers.length == 0 || count <= 1) {
      for (int i = 0; i < count; i++) {
        work.part(i, 0);
      }
      return;
    }
    body = work;
    parts = count;
    caller = Thread.currentThread();
    callerParked = false;
    finished.set(0);
    tickets.set(((tickets.get() >>> 32) + 1) << 32 | count);
    Throwable broken = callHelpers(Math.min(helpers.length, count - 1));
    claimParts(0);
    awaitHelpers();
    body = null;
    caller = null;
    Throwable thrown = failure.get();
    if (thrown != null) {
      failure.set(null);
      ParallelLoop.<RuntimeException>rethrow(thrown);
    }
    if (broken != null) {
      ParallelLoop.<RuntimeException>rethrow(broken);
    }
  }

  /** Returns what the executor threw other than a rejection, or null. */
  private Throwable callHelpers(int wanted) {
    for (int i = 0; i < wanted; i++) {
      Helper helper = helpers[i];
      if (helper.busy.compareAndSet(false, true)) {
        try {
          executor.execute(helper);
        } catch (RejectedExecutionException full) {
          helper.busy.set(false);
          return null;
        } catch (Throwable broken) {
          // Not thrown from here: helpers called before may be inside a part.
          helper.busy.set(false);
          return broken;
        }
      }
    }
    return null;
  }

  private void claimParts(int worker) {
    for (; ; ) {
      long ticket = tickets.get();
      int unclaimed = (int) ticket;
      if (unclaimed == 0) {
        return;
      }
      if (tickets.compareAndSet(ticket, ticket - 1)) {
        runPart(parts - unclaimed, worker);
      }
    }
  }

  private void runPart(int index, int worker) {
    // Read before the part is counted as finished: from then on the next loop may overwrite them.
    Thread waiting = caller;
    int all = parts;
    try {
      if (failure.get() == null) {
        body.part(index, worker);
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
    if (finished.incrementAndGet() == all && callerParked) {
      LockSupport.unpark(waiting);
    }
  }

  private void awaitHelpers() {
    int all = parts;
    for (int i = 0; i < SPINS; i++) {
      if (finished.get() == all) {
        return;
      }
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    callerParked = true;
    while (finished.get() != all) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /**
   * One task that the executor may hold. It is queued or running at most once at a time, so that no
   * more than {@link #threads()} parts ever run at once, even when loops follow each other closely.
   */
  private final class Helper implements Runnable {
    final AtomicBoolean busy = new AtomicBoolean();
    private final int worker;

    Helper(int worker) {
      this.worker = worker;
    }

    @Override
    public void run() {
      do {
        claimParts(worker);
        busy.set(false);
        // A loop that began after the last look and before the line above did not queue this
        // helper.
      } while ((int) tickets.get() != 0 && busy.compareAndSet(false, true));
    }
  }
}
