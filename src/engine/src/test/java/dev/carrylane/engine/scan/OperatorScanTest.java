package dev.carrylane.engine.scan;

import static dev.carrylane.engine.scan.ScanOperator.NONE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Allocation;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operator scans by example, and where they go wrong; their laws are properties. */
@Timeout(60)
class OperatorScanTest {
  private static final ExecutorService POOL = Executors.newCachedThreadPool();

  @AfterAll
  static void stop() {
    POOL.shutdown();
  }

  /** The affine maps x → a·x + b modulo 2^32; a and b side by side. */
  private static class Maps implements ScanOperator {
    final int[] maps;
    int identity = NONE;

    Maps(int[] maps) {
      this.maps = maps;
    }

    @Override
    public void combine(int left, int right, int out) {
      int a = maps[right] * maps[left];
      maps[out + 1] = maps[right] * maps[left + 1] + maps[right + 1];
      maps[out] = a;
    }

    @Override
    public void copy(int from, int to) {
      maps[to] = maps[from];
      maps[to + 1] = maps[from + 1];
    }

    @Override
    public int length() {
      return maps.length;
    }

    @Override
    public int width() {
      return 2;
    }

    @Override
    public int identity() {
      return identity;
    }

    @Override
    public boolean isExact() {
      return true;
    }
  }

  private static Engine engine(int threads) {
    return Engine.of(Backend.scalar()).withExecutor(POOL, threads);
  }

  /** Random maps, their prefixes after them, and scratch. */
  private static Maps maps(int steps, int scratch) {
    int[] all = new int[4 * steps + 2 * scratch];
    SplittableRandom random = new SplittableRandom(steps);
    for (int i = 0; i < 2 * steps; i++) {
      all[i] = random.nextInt() | 1;
    }
    return new Maps(all);
  }

  private static void assertPrefixes(Maps on, int steps) {
    int a = 1;
    int b = 0;
    for (int t = 0; t < steps; t++) {
      b = on.maps[2 * t] * b + on.maps[2 * t + 1];
      a *= on.maps[2 * t];
      if (a != on.maps[2 * (steps + t)] || b != on.maps[2 * (steps + t) + 1]) {
        assertEquals(a, on.maps[2 * (steps + t)], "factor after step " + t);
        assertEquals(b, on.maps[2 * (steps + t) + 1], "term after step " + t);
      }
    }
  }

