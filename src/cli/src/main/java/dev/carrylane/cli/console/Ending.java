package dev.carrylane.cli.console;

import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Work that is given time to come to an end of its own when a signal ends the process: Ctrl-C, or what stops a container. Other work
 * is ended in the middle of anything, and what it had written of its files is deleted.
 */
public final class Ending {
  private static final Set<Ending> UNDER_WAY = new LinkedHashSet<>();

  private final Runnable stop;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Ending(Runnable stop) {
    this.stop = stop;
  }

  /** Some work. */
  public interface Work {
    /**
     * Does it.
     *
     * @throws IOException if a file cannot be read or written
     */
    void run() throws IOException;
  }

  /**
   * Does some work, to the end or until a signal comes.
   *
   * @param stop asks it to come to an end; called by another thread, once
   * @param work returns soon after that
   * @throws IOException what the work throws
   */
  public static void inTime(Runnable stop, Work work) throws IOException {
    Ending ending = new Ending(stop);
    synchronized (UNDER_WAY) {
      UNDER_WAY.add(ending);
    }
    try {
      work.run();
    } finally {
      synchronized (UNDER_WAY) {
        UNDER_WAY.remove(ending);
      }
      ending.ended.countDown();
    }
  }

  /** Asks all work to end, waits until it has, and deletes what others leave half-written: the process's last act. */
  public static void come() {
    List<Ending> endings;
    synchronized (UNDER_WAY) {
      endings = new ArrayList<>(UNDER_WAY);
    }
    for (Ending ending : endings) {
      ending.stop.run();
    }
    try {
      for (Ending ending : endings) {
        ending.ended.await();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts the process's last act; if somebody did, what follows would still be
      // right.
    }
    FileReplacement.abandonAll();
  }
}
