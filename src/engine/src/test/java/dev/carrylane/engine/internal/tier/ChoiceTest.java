package dev.carrylane.engine.internal.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.KernelState;
import dev.carrylane.engine.WarmUp;
import dev.carrylane.testkit.Widths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which kernel runs, with kernels that do nothing, or what no compiled kernel does. */
@Tag(Widths.ANY)
@Timeout(60)
class ChoiceTest {
  /** A kernel that computes nothing. */
  private interface Kernel {
    void run();
  }

  private static final Proof.Limits SHORT = new Proof.Limits(100, 500, 1_000, 2_000_000_000L);
  private static final Kernel SCALAR = () -> {};
  private static final Kernel FAST = () -> {};
  private static final Kernel SLOW = () -> LockSupport.parkNanos(50_000);
  private static final Kernel ALLOCATING = () -> allocate();

  private static Object sink;

  private final AtomicInteger rehearsals = new AtomicInteger();
  private final AtomicReference<Thread> rehearsedOn = new AtomicReference<>();

  private static void allocate() {
    sink = new int[8];
  }

  private static WarmUpQueue queue(WarmUp mode) {
    return new WarmUpQueue(mode, () -> "", SHORT, 1);
  }

  private Choice<Kernel> choice(WarmUpQueue queue, Kernel vector) {
    return choice(queue, () -> vector, () -> Kernel::run);
  }

  private Choice<Kernel> choice(
      WarmUpQueue queue, Supplier<Kernel> vector, Supplier<Rehearsal<Kernel>> rehearsal) {
    return Choice.between(
        "fake",
        SCALAR,
        vector,
        () -> {
          rehearsals.incrementAndGet();
          rehearsedOn.set(Thread.currentThread());
          return rehearsal.get();
        },
        queue);
  }

  private static void assertRefused(Choice<Kernel> choice, String why) {
    assertSame(SCALAR, choice.get());
    assertFalse(choice.isLast());
    assertEquals(Verdict.State.FAILED, choice.verdict().state());
    String detail = choice.verdict().detail();
    assertTrue(detail.contains(why), detail);
  }

  @Test
  void blockingProvesAtFirstUse() {
    Choice<Kernel> choice = choice(queue(WarmUp.BLOCKING), FAST);
    assertEquals(Verdict.State.NOT_ASKED, choice.verdict().state());
    assertSame(FAST, choice.get());
    assertTrue(choice.isLast());
    assertEquals(Verdict.State.PROVED, choice.verdict().state());
    assertSame(Thread.currentThread(), rehearsedOn.get());
  }

  @Test
  void offProvesNothingUntilAsked() {
    WarmUpQueue queue = queue(WarmUp.OFF);
    Choice<Kernel> choice = choice(queue, FAST);
    for (int call = 0; call < 10_000; call++) {
      assertSame(SCALAR, choice.get());
    }
    assertEquals(Verdict.State.WAITING, choice.verdict().state());
    assertEquals(0, rehearsals.get());
    assertNotEquals(Duration.ZERO, queue.finish());
    assertSame(FAST, choice.get());
    assertEquals(1, rehearsals.get());
    assertEquals(List.of(new KernelState("fake", true, choice.verdict().detail())), queue.states());
  }

