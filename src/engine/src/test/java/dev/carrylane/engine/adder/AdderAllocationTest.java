package dev.carrylane.engine.adder;

import dev.carrylane.engine.Allocation;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sums in caller-supplied arrays allocate nothing. */
final class AdderAllocationTest {
  /** Several blocks, and ends that fill no vector. */
  private static final int WORDS = 3 * Blocks.BITS / 64 + 13;

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @EnumSource
  void additionAllocatesNothing(AdderSchedule schedule) {
    long[] a = Numbers.ones(WORDS);
    long[] b = Numbers.bit(WORDS, 0, 0);
    long[] sum = new long[WORDS];
    for (Backend backend : Backends.all()) {
      Adder adder = Adder.on(Engine.of(backend), schedule);
      Allocation.assertNone(() -> adder.add(WORDS, a, b, sum));
      Allocation.assertNone(() -> adder.subtract(WORDS, b, 0, a, 0, sum, 0, 1));
    }
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @EnumSource
  void additionOfIntsAllocatesNothing(AdderSchedule schedule) {
    int[] a = Numbers.ints(Numbers.ones(WORDS));
    int[] b = Numbers.ints(Numbers.bit(WORDS, 0, 0));
    int[] sum = new int[2 * WORDS];
    for (Backend backend : Backends.all()) {
      Adder adder = Adder.on(Engine.of(backend), schedule);
      Allocation.assertNone(() -> adder.add(2 * WORDS - 1, a, b, sum));
      Allocation.assertNone(() -> adder.subtract(2 * WORDS - 1, b, 0, a, 0, sum, 0, 1));
    }
  }
}
