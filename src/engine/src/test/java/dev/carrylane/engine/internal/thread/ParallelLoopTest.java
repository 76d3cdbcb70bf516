package dev.carrylane.engine.internal.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Allocation;
import dev.carrylane.testkit.Widths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag(Widths.ANY)
@Timeout(60)
class ParallelLoopTest {
  private final ExecutorService pool = Executors.newCachedThreadPool();

  @AfterEach
  void stop() throws InterruptedException {
    pool.shutdown();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS), "a helper still runs");
  }

  /** Helpers are called once, however long they take to begin. */
  private static ParallelLoop loop(Executor executor, int threads) {
    return loop(executor, threads, TimeUnit.HOURS.toNanos(1));
  }

  private static ParallelLoop loop(Executor executor, int threads, long patienceNanos) {
    Engine engine = Engine.of(Backend.scalar()).withExecutor(executor, threads);
    return new ParallelLoop(engine, 0, patienceNanos);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyPartRunsOnceAndIsVisibleToTheCaller(int threads) {
    ParallelLoop loop = loop(pool, threads);
    assertEquals(threads, loop.threads());
    // Plain elements: the loop itself must order the parts' writes before the caller's reads.
    int[] runs = new int[40];
    ParallelLoop.Body body = (index, worker) -> runs[index]++;
    for (int round = 0; round < 20_000; round++) {
      int parts = round % 41;
      loop.run(body, parts);
      for (int i = 0; i < runs.length; i++) {
        assertEquals(i < parts ? 1 : 0, runs[i], "part " + i + " of " + parts);
        runs[i] = 0;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void noMoreThreadsWorkAtOnceThanTheEngineAllows(int threads) {
    ParallelLoop loop = loop(pool, threads);
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int round = 0; round < 3_000; round++) {
      loop.run(
          (index, worker) -> {
            most.accumulateAndGet(working.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            working.decrementAndGet();
          },
          16);
    }
    assertTrue(most.get() <= threads, most + " at once");
  }

  @Test
  void helpersTakePart() {
    ParallelLoop loop = loop(pool, 2);
    CountDownLatch both = new CountDownLatch(2);
    loop.run(
        (index, worker) -> {
          both.countDown();
          awaitQuietly(both);
        },
        2);
    assertEquals(0, both.getCount());
  }

  @Test
  void anExecutorThatRejectsCostsNothingButSpeed() {
    AtomicInteger asked = new AtomicInteger();
    ParallelLoop loop =
        loop(
            task -> {
              asked.incrementAndGet();
              throw new RejectedExecutionException("full");
            },
            4);
    assertRuns(loop, 10);
    assertRuns(loop, 10);
    assertEquals(2, asked.get(), "after a rejection no more helpers are called in that loop");
  }

  @Test
  void anExecutorThatNeverRunsItsTasksCostsNothingButSpeed() {
    ParallelLoop loop = loop(task -> {}, 4);
    assertRuns(loop, 10);
    assertRuns(loop, 10);
  }

  @Test
  void anExecutorThatRunsTasksOnTheCallerWorks() {
    ParallelLoop loop = loop(Runnable::run, 4);
    assertRuns(loop, 10);
    assertRuns(loop, 10);
  }

  @Test
  void helpersThatComeLateFindNothing() {
    List<Runnable> queue = new ArrayList<>();
    ParallelLoop loop = loop(queue::add, 4);
    assertRuns(loop, 10);
    assertEquals(3, queue.size());
    assertRuns(loop, 10);
    assertEquals(3, queue.size(), "helpers that are still queued are not queued again");
    int[] before = {0};
    loop.run((index, worker) -> before[0]++, 10);
    for (Runnable late : List.copyOf(queue)) {
      late.run();
    }
    assertEquals(10, before[0]);
    queue.clear();
    assertRuns(loop, 10);
    assertEquals(3, queue.size(), "helpers that ran are called again");
  }

  @Test
  void helpersOfAnEarlierLoopMayJoinALaterOne() {
    List<Runnable> queue = new ArrayList<>();
    ParallelLoop loop = loop(queue::add, 2);
    assertRuns(loop, 3);
    Runnable late = queue.getFirst();
    AtomicIntegerArray runs = new AtomicIntegerArray(5);
    loop.run(
        (index, worker) -> {
          runs.incrementAndGet(index);
          if (index == 1) {
            late.run();
          }
        },
        5);
    for (int i = 0; i < 5; i++) {
      assertEquals(1, runs.get(i));
    }
  }

  /** As an executor that can't start a thread, while a helper called before is inside a part. */
  @Test
  void anExecutorThatThrowsCostsNothingButSpeed() {
    for (Throwable broken :
        List.of(
            new OutOfMemoryError("unable to create native thread"),
            new IllegalStateException("broken"),
            new Exception("checked"))) {
      AtomicInteger calls = new AtomicInteger();
      CountDownLatch begun = new CountDownLatch(1);
      ParallelLoop loop =
          loop(
              task -> {
                if (calls.incrementAndGet() == 2) {
                  awaitQuietly(begun);
                  ParallelLoopTest.<RuntimeException>sneak(broken);
                }
                pool.execute(task);
              },
              3);
      AtomicInteger done = new AtomicInteger();
      loop.run(
          (index, worker) -> {
            begun.countDown();
            LockSupport.parkNanos(1_000_000);
            done.incrementAndGet();
          },
          20);
      assertEquals(20, done.get());
      CountDownLatch all = new CountDownLatch(3);
      loop.run(
          (index, worker) -> {
            all.countDown();
            awaitQuietly(all);
          },
          3);
      assertTrue(calls.get() >= 3, "the helper that was not taken is called again");
    }
  }

  @Test
  void anErrorOfTheWorkReachesTheCallerAlthoughTheExecutorIsBroken() {
    ParallelLoop loop =
        loop(
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            },
            3);
    OutOfMemoryError failure = new OutOfMemoryError("Java heap space");
    assertSame(
        failure,
        assertThrows(
            OutOfMemoryError.class,
            () ->
                loop.run(
                    (index, worker) -> {
                      throw failure;
                    },
                    3)));
    assertRuns(loop, 10);
  }

  /** A pool queues a task before it fails to start a thread for it: the task stays in the queue. */
  @Test
  void tasksOfOneHelperNeverWorkAtOnceAlthoughTheExecutorHoldsSeveral() {
    Executor queuesAndThrows =
        task -> {
          pool.execute(task);
          pool.execute(task);
          throw new OutOfMemoryError("unable to create native thread");
        };
    for (int threads : new int[] {2, 4}) {
      for (Executor executor : List.of(queuesAndThrows, pool)) {
        ParallelLoop loop = loop(executor, threads, 0);
        AtomicIntegerArray inside = new AtomicIntegerArray(threads);
        int[] runs = new int[20];
        for (int round = 0; round < 1_000; round++) {
          loop.run(
              (index, worker) -> {
                assertEquals(1, inside.incrementAndGet(worker));
                runs[index]++;
                Thread.onSpinWait();
                inside.decrementAndGet(worker);
              },
              runs.length);
          for (int index = 0; index < runs.length; index++) {
            assertEquals(round + 1, runs[index], "part " + index);
          }
        }
      }
    }
  }

  @Test
  void anExecutorThatHasLostATaskIsAskedAgainLater() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    long patience = TimeUnit.MILLISECONDS.toNanos(20);
    ParallelLoop loop =
        loop(
            task -> {
              if (calls.incrementAndGet() > 2) {
                pool.execute(task);
              }
            },
            2,
            patience);
    long start = System.nanoTime();
    AtomicInteger helped = new AtomicInteger();
    while (helped.get() == 0) {
      int before = calls.get();
      loop.run(
          (index, worker) -> {
            helped.addAndGet(worker);
            LockSupport.parkNanos(1_000_000);
          },
          2);
      long elapsed = System.nanoTime() - start;
      assertTrue(before == calls.get() || elapsed >= (calls.get() - 1) * patience, "too early");
      assertTrue(elapsed < TimeUnit.SECONDS.toNanos(20), "nobody came");
    }
    assertTrue(calls.get() >= 3);
  }

  @Test
  void anExecutorThatNeverBeginsIsAskedEverMoreSeldom() {
    AtomicInteger calls = new AtomicInteger();
    long patience = 50_000;
    ParallelLoop loop = loop(task -> calls.incrementAndGet(), 2, patience);
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < 1_000 * patience) {
      assertRuns(loop, 2);
      elapsed = System.nanoTime() - start;
    }
    // The call after n others is not before (2^n − 1) times the patience.
    int most = Long.SIZE - Long.numberOfLeadingZeros(elapsed / patience + 1);
    assertTrue(calls.get() > 1 && calls.get() <= most, calls + " calls");
  }

  @Test
  void aTaskThatIsLateDoesNothing() {
    List<Runnable> queue = new ArrayList<>();
    ParallelLoop loop = loop(queue::add, 2, 0);
    assertRuns(loop, 2);
    assertRuns(loop, 2);
    assertEquals(2, queue.size());
    AtomicInteger helped = new AtomicInteger();
    loop.run(
        (index, worker) -> {
          helped.addAndGet(worker);
          if (index == 0) {
            queue.get(0).run();
          }
        },
        2);
    assertEquals(1, helped.get(), "the first task that begins helps");
    loop.runWithoutCalling(
        (index, worker) -> {
          helped.addAndGet(worker);
          if (index == 0) {
            queue.get(1).run();
          }
        },
        2);
    assertEquals(1, helped.get(), "the other does not");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void thePartThatThrowsEndsTheLoop(int threads) {
    ParallelLoop loop = loop(pool, threads);
    for (int round = 0; round < 500; round++) {
      int bad = round % 7;
      Exception failure = new Exception("part " + bad);
      AtomicInteger working = new AtomicInteger();
      Exception thrown =
          assertThrows(
              Exception.class,
              () ->
                  loop.run(
                      (index, worker) -> {
                        working.incrementAndGet();
                        try {
                          if (index == bad) {
                            ParallelLoopTest.<RuntimeException>sneak(failure);
                          }
                        } finally {
                          working.decrementAndGet();
                        }
                      },
                      100));
      assertSame(failure, thrown);
      assertEquals(0, working.get());
      assertRuns(loop, 10);
    }
  }

  @Test
  void partsNotYetBegunAreLeftOutAfterAFailure() {
    for (int threads : new int[] {1, 4}) {
      ParallelLoop loop = loop(task -> {}, threads);
      List<Integer> begun = new ArrayList<>();
      assertThrows(
          IllegalStateException.class,
          () ->
              loop.run(
                  (index, worker) -> {
                    begun.add(index);
                    if (index == 2) {
                      throw new IllegalStateException();
                    }
                  },
                  10));
      assertEquals(List.of(0, 1, 2), begun);
    }
  }

  @Test
  void theFirstOfSeveralThrowablesIsReported() {
    ParallelLoop loop = loop(pool, 2);
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch thrownFirst = new CountDownLatch(1);
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                loop.run(
                    (index, worker) -> {
                      both.countDown();
                      awaitQuietly(both);
                      if (index == 1) {
                        thrownFirst.countDown();
                        throw new IllegalStateException("first");
                      }
                      awaitQuietly(thrownFirst);
                      LockSupport.parkNanos(50_000_000);
                      throw new IllegalArgumentException("second");
                    },
                    2));
    assertEquals("first", thrown.getMessage());
  }

  @Test
  void anErrorInAHelperReachesTheCaller() {
    ParallelLoop loop = loop(pool, 2);
    Thread caller = Thread.currentThread();
    CountDownLatch both = new CountDownLatch(2);
    AssertionError failure = new AssertionError("in a helper");
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () ->
                loop.run(
                    (index, worker) -> {
                      both.countDown();
                      awaitQuietly(both);
                      if (Thread.currentThread() != caller) {
                        throw failure;
                      }
                    },
                    2));
    assertSame(failure, thrown);
  }

  @Test
  void anInterruptedCallerWaitsAndStaysInterrupted() {
    ParallelLoop loop = loop(pool, 2);
    Thread caller = Thread.currentThread();
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger done = new AtomicInteger();
    caller.interrupt();
    loop.run(
        (index, worker) -> {
          both.countDown();
          while (both.getCount() > 0) {
            Thread.onSpinWait();
          }
          if (Thread.currentThread() != caller) {
            // Long enough for the caller to stop spinning and park; then another interrupt.
            LockSupport.parkNanos(30_000_000);
            caller.interrupt();
            LockSupport.parkNanos(30_000_000);
          }
          done.incrementAndGet();
        },
        2);
    assertEquals(2, done.get());
    assertTrue(Thread.interrupted(), "the interrupt must not be lost");
  }

  @Test
  void aCallerThatParkedIsWoken() {
    ParallelLoop loop = loop(pool, 2);
    Thread caller = Thread.currentThread();
    for (int round = 0; round < 50; round++) {
      CountDownLatch both = new CountDownLatch(2);
      loop.run(
          (index, worker) -> {
            both.countDown();
            awaitQuietly(both);
            if (Thread.currentThread() != caller) {
              LockSupport.parkNanos(1_000_000);
            }
          },
          2);
    }
    assertFalse(Thread.interrupted());
  }

  @Tag(Allocation.TAG)
  @Test
  void theCallerAllocatesNothing() {
    AtomicReference<Runnable> slot = new AtomicReference<>();
    Thread helper =
        new Thread(
            () -> {
              while (!Thread.interrupted()) {
                Runnable task = slot.getAndSet(null);
                if (task != null) {
                  task.run();
                }
              }
            });
    helper.start();
    try {
      ParallelLoop loop = loop(slot::set, 2);
      long[] sums = new long[64];
      ParallelLoop.Body body = (index, worker) -> sums[index] += index;
      Allocation.assertNone(() -> loop.run(body, 64));
    } finally {
      helper.interrupt();
    }
  }

  @Test
  void partsThatRunAtOnceHaveDifferentWorkers() {
    int threads = 4;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads - 1)) {
      ParallelLoop loop = loop(pool, threads);
      AtomicIntegerArray inside = new AtomicIntegerArray(threads);
      for (int run = 0; run < 200; run++) {
        loop.run(
            (index, worker) -> {
              assertEquals(1, inside.incrementAndGet(worker));
              Thread.onSpinWait();
              inside.decrementAndGet(worker);
            },
            50);
      }
    }
  }

  static void assertRuns(ParallelLoop loop, int parts) {
    AtomicIntegerArray runs = new AtomicIntegerArray(parts);
    loop.run((index, worker) -> runs.incrementAndGet(index), parts);
    for (int i = 0; i < parts; i++) {
      assertEquals(1, runs.get(i), "part " + i);
    }
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS), "nobody came");
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