  @Test
  void aSmallExampleByHand() {
    // 2x + 1, then 3x + 5, then −x.
    int[] all = {2, 1, 3, 5, -1, 0, 9, 9, 9, 9, 9, 9, 9, 9, 1, 0, 0, 0, 0, 0};
    Maps maps = new Maps(all);
    OperatorScan scan = OperatorScan.on(Engine.singleThreaded());
    Sequences three = Sequences.timeMajor(3, 1);
    assertEquals(0, scan.scratch(three, true));
    scan.run(three, maps, 0, 6, 20);
    assertArrayEquals(new int[] {2, 1, 6, 8, -6, -8}, Arrays.copyOfRange(all, 6, 12));
    // In the other direction the last map is applied first.
    scan.run(three.reversed(), maps, 0, 6, 20);
    assertArrayEquals(new int[] {-6, 11, -3, 5, -1, 0}, Arrays.copyOfRange(all, 6, 12));
    maps.identity = 14;
    assertEquals(2, scan.scratch(three.exclusive(), true));
    scan.run(three.exclusive(), null, 0, maps, 0, NONE, 6, 12, 16);
    assertArrayEquals(new int[] {1, 0, 2, 1, 6, 8, -6, -8}, Arrays.copyOfRange(all, 6, 14));
    assertArrayEquals(new int[] {2, 1, 3, 5, -1, 0}, Arrays.copyOf(all, 6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void levelsOfTheTreeMayBeShared(int threads) {
    // Shared however short they are.
    OperatorScan scan = OperatorScan.on(engine(threads), ScanSchedule.BLOCKED_TIME, 0);
    for (int steps : new int[] {0, 1, 2, 63, 64, 65, 128, 129, 400, 3333, 16_384, 20_000}) {
      Maps maps = maps(steps, scan.scratch(Sequences.timeMajor(steps, 1), true));
      scan.run(Sequences.timeMajor(steps, 1), maps, 0, 2 * steps, 4 * steps);
      assertPrefixes(maps, steps);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void longSequencesGoInWaves(int threads) {
    int wave = OperatorTree.BLOCKS * OperatorTree.blockSteps(Integer.MAX_VALUE);
    assertEquals(262_144, wave);
    OperatorScan scan = OperatorScan.on(engine(threads), ScanSchedule.BLOCKED_TIME);
    for (int steps : new int[] {wave - 1, wave, wave + 1, 2 * wave, 2 * wave + 1500}) {
      Maps maps = maps(steps, scan.scratch(Sequences.timeMajor(steps, 1), true));
      scan.run(Sequences.timeMajor(steps, 1), maps, 0, 2 * steps, 4 * steps);
      assertPrefixes(maps, steps);
    }
  }

  @Test
  void tenMillionSteps() {
    int steps = 10_000_000;
    Sequences one = Sequences.timeMajor(steps, 1);
    OperatorScan scan = OperatorScan.on(engine(2));
    Maps maps = maps(steps, scan.scratch(one, true));
    scan.run(one, maps, 0, 2 * steps, 4 * steps);
    assertPrefixes(maps, steps);
  }

  @Test
  void exactOperationsAreSharedUnasked() {
    Sequences one = Sequences.timeMajor(1 << 14, 1);
    assertEquals(257, OperatorScan.on(engine(2)).scratch(one, true));
    assertEquals(0, OperatorScan.on(engine(2)).scratch(one, false));
    assertEquals(0, OperatorScan.on(engine(1)).scratch(one, true));
    assertEquals(0, OperatorScan.on(engine(2)).scratch(Sequences.timeMajor(1 << 14, 2), true));
    assertEquals(
        4, OperatorScan.on(engine(2)).scratch(Sequences.timeMajor(9, 1).exclusive(), true));
  }

  @Test
  void roundingOperationsGiveTheSameOnAnyNumberOfThreads() {
    int steps = 30_000;
    double[] values = new double[2 * steps + 257];
    SplittableRandom random = new SplittableRandom(5);
    double[] given = random.doubles(steps, -1, 1).toArray();
    double[] expected = null;
    for (int threads = 1; threads <= 8; threads++) {
      System.arraycopy(given, 0, values, 0, steps);
      OperatorScan scan =
          OperatorScan.on(engine(threads), ScanSchedule.BLOCKED_TIME, threads * 10_000L);
      scan.run(Sequences.timeMajor(steps, 1), new Sums(values), 0, steps, 2 * steps);
      double[] result = Arrays.copyOfRange(values, steps, 2 * steps);
      expected = expected == null ? result : expected;
      assertArrayEquals(expected, result, threads + " threads");
    }
  }

  private record Sums(double[] values) implements ScanOperator {
    @Override
    public void combine(int left, int right, int out) {
      values[out] = values[left] + values[right];
    }

    @Override
    public void copy(int from, int to) {
      values[to] = values[from];
    }

    @Override
    public int length() {
      return values.length;
    }
  }

  /** Throws in the middle, in whichever thread gets there. */
  private static final class Failing extends Maps {
    final AtomicInteger left;
    final AtomicInteger inside = new AtomicInteger();
    final RuntimeException failure = new IllegalStateException("no more");

    Failing(int[] maps, int calls) {
      super(maps);
      left = new AtomicInteger(calls);
    }

    @Override
    public void combine(int left, int right, int out) {
      inside.incrementAndGet();
      try {
        if (this.left.getAndDecrement() <= 0) {
          throw failure;
        }
        super.combine(left, right, out);
      } finally {
        inside.decrementAndGet();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void anOperatorMayThrowAndEverythingStaysUsable(int threads) {
    int steps = 20_000;
    Sequences one = Sequences.timeMajor(steps, 1);
    OperatorScan scan = OperatorScan.on(engine(threads), ScanSchedule.BLOCKED_TIME, 0);
    Maps maps = maps(steps, scan.scratch(one, true));
    int[] input = Arrays.copyOf(maps.maps, 2 * steps);
    // In the reduction, in the tree and in the last pass.
    for (int calls : new int[] {0, 1, 100, 19_921, 19_990, 20_100, 30_000}) {
      Failing failing = new Failing(maps.maps, calls);
      RuntimeException thrown =
          assertThrows(
              RuntimeException.class, () -> scan.run(one, failing, 0, 2 * steps, 4 * steps));
      assertSame(failing.failure, thrown);
      assertEquals(0, failing.inside.get(), "a thread still works");
      assertArrayEquals(input, Arrays.copyOf(maps.maps, 2 * steps), "the elements");
      scan.run(one, maps, 0, 2 * steps, 4 * steps);
      assertPrefixes(maps, steps);
    }
    assertFalse(POOL.isShutdown());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void anInterruptIsLeftToTheOperator(int threads) {
    int steps = 20_000;
    Sequences one = Sequences.timeMajor(steps, 1);
    OperatorScan scan = OperatorScan.on(engine(threads), ScanSchedule.BLOCKED_TIME);
    Maps maps = maps(steps, scan.scratch(one, true));
    Thread.currentThread().interrupt();
    scan.run(one, maps, 0, 2 * steps, 4 * steps);
    assertTrue(Thread.interrupted(), "the interrupt is gone");
    assertPrefixes(maps, steps);
  }

  @Test
  void mistakesAreNamedBeforeAnythingIsWritten() {
    Maps maps = new Maps(new int[40]);
    int[] before = maps.maps.clone();
    OperatorScan scan = OperatorScan.on(Engine.singleThreaded());
    Sequences five = Sequences.timeMajor(5, 1);
    mistake("input holds 40 offsets", () -> scan.run(five, maps, 31, 0, 40));
    mistake("at offset -2", () -> scan.run(five, maps, 0, -2, 40));
    mistake("output (offset 3, stride 2) overlaps input", () -> scan.run(five, maps, 0, 3, 40));
    mistake(
        "needs an identity to begin with without an initial state",
        () -> scan.run(five.exclusive(), maps, 0, 10, 20));
    mistake(
        "needs an identity to begin with after resets",
        () -> scan.run(five.exclusive(), new boolean[5], 0, maps, 0, 30, 10, NONE, 20));
    mistake(
        "sequence 0 has no steps",
        () -> scan.run(Sequences.timeMajor(0, 1), null, 0, maps, 0, NONE, 0, 4, 40));
    mistake(
        "initial (offset 18) overlaps output (offset 10",
        () -> scan.run(five, null, 0, maps, 0, 18, 10, NONE, 40));
    mistake(
        "finalState (offset 8) overlaps input (offset 0",
        () -> scan.run(five, null, 0, maps, 0, NONE, 10, 8, 40));
    mistake(
        "finalState (offset 21) overlaps initial (offset 20",
        () -> scan.run(five, null, 0, maps, 0, 20, 10, 21, 40));
    maps.identity = 12;
    mistake(
        "identity (offset 12) overlaps output (offset 10", () -> scan.run(five, maps, 0, 10, 40));
    maps.identity = 30;
    mistake(
        "scratch (offset 18) overlaps output (offset 10",
        () -> scan.run(five.exclusive(), maps, 0, 10, 18));
    mistake(
        "scratch holds 40 offsets, but 1 rows of 4 at offset 38",
        () -> scan.run(five.exclusive(), maps, 0, 10, 38));
    mistake(
        "resets holds 4 flags",
        () -> scan.run(five, new boolean[4], 0, maps, 0, NONE, 10, NONE, 40));
    assertThrows(NullPointerException.class, () -> scan.run(null, maps, 0, 10, 40));
    assertThrows(NullPointerException.class, () -> scan.run(five, null, 0, 10, 40));
    assertThrows(NullPointerException.class, () -> OperatorScan.on(null));
    Maps flat =
        new Maps(new int[40]) {
          @Override
          public int width() {
            return 0;
          }
        };
    mistake("the operator's width is 0", () -> scan.run(five, flat, 0, 10, 40));
    assertArrayEquals(before, maps.maps);
  }

  private static void mistake(String message, Runnable call) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }

  @Tag(Allocation.TAG)
  @Test
  void runAllocatesNothing() {
    int steps = 2_000;
    OperatorScan serial = OperatorScan.on(Engine.singleThreaded());
    OperatorScan blocked = OperatorScan.on(Engine.singleThreaded(), ScanSchedule.BLOCKED_TIME);
    Sequences one = Sequences.timeMajor(steps, 1);
    Sequences back = Sequences.timeMajor(steps, 1).reversed().exclusive();
    Maps maps = maps(steps, 300);
    maps.identity = maps.maps.length - 2;
    boolean[] resets = new boolean[steps];
    resets[700] = true;
    Allocation.assertNone(
        () -> {
          serial.run(one, maps, 0, 2 * steps, 4 * steps);
          serial.run(back, resets, 0, maps, 0, NONE, 2 * steps, NONE, 4 * steps);
          blocked.run(one, maps, 0, 2 * steps, 4 * steps);
          blocked.run(back, resets, 0, maps, 0, NONE, 2 * steps, NONE, 4 * steps);
        });
  }
}
