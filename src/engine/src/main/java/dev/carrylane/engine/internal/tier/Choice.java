package dev.carrylane.engine.internal.tier;

import java.util.function.Supplier;

/**
 * A kernel of which there are two with the same bits, and which of them runs now. Immutable but for that, and
 * shared by any number of threads; {@link #get} costs one volatile read.
 *
 * @param <K> the kernel's contract
 */
public final class Choice<K> {
  private final String name;
  private final K scalar;
  private final Supplier<K> vector;
  private final Supplier<Rehearsal<K>> rehearsal;
  private final WarmUpQueue queue;

  /** Null until somebody asks for it. */
  private volatile K now;

  private volatile Verdict verdict;

  private Choice(
      String name,
      K scalar,
      Supplier<K> vector,
      Supplier<Rehearsal<K>> rehearsal,
      WarmUpQueue queue,
      Verdict verdict) {
    this.name = name;
    this.scalar = scalar;
    this.vector = vector;
    this.rehearsal = rehearsal;
    this.queue = queue;
    this.verdict = verdict;
  }

  /**
   * No choice at all: the kernel of a backend that was asked for by name.
   *
   * @param <K> its contract
   */
  public static <K> Choice<K> of(K kernel) {
    Choice<K> choice = new Choice<>(null, null, null, null, null, Verdict.ONLY);
    choice.now = kernel;
    return choice;
  }

  /**
   * The scalar kernel, and from its proof on the vector kernel. Vector kernel and rehearsal are asked for on the thread
   * that rehearses, since they load the Vector API.
   *
   * @param <K> their contract
   */
  public static <K> Choice<K> between(
      String name,
      K scalar,
      Supplier<K> vector,
      Supplier<Rehearsal<K>> rehearsal,
      WarmUpQueue queue) {
    return new Choice<>(name, scalar, vector, rehearsal, queue, Verdict.NOT_ASKED);
  }

  /** The kernel to run now, to be asked for at every call. The first time, this asks for the proof. */
  public K get() {
    K kernel = now;
    return kernel != null ? kernel : first();
  }

  private K first() {
    boolean mine = false;
    synchronized (this) {
      if (now == null) {
        verdict = Verdict.WAITING;
        now = scalar;
        mine = true;
      }
    }
    if (mine) {
      queue.add(this, this::prove);
    }
    return now;
  }

  /** Rehearses the vector kernel; on the warm-up thread, or on one that waits for it. */
  private void prove() {
    Verdict found = attempt();
    if (found.isLast()) {
      now = vector.get();
    }
    verdict = found;
    queue.report(this);
  }

  private Verdict attempt() {
    String hopeless = queue.hopeless();
    if (!hopeless.isEmpty()) {
      return Verdict.failed(hopeless);
    }
    try {
      return new Proof<>(queue.limits(), rehearsal.get(), scalar, vector.get()).attempt();
    } catch (LinkageError | RuntimeException broken) {
      return Verdict.broken(broken);
    }
  }

  /** What reports call the kernel. */
  public String name() {
    return name;
  }

  /** What has become of the proof. */
  public Verdict verdict() {
    return verdict;
  }

  /** Whether {@link #get} gives the kernel that it will always give: the proved vector kernel, or the only one. */
  public boolean isLast() {
    return verdict.isLast();
  }
}
