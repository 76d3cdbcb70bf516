package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.internal.kernel.KernelSet;
import dev.carrylane.engine.internal.scalar.ScalarKernels;
import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.internal.tier.Rehearsal;
import dev.carrylane.engine.internal.tier.WarmUpQueue;
import dev.carrylane.engine.internal.vector.VectorKernels;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes the choices of a backend: between the scalar and the vector kernels, or none, of one set. */
final class Choices {
  private final KernelSet only;
  private final WarmUpQueue queue;

  private Choices(KernelSet only, WarmUpQueue queue) {
    this.only = only;
    this.queue = queue;
  }

  /** No choice: always the kernels of this set. */
  static Choices only(KernelSet set) {
    return new Choices(set, null);
  }

  /** Scalar kernels, until the vector kernels are proved in this queue. */
  static Choices proved(WarmUpQueue queue) {
    return new Choices(null, queue);
  }

  /** The choice of one kernel. */
  <K> Choice<K> of(String name, Function<KernelSet, K> kernel, Supplier<Rehearsal<K>> rehearsal) {
    return only != null
        ? Choice.of(kernel.apply(only))
        : Choice.between(
            name,
            kernel.apply(ScalarKernels.SET),
            () -> kernel.apply(VectorKernels.SET),
            rehearsal,
            queue);
  }

  /** Where there is no choice the only kernel, or else the one that runs at first. */
  <K> K first(Function<KernelSet, K> kernel) {
    return kernel.apply(only != null ? only : ScalarKernels.SET);
  }

  /** Where there is no choice the only kernel, or else the one that runs at last. */
  <K> K last(Function<KernelSet, K> kernel) {
    return kernel.apply(only != null ? only : VectorKernels.SET);
  }

  /** Has something done after the proofs that were asked for; nothing, where there is no choice. */
  void later(Runnable task) {
    if (queue != null) {
      queue.add(task);
    }
  }
}
