package dev.carrylane.engine.internal.tier;

import dev.carrylane.engine.KernelState;
import dev.carrylane.engine.WarmUp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The work that makes kernels fast, one task after the other, on a thread that exists only while there is some; or on
 * a thread that waits for it. May be used by any number of threads.
 */
public final class WarmUpQueue {
  /** Programs that end sooner pay nothing; one core has then run scalar kernels for about as long as a proof takes. */
  private static final long DELAY_MILLIS = 500;

  /** So many kernels that never became fast, and none that did, are a JVM that does not compile vectors. */
  private static final int HOPELESS = 3;

  private final WarmUp mode;
  private final Proof.Limits limits;
  private final long delayMillis;
  private final Supplier<String> obstacle;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<Choice<?>> asked = new CopyOnWriteArrayList<>();
  private final AtomicBoolean threadRuns = new AtomicBoolean();

  /** Held while a task runs: whoever waits for the queue waits for the thread's task, too. */
  private final ReentrantLock working = new ReentrantLock();

  private volatile int proved;
  private volatile int failed;

  /** An empty queue. The obstacle, why vector kernels can't run at speed or the empty string, may take long to tell. */
  public WarmUpQueue(WarmUp mode, Supplier<String> obstacle) {
    this(mode, obstacle, Proof.Limits.OF_HOTSPOT, DELAY_MILLIS);
  }

  WarmUpQueue(WarmUp mode, Supplier<String> obstacle, Proof.Limits limits, long delayMillis) {
    this.mode = mode;
    this.obstacle = obstacle;
    this.limits = limits;
    this.delayMillis = delayMillis;
  }

  Proof.Limits limits() {
    return limits;
  }

  /** Adds the proof of a kernel. */
  void add(Choice<?> choice, Runnable proof) {
    asked.add(choice);
    add(proof);
  }

  /** Adds a task; returns at once, but for {@link WarmUp#BLOCKING}. */
  public void add(Runnable task) {
    tasks.add(task);
    if (mode == WarmUp.BACKGROUND) {
      startThread();
    } else if (mode == WarmUp.BLOCKING) {
      finish();
    }
  }

  /** Runs all tasks, here, and waits for the one that the thread is at. */
  public Duration finish() {
    long start = System.nanoTime();
    working.lock();
    try {
      // A task that adds another, inside this lock, finds it done by the loop around it.
      if (working.getHoldCount() == 1) {
        runAll();
      }
    } finally {
      working.unlock();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void startThread() {
    if (threadRuns.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .daemon()
          .name("carrylane-warm-up")
          .priority(Thread.MIN_PRIORITY)
          .inheritInheritableThreadLocals(false)
          .start(this::runThread);
    }
  }

  private void runThread() {
    do {
      try {
        Thread.sleep(delayMillis);
      } catch (InterruptedException unasked) {
        // Nobody has this thread but this class; go on.
        Thread.interrupted();
      }
      boolean more = true;
      while (more) {
        working.lock();
        try {
          Runnable task = tasks.poll();
          more = task != null;
          if (more) {
            task.run();
          }
        } finally {
          working.unlock();
        }
      }
      threadRuns.set(false);
      // A task that was added after the last look and before the line above started no thread.
    } while (!tasks.isEmpty() && threadRuns.compareAndSet(false, true));
  }

  /** Why no kernel need be tried; the empty string if one may. */
  String hopeless() {
    String known = obstacle.get();
    if (!known.isEmpty()) {
      return known;
    }
    return proved == 0 && failed >= HOPELESS
        ? failed + " other kernels never became fast: this JVM does not compile vectors"
        : "";
  }

  /** Called by a choice whose proof has ended, on the thread that runs tasks. */
  void report(Choice<?> choice) {
    if (choice.isLast()) {
      proved++;
    } else {
      failed++;
    }
  }

  /** The kernels that were asked for. */
  public List<KernelState> states() {
    return asked.stream()
        .map(choice -> new KernelState(choice.name(), choice.isLast(), choice.verdict().detail()))
        .toList();
  }
}
