package dev.carrylane.engine.internal.thread;

import dev.carrylane.engine.Engine;
import dev.carrylane.engine.internal.check.Refusals;
import java.util.concurrent.Executor;
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
 * <p>Between {@link #begin} and {@link #end}, a pass, loops follow each other closely. There a helper
 * that finds no part left keeps looking for the next loop for a short while before it returns to its
 * executor; to wake it again would take longer than many loops do. Outside a pass no helper waits.
 *
 * <p>A part is claimed by lowering the number of unclaimed parts in {@link #tickets}. Its upper half
 * counts the loops run so far, so that a helper left over from an earlier loop, or one that lingers,
 * cannot claim with a stale number. A successful claim reads what the caller wrote before it set the
 * ticket, so the claimer sees the fields of that loop; and they are stable until the part is done,
 * because the loop cannot end before. A lingering helper reads no field of a loop but the ticket.
 *
 * <p>No loop is missed for good by a helper that leaves: it becomes idle, then looks at the ticket once
 * more; the caller sets the ticket, then looks whether the helper is idle. All four are volatile, so at
 * least one of the two sees what the other wrote, and the helper comes back or is called again.
 */
public final class ParallelLoop {
  /** The work; must not run a loop of the same helpers from inside. */
  public interface Body {
    /** Runs part {@code index}, each exactly once unless another throws; those at once have different workers. */
    void part(int index, int worker);
  }

  /** Looks of the caller for the helpers' last parts before it parks: about as long as parking and waking take. */
  private static final int SPINS = 2000;

  /** How long a helper waits for the next loop of a pass; longer than a wake-up takes is no longer worth it. */
  private static final long LINGER_NANOS = 50_000;

  /** Looks between two readings of the clock, each of which costs about as much as a look. */
  private static final int LOOKS = 16;

  /** A helper that has not begun for so long is called once more: the executor may have dropped it. */
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final Executor executor;
  private final Helper[] helpers;
  private final long lingerNanos;
  private final long patienceNanos;
  private final AtomicLong tickets = new AtomicLong();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private Body body;
  private int parts;
  private Thread caller;
  private volatile boolean callerParked;

  /** Passes that the user thread has begun and not ended, one inside the other, and that thread. */
  private int passes;

  private Thread passOwner;

  /** Whether helpers may linger: set by the first loop of a pass that calls them, cleared at its end. */
  private volatile boolean lingering;

  ParallelLoop(Engine engine, long lingerNanos, long patienceNanos) {
    this.lingerNanos = lingerNanos;
    this.patienceNanos = patienceNanos;
    executor = engine.executor().orElse(null);
    helpers = new Helper[engine.threads() - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
  }

  /** The loop that the operations of an engine's crew share, or a new one for an engine without a crew. */
  public static ParallelLoop of(Engine engine) {
    ParallelLoop shared = CrewAccess.loopOf(engine);
    return shared != null ? shared : withOwnHelpers(engine);
  }

  /** Helpers for a new crew, or for an operation without one. */
  public static ParallelLoop withOwnHelpers(Engine engine) {
    return new ParallelLoop(engine, LINGER_NANOS, PATIENCE_NANOS);
  }

  /** The most parts that can run at once. */
  public int threads() {
    return helpers.length + 1;
  }

  /**
   * Begins a pass: loops will follow each other closely until {@link #end}. Passes of one thread may lie
   * within each other, and end with the outermost. Costs a few plain writes.
   *
   * @throws IllegalStateException if another thread is in a pass
   */
  public void begin() {
    Thread current = Thread.currentThread();
    if (passes > 0 && passOwner != current) {
      throw Refusals.passOfOther(current, passOwner);
    }
    passOwner = current;
    passes++;
  }

  /**
   * Ends a pass; helpers that linger return to their executor.
   *
   * @throws IllegalStateException if this thread is in no pass
   */
  public void end() {
    Thread current = Thread.currentThread();
    if (passes == 0 || passOwner != current) {
      throw Refusals.noPass(current);
    }
    passes--;
    if (passes == 0) {
      passOwner = null;
      lingering = false;
    }
  }

  /** Whether loops follow each other closely. */
  public boolean inPass() {
    return passes > 0;
  }

  /** Whether helpers may be about, because a loop of this pass has called them. */
  public boolean isHelped() {
    return lingering;
  }

  /**
   * Runs all parts and returns when every one is done. If a part throws, parts not yet begun are
   * left out and the first throwable is thrown here; whatever other parts wrote stays written, and
   * the loop and the executor stay usable. An executor that throws, whatever it be, or that drops a helper
   * costs speed alone: the caller runs the parts that nobody else does.
   *
   * @throws IllegalStateException if a loop of these helpers runs, in another thread or around this one
   */
  public void run(Body work, int count) {
    run(work, count, true);
  }

  /**
   * As {@link #run(Body, int)}, but calls no helper: only those take part that an earlier loop has called
   * and that have not left. For work that is not worth waking a thread.
   *
   * @throws IllegalStateException as {@link #run(Body, int)}
   */
  public void runWithoutCalling(Body work, int count) {
    run(work, count, false);
  }

  private void run(Body work, int count, boolean call) {
    if (helpers.length == 0 || count <= 1) {
      for (int i = 0; i < count; i++) {
        work.part(i, 0);
      }
      return;
    }
    if (!running.compareAndSet(false, true)) {
      throw Refusals.busy(Thread.currentThread(), caller);
    }
    body = work;
    parts = count;
    caller = Thread.currentThread();
    callerParked = false;
    finished.set(0);
    if (call && passes > 0 && !lingering) {
      lingering = true;
    }
    tickets.set(((tickets.get() >>> 32) + 1) << 32 | count);
    if (call) {
      callHelpers(Math.min(helpers.length, count - 1));
    }
    claimParts(0);
    awaitHelpers();
    body = null;
    caller = null;
    running.set(false);
    Throwable thrown = failure.get();
    if (thrown != null) {
      failure.set(null);
      ParallelLoop.<RuntimeException>rethrow(thrown);
    }
  }

  private void callHelpers(int wanted) {
    for (int i = 0; i < wanted; i++) {
      Helper helper = helpers[i];
      if (helper.isToBeCalled()) {
        try {
          executor.execute(helper);
        } catch (Throwable noHelp) {
          // Full, shut down, without memory for a thread: nothing that the work needs. It is not
          // thrown, because the caller does all parts; the next loop asks again.
          helper.giveUp();
          return;
        }
      }
    }
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

  /** Waits for the next loop of a pass; returns whether there is one, or no longer time to wait. */
  private boolean linger() {
    // An executor may run a helper on the thread that calls it, which has the next loop to begin.
    if (!lingering || Thread.currentThread() == caller) {
      return false;
    }
    long start = System.nanoTime();
    do {
      for (int look = 0; look < LOOKS; look++) {
        if ((int) tickets.get() != 0) {
          return true;
        }
        if (!lingering) {
          return false;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - start < lingerNanos);
    return false;
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /**
   * One task, which the executor may hold several times: when it threw although it had queued the task, or was asked
   * again because it seemed to have lost it. Only the first that begins after a call works, the others find nothing to
   * do; so no more than {@link #threads()} parts ever run at once, each with a worker of its own, even when loops follow
   * each other closely.
   */
  private final class Helper implements Runnable {
    private static final int IDLE = 0;
    private static final int CALLED = 1;
    private static final int WORKING = 2;

    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final int worker;

    /** Of the last call, and how long after it there may be another; of the user thread. */
    private long called;

    private long patience;

    Helper(int worker) {
      this.worker = worker;
    }

    /** Whether the executor is to get it now; it then counts as called. */
    boolean isToBeCalled() {
      if (state.compareAndSet(IDLE, CALLED)) {
        called = System.nanoTime();
        patience = patienceNanos;
        return true;
      }
      if (state.get() != CALLED || System.nanoTime() - called < patience) {
        return false;
      }
      // An executor that is only slow comes to hold few of them, because the next takes twice as
      // long.
      called = System.nanoTime();
      patience *= 2;
      return true;
    }

    /** The executor did not take it, or not as it should. */
    void giveUp() {
      state.compareAndSet(CALLED, IDLE);
    }

    @Override
    public void run() {
      if (!state.compareAndSet(CALLED, WORKING)) {
        return;
      }
      do {
        do {
          claimParts(worker);
        } while (linger());
        state.set(IDLE);
        // A loop that began after the last look and before the line above did not call this
        // helper.
      } while ((int) tickets.get() != 0 && state.compareAndSet(IDLE, WORKING));
    }
  }
}
