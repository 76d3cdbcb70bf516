package dev.carrylane.engine.adder;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.engine.Engine;
import dev.carrylane.testkit.Allocation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sums in caller-supplied arrays allocate nothing. */
final class AdderAllocationTest {
  /** Many vectors, and an end that fills none. */
  private static final int WORDS = 3085;

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
}