  @Test
  void backgroundHasOneDaemonThreadThatEnds() throws InterruptedException {
    WarmUpQueue queue = queue(WarmUp.BACKGROUND);
    CountDownLatch second = new CountDownLatch(1);
    Choice<Kernel> first =
        choice(
            queue,
            () -> FAST,
            () -> {
              await(second);
              return Kernel::run;
            });
    assertSame(SCALAR, first.get());
    AtomicReference<Thread> other = new AtomicReference<>();
    Choice<Kernel> later =
        choice(
            queue,
            () -> FAST,
            () -> {
              other.set(Thread.currentThread());
              return Kernel::run;
            });
    assertSame(SCALAR, later.get());
    second.countDown();
    while (!later.isLast()) {
      Thread.sleep(1);
    }
    Thread thread = other.get();
    assertNotSame(Thread.currentThread(), thread);
    assertTrue(thread.isDaemon());
    thread.join(Duration.ofSeconds(30));
    assertFalse(thread.isAlive());
    assertSame(FAST, first.get());
    assertSame(thread, rehearsedOn.get());
    // One more after the thread has ended gets another.
    Choice<Kernel> last = choice(queue, FAST);
    last.get();
    while (!last.isLast()) {
      Thread.sleep(1);
    }
    assertNotSame(thread, rehearsedOn.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void manyThreadsAskOnce() throws Exception {
    for (WarmUp mode : WarmUp.values()) {
      rehearsals.set(0);
      WarmUpQueue queue = queue(mode);
      Choice<Kernel> choice = choice(queue, FAST);
      CyclicBarrier together = new CyclicBarrier(8);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    together.await();
                  } catch (Exception broken) {
                    throw new IllegalStateException(broken);
                  }
                  choice.get();
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      queue.finish();
      assertSame(FAST, choice.get());
      assertEquals(1, rehearsals.get(), mode.toString());
      assertEquals(1, queue.states().size(), mode.toString());
    }
  }

  @Test
  void slowKernelIsRefused() {
    assertRefused(choice(queue(WarmUp.BLOCKING), SLOW), "not compiled after");
  }

  @Test
  void allocatingKernelIsRefused() {
    assertRefused(choice(queue(WarmUp.BLOCKING), ALLOCATING), "allocates 48 bytes");
  }

  @Test
  void proofThatThrowsIsRefused() {
    assertRefused(
        choice(
            queue(WarmUp.BLOCKING),
            () -> FAST,
            () ->
                kernel -> {
                  throw new IllegalStateException("no rehearsal");
                }),
        "no rehearsal");
    assertRefused(
        choice(
            queue(WarmUp.BLOCKING),
            () -> {
              throw new NoClassDefFoundError("jdk/incubator/vector/Vector");
            },
            () -> Kernel::run),
        "jdk/incubator/vector/Vector");
  }

  @Test
  void afterThreeFailuresNothingIsTried() {
    WarmUpQueue queue = queue(WarmUp.BLOCKING);
    for (int i = 0; i < 3; i++) {
      assertRefused(choice(queue, ALLOCATING), "not compiled after");
    }
    assertEquals(3, rehearsals.get());
    assertRefused(choice(queue, FAST), "3 other kernels never became fast");
    assertEquals(3, rehearsals.get());
  }

  @Test
  void aJvmThatProvedOneIsNotHopeless() {
    WarmUpQueue queue = queue(WarmUp.BLOCKING);
    assertSame(FAST, choice(queue, FAST).get());
    for (int i = 0; i < 4; i++) {
      assertRefused(choice(queue, ALLOCATING), "not compiled after");
    }
    assertSame(FAST, choice(queue, FAST).get());
  }

  @Test
  void whereThereIsAnObstacleNothingIsTried() {
    WarmUpQueue queue = new WarmUpQueue(WarmUp.BLOCKING, () -> "no lanes", SHORT, 1);
    Choice<Kernel> choice =
        choice(
            queue,
            () -> {
              throw new AssertionError("loaded");
            },
            () -> Kernel::run);
    assertRefused(choice, "no lanes");
    assertEquals(0, rehearsals.get());
  }

  @Test
  void anOnlyKernelIsTheLastOne() {
    Choice<Kernel> choice = Choice.of(SLOW);
    assertSame(SLOW, choice.get());
    assertTrue(choice.isLast());
  }

  @Test
  void aTaskMayAskForAnother() {
    WarmUpQueue queue = queue(WarmUp.OFF);
    Choice<Kernel> choice = choice(queue, FAST);
    queue.add(choice::get);
    queue.finish();
    assertTrue(choice.isLast());
  }
}
