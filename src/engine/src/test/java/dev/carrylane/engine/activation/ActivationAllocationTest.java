package dev.carrylane.engine.activation;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Backends;
import dev.carrylane.testkit.Allocation;
import dev.carrylane.testkit.Floats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations on caller-supplied arrays allocate nothing. */
final class ActivationAllocationTest {
  // Not a multiple of any number of lanes, so that the ends of ranges run too.
  private static final int LENGTH = 3 * 16 + 7;

  private final float[] x = Floats.moderate(3 * LENGTH, 1);
  private final float[] y = new float[3 * LENGTH];

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @EnumSource
  void elementwiseFunctionsAllocateNothing(Function function) {
    for (Backend backend : Backends.all()) {
      Allocation.assertNone(() -> function.apply(backend, x, 1, y, 2, LENGTH));
      Allocation.assertNone(() -> function.apply(backend, y, 1, y, 1, 5));
    }
    Allocation.assertNone(() -> y[0] = function.apply(x[3]));
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @EnumSource
  void activationsAllocateNothing(Activation activation) {
    for (Backend backend : Backends.all()) {
      Allocation.assertNone(() -> Elementwise.apply(backend, activation, x, 0, y, 0, LENGTH));
    }
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void logSoftmaxAllocatesNothing(boolean inPlace) {
    for (Backend backend : Backends.all()) {
      float[] to = inPlace ? x : y;
      Allocation.assertNone(
          () -> LogSoftmax.logSoftmax(backend, 3, LENGTH, x, 0, LENGTH, to, 0, LENGTH));
    }
  }
}
