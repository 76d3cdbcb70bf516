package dev.carrylane.engine.internal.thread;

import static dev.carrylane.engine.internal.thread.ParallelLoopTest.assertRuns;
import static dev.carrylane.engine.internal.thread.ParallelLoopTest.awaitQuietly;
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
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops between {@code begin} and {@code end}, whose helpers linger. */
@Tag(Widths.ANY)
@Timeout(60)
class ParallelLoopPassTest {
  /** Longer than any test may take: a helper that ought to leave for another reason must do so. */
  private static final long FOREVER = TimeUnit.SECONDS.toNanos(40);

  private final ExecutorService pool = Executors.newCachedThreadPool();

  /** Counts the calls of helpers and their returns. */
  private final class Counting implements Executor {
    final AtomicInteger called = new AtomicInteger();
    final AtomicInteger returned = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
      called.incrementAndGet();
      pool.execute(
          () -> {
            task.run();
            returned.incrementAndGet();
          });
    }

    void awaitReturned(int helpers) {
      long start = System.nanoTime();
      while (returned.get() < helpers) {
        assertTrue(System.nanoTime() - start < FOREVER / 4, "a helper does not return");
        Thread.onSpinWait();
      }
    }
  }

  private final Counting executor = new Counting();

  @AfterEach
  void stop() throws InterruptedException {
    pool.shutdown();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS), "a helper still runs");
  }

  private static ParallelLoop loop(Executor executor, int threads, long lingerNanos) {
    return new ParallelLoop(
        Engine.of(Backend.scalar()).withExecutor(executor, threads), lingerNanos, FOREVER);
  }

  /** Runs a loop of as many parts as threads, that ends only if every thread takes one. */
  private static void runTogether(ParallelLoop loop) {
    CountDownLatch all = new CountDownLatch(loop.threads());
    loop.run(
        (index, worker) -> {
          all.countDown();
          awaitQuietly(all);
        },
        loop.threads());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void helpersThatLingerNeedNotBeCalledAgain(int threads) {
    ParallelLoop loop = loop(executor, threads, FOREVER);
    loop.begin();
    for (int i = 0; i < 20; i++) {
      runTogether(loop);
      assertTrue(loop.isHelped());
    }
    loop.end();
    assertEquals(threads - 1, executor.called.get());
    executor.awaitReturned(threads - 1);
  }

  @Test
  void helpersThatLingerTakePartInALoopThatCallsNone() {
    ParallelLoop loop = loop(executor, 2, FOREVER);
    loop.begin();
    runTogether(loop);
    CountDownLatch both = new CountDownLatch(2);
    loop.runWithoutCalling(
        (index, worker) -> {
          both.countDown();
          awaitQuietly(both);
        },
        2);
    loop.end();
    assertEquals(1, executor.called.get());
  }

  @Test
  void aLoopThatCallsNobodyRunsOnTheCaller() {
    ParallelLoop loop = loop(executor, 4, FOREVER);
    Thread caller = Thread.currentThread();
    List<Integer> ran = new ArrayList<>();
    loop.runWithoutCalling(
        (index, worker) -> {
          assertSame(caller, Thread.currentThread());
          ran.add(index);
        },
        3);
    assertEquals(List.of(0, 1, 2), ran);
    assertEquals(0, executor.called.get());
  }

  @Test
  void aHelperLeavesWhenItsTimeIsUpAndIsCalledForTheNextLoop() {
    ParallelLoop loop = loop(executor, 2, TimeUnit.MILLISECONDS.toNanos(1));
    loop.begin();
    for (int round = 1; round <= 20; round++) {
      runTogether(loop);
      executor.awaitReturned(round);
      assertEquals(round, executor.called.get());
    }
    loop.end();
  }

  @Test
  void theEndOfThePassSendsHelpersBack() {
    ParallelLoop loop = loop(executor, 3, FOREVER);
    for (int round = 1; round <= 20; round++) {
      loop.begin();
      runTogether(loop);
      loop.end();
      assertFalse(loop.isHelped());
      executor.awaitReturned(2 * round);
    }
  }

  @Test
  void nobodyLingersOutsideAPass() {
    ParallelLoop loop = loop(executor, 3, FOREVER);
    for (int round = 1; round <= 20; round++) {
      runTogether(loop);
      assertFalse(loop.isHelped());
      executor.awaitReturned(2 * round);
    }
  }

  @Test
  void aHelperThatComesAfterThePassDoesNotLinger() {
    List<Runnable> queue = new ArrayList<>();
    ParallelLoop loop = loop(queue::add, 2, FOREVER);
    loop.begin();
    assertRuns(loop, 3);
    loop.end();
    queue.getFirst().run();
    assertRuns(loop, 3);
    assertEquals(2, queue.size(), "a helper that ran is called again");
  }

  @Test
  void aHelperThatComesInALaterPassLingersThere() {
    AtomicReference<Runnable> slot = new AtomicReference<>();
    ParallelLoop loop = loop(slot::set, 2, FOREVER);
    loop.begin();
    assertRuns(loop, 3);
    loop.end();
    loop.begin();
    assertRuns(loop, 3);
    executor.execute(slot.get());
    runTogether(loop);
    runTogether(loop);
    loop.end();
    executor.awaitReturned(1);
  }

  @Test
  void aPassWithinAPassEndsNothing() {
    ParallelLoop loop = loop(executor, 2, FOREVER);
    loop.begin();
    loop.begin();
    runTogether(loop);
    loop.end();
    assertTrue(loop.inPass());
    assertTrue(loop.isHelped());
    runTogether(loop);
    assertEquals(1, executor.called.get());
    loop.end();
    assertFalse(loop.inPass());
    executor.awaitReturned(1);
  }

  @Test
  void aFailureLeavesThePassUsable() {
    ParallelLoop loop = loop(executor, 2, FOREVER);
    loop.begin();
    for (int round = 0; round < 100; round++) {
      IllegalStateException failure = new IllegalStateException();
      int bad = round % 2;
      CountDownLatch both = new CountDownLatch(2);
      assertSame(
          failure,
          assertThrows(
              IllegalStateException.class,
              () ->
                  loop.run(
                      (index, worker) -> {
                        both.countDown();
                        awaitQuietly(both);
                        if (worker == bad) {
                          throw failure;
                        }
                      },
                      2)));
      runTogether(loop);
    }
    loop.end();
    assertEquals(1, executor.called.get());
    executor.awaitReturned(1);
  }

  @Test
  void anInterruptedCallerStaysInterrupted() {
    ParallelLoop loop = loop(executor, 2, FOREVER);
    loop.begin();
    runTogether(loop);
    Thread.currentThread().interrupt();
    CountDownLatch both = new CountDownLatch(2);
    loop.run(
        (index, worker) -> {
          both.countDown();
          while (both.getCount() > 0) {
            Thread.onSpinWait();
          }
        },
        2);
    loop.end();
    assertTrue(Thread.interrupted());
    executor.awaitReturned(1);
  }

  @Test
  void anExecutorThatGivesNoHelpCostsNothingButSpeed() {
    Executor rejecting =
        task -> {
          throw new RejectedExecutionException("full");
        };
    Executor broken =
        task -> {
          throw new OutOfMemoryError("unable to create native thread");
        };
    for (Executor useless : List.<Executor>of(Runnable::run, task -> {}, rejecting, broken)) {
      ParallelLoop loop = loop(useless, 4, FOREVER);
      for (int pass = 0; pass < 3; pass++) {
        loop.begin();
        assertRuns(loop, 10);
        assertRuns(loop, 10);
        loop.end();
      }
    }
  }

  @Test
  void aPassIsEndedByTheThreadThatBeganIt() throws Exception {
    ParallelLoop loop = loop(executor, 2, FOREVER);
    String own = Thread.currentThread().getName();
    assertEquals(
        "thread " + own + " ends a pass that it has not begun",
        assertThrows(IllegalStateException.class, loop::end).getMessage());
    loop.begin();
    Future<String> begins =
        pool.submit(
            () -> {
              Thread.currentThread().setName("other");
              return assertThrows(IllegalStateException.class, loop::begin).getMessage();
            });
    assertEquals(
        "thread other begins a pass while "
            + own
            + " is in one; give each thread a crew of its own",
        begins.get());
    pool.submit(() -> assertThrows(IllegalStateException.class, loop::end)).get();
    assertTrue(loop.inPass());
    loop.end();
    assertThrows(IllegalStateException.class, loop::end);
    pool.submit(
            () -> {
              loop.begin();
              loop.end();
            })
        .get();
  }

  @Test
  void aLoopWithinALoopIsRefused() {
    ParallelLoop loop = loop(executor, 2, FOREVER);
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> loop.run((index, worker) -> assertRuns(loop, 2), 2));
    assertTrue(refused.getMessage().contains("give each thread operations"), refused.getMessage());
    assertRuns(loop, 10);
  }

  @Test
  void aSecondThreadIsRefused() {
    ParallelLoop loop = loop(task -> {}, 2, FOREVER);
    loop.run(
        (index, worker) -> {
          if (index == 0) {
            Future<?> second =
                pool.submit(
                    () -> assertThrows(IllegalStateException.class, () -> assertRuns(loop, 2)));
            try {
              second.get();
            } catch (Exception failed) {
              throw new IllegalStateException(failed);
            }
          }
        },
        2);
    assertRuns(loop, 10);
  }

  /** One executor thread for two crews: whoever has it, both finish. */
  @Test
  void twoUserThreadsShareOneExecutorThread() throws Exception {
    ExecutorService one = Executors.newFixedThreadPool(1);
    try {
      List<Future<?>> users = new ArrayList<>();
      for (int user = 0; user < 2; user++) {
        long seed = user;
        users.add(pool.submit(() -> passes(loop(one, 2, 50_000), seed, 500)));
      }
      for (Future<?> user : users) {
        user.get();
      }
    } finally {
      one.shutdown();
    }
    assertTrue(one.awaitTermination(30, TimeUnit.SECONDS));
  }

  /** Helpers leave, come back, find loops of the next pass: every gap around the time they linger. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void manyPassesWithRandomGaps(int threads) {
    passes(loop(executor, threads, 20_000), threads, 2_000);
    executor.awaitReturned(executor.called.get());
  }

  private static void passes(ParallelLoop loop, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    // Plain elements: the loop itself must order the parts' writes before the caller's reads.
    int[] runs = new int[20];
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int pass = 0; pass < count; pass++) {
      loop.begin();
      try {
        for (int i = random.nextInt(8); i > 0; i--) {
          int parts = random.nextInt(runs.length + 1);
          int bad = random.nextInt(200);
          ParallelLoop.Body body =
              (index, worker) -> {
                most.accumulateAndGet(working.incrementAndGet(), Math::max);
                runs[index]++;
                working.decrementAndGet();
                if (index == bad) {
                  throw new IllegalArgumentException();
                }
              };
          try {
            if (random.nextBoolean()) {
              loop.run(body, parts);
            } else {
              loop.runWithoutCalling(body, parts);
            }
            assertTrue(bad >= parts, "the failure is missing");
          } catch (IllegalArgumentException expected) {
            assertTrue(bad < parts);
          }
          for (int index = 0; index < runs.length; index++) {
            // After a failure, parts may be left out.
            boolean certain = index >= parts || bad >= parts || index == bad;
            int wanted = index < parts ? 1 : 0;
            assertTrue(runs[index] == wanted || !certain && runs[index] == 0);
            runs[index] = 0;
          }
          pause(random);
        }
      } finally {
        loop.end();
      }
      pause(random);
    }
    assertTrue(most.get() <= loop.threads(), most + " at once");
  }

  private static void pause(SplittableRandom random) {
    long nanos = random.nextInt(4) == 0 ? random.nextInt(40_000) : 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }

  @Tag(Allocation.TAG)
  @Test
  void aPassAllocatesNothing() {
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
      ParallelLoop loop = loop(slot::set, 2, 20_000);
      long[] sums = new long[64];
      ParallelLoop.Body body = (index, worker) -> sums[index] += index;
      Allocation.assertNone(
          () -> {
            loop.begin();
            loop.run(body, 64);
            loop.runWithoutCalling(body, 64);
            loop.end();
          });
    } finally {
      helper.interrupt();
    }
  }
}
