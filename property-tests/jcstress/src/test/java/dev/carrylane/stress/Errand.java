package dev.carrylane.stress;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * An executor whose tasks wait until another actor of a test fetches them, so that the threads that jcstress sets
 * against each other are the caller of an operation and its helper.
 */
public final class Errand implements Executor {
  private static final int LOOKS = 50;
  private final AtomicReferenceArray<Runnable> tasks = new AtomicReferenceArray<>(4);
  private volatile boolean closed;
  private boolean overflown;

  @Override
  public void execute(Runnable task) {
    for (int i = 0; i < tasks.length(); i++) {
      if (tasks.compareAndSet(i, null, task)) {
        return;
      }
    }
    overflown = true;
  }

  /** Runs what there is, now and for a while; tasks that nobody fetches any more are left alone. */
  public void help() {
    for (int look = 0; look < LOOKS && !closed; look++) {
      for (int i = 0; i < tasks.length(); i++) {
        Runnable task = tasks.getAndSet(i, null);
        if (task != null) {
          task.run();
        }
      }
      Thread.onSpinWait();
    }
  }

  /** The caller is done. */
  public void close() {
    closed = true;
    if (overflown) {
      throw new IllegalStateException("more helpers than an engine of so many threads has");
    }
  }
}
