package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.internal.tier.Rehearsal;
import dev.carrylane.engine.internal.tier.WarmUpQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the choices of a backend: between the scalar and the vector kernels, or none, of one set.
 *
 * @param <S> a set of kernels
 */
final class Choices<S> {
  private final Supplier<S> first;
  private final Supplier<S> last;
  private final WarmUpQueue queue;

  private Choices(Supplier<S> first, Supplier<S> last, WarmUpQueue queue) {
    this.first = first;
    this.last = last;
    this.queue = queue;
  }

  /** No choice: always the kernels of this set. */
  static <S> Choices<S> only(Supplier<S> set) {
    return new Choices<>(set, set, null);
  }

  /** Scalar kernels, until the vector kernels are proved in this queue. */
  static <S> Choices<S> proved(Supplier<S> scalar, Supplier<S> vector, WarmUpQueue queue) {
    return new Choices<>(scalar, vector, queue);
  }

  /** The choice of one kernel. */
  <K> Choice<K> of(String name, Function<S, K> kernel, Supplier<Rehearsal<K>> rehearsal) {
    return queue == null
        ? Choice.of(first(kernel))
        : Choice.between(name, first(kernel), () -> last(kernel), rehearsal, queue);
  }

  /** Where there is no choice the only kernel, or else the one that runs at first. */
  <K> K first(Function<S, K> kernel) {
    return kernel.apply(first.get());
  }

  /** Where there is no choice the only kernel, or else the one that runs at last. */
  <K> K last(Function<S, K> kernel) {
    return kernel.apply(last.get());
  }

  /** Has something done after the proofs that were asked for; nothing, where there is no choice. */
  void later(Runnable task) {
    if (queue != null) {
      queue.add(task);
    }
  }
}
