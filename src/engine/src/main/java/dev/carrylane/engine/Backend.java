package dev.carrylane.engine;

import dev.carrylane.engine.internal.choice.Kernels;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An implementation of the kernels: SIMD lanes of {@code jdk.incubator.vector}, or plain Java. Both run the same
 * operations on every element in the same order, so they give the same bits; they differ in speed alone.
 *
 * <p>{@link #active()} is chosen once per JVM by these checks, in order: is {@code jdk.incubator.vector} in the
 * boot layer, does the JIT compile vectors, is fused multiply-add native, are vectors at least 128 bits wide. If
 * one fails, the scalar backend is active and one warning says what to change. The system property
 * {@value #PROPERTY} overrides the choice: {@code scalar}, {@code vector}, or a vector width in bits ({@code 128},
 * {@code 256}, {@code 512}); {@code auto} is the default.
 *
 * <p><b>The first second.</b> A vector operation that the JIT has not compiled yet costs a thousand times a scalar
 * one, and allocates. So a caller's thread never runs a vector kernel before it is compiled. It runs the scalar
 * twin, in loops that the JIT turns into vector code by itself within some 50 ms, while {@link WarmUp} brings the
 * vector kernels in use to compiled code elsewhere; from a call to the next each of them takes over when it has
 * proved to be fast and to allocate nothing. One that never does, because the JIT compiles no vectors or has no
 * room left for code, leaves its twin in place; {@link #kernels()} says so. {@link #warmUp()} waits for all of
 * that. Code that the JVM throws away later runs interpreted until it is compiled again, some tenths of a second
 * in which calls are slow and allocate. A backend that was asked for by name is exactly that from its first call
 * on.
 *
 * <p>Instances are immutable and may be shared by any number of threads.
 */
public final class Backend {
  /** The system property that overrides the choice; read once, when a backend is first asked for. */
  public static final String PROPERTY = "carrylane.backend";

  /**
   * The system property that names the {@link WarmUp} of the active backend, in lower case; read once, when a
   * backend is first asked for.
   */
  public static final String WARM_UP_PROPERTY = "carrylane.warmup";

  static {
    Kernels.install(Access::kernels);
  }

  private static final Backend SCALAR = scalarBecause("plain Java: the same results, without SIMD");

  /** Facts of the JVM, which take time to find out, and are asked for only by those who want to know. */
  record Facts(int vectorBits, String reason) {}

  /** Null where they are to be asked for. */
  private final Facts facts;

  /** Null until somebody uses them. */
  private volatile Kernels kernels;

  private final WarmUp warmUp;

  /** Has the facts and the siblings of a backend that proves its kernels; null for others. */
  private final BackendChoice choice;

  /** Called at every operation, and so apart from messages: the JVM makes objects of those of a class that runs often. */
  private static final class Access {
    static Kernels kernels(Backend backend) {
      Kernels known = backend.kernels;
      return known != null ? known : backend.load();
    }
  }

  private Backend(Facts facts, Kernels kernels, WarmUp warmUp, BackendChoice choice) {
    this.facts = facts;
    this.kernels = kernels;
    this.warmUp = warmUp;
    this.choice = choice;
  }

  private Kernels load() {
    kernels = facts.vectorBits() == 0 ? Kernels.scalar() : Kernels.vector();
    return kernels;
  }

  private Facts facts() {
    return facts != null ? facts : choice.facts();
  }

  /**
   * The backend every operation uses unless it is given another one. Returns before it is known whether vectors can
   * be used: the answers of its methods may have to wait for that, some 10 ms.
   *
   * @return the vector backend where the checks pass, the scalar one elsewhere
   * @throws IllegalStateException if {@value #PROPERTY} holds something else than a known backend,
   *     or one that this JVM cannot run, or {@value #WARM_UP_PROPERTY} something else than a {@link WarmUp}; the
   *     message says what to do
   */
  public static Backend active() {
    return Active.INSTANCE.active();
  }

  /** {@return the scalar backend, plain Java, which runs on every JVM} */
  public static Backend scalar() {
    return SCALAR;
  }

  /**
   * The vector backend of this JVM, which runs vector kernels from the first call on, compiled or not. There is one,
   * of one width, fixed when it is first asked for: by {@value #PROPERTY} if that names a width, else by the machine.
   *
   * @return the vector backend, or empty where this JVM cannot run one at speed; {@link
   *     #vectorUnavailable()} then says why
   * @throws IllegalStateException as {@link #active()}
   */
  public static Optional<Backend> vector() {
    return Active.INSTANCE.vector();
  }

  /**
   * Why {@link #vector()} is empty, and what to change.
   *
   * @return one sentence, or the empty string where there is a vector backend
   * @throws IllegalStateException as {@link #active()}
   */
  public static String vectorUnavailable() {
    return Active.INSTANCE.unavailable();
  }

  static Backend ofVectors(int bits, String reason) {
    return new Backend(new Facts(bits, reason), null, null, null);
  }

  static Backend scalarBecause(String reason) {
    return new Backend(new Facts(0, reason), null, null, null);
  }

  /** Scalar kernels until vector kernels are proved. */
  static Backend proving(WarmUp warmUp, BackendChoice choice) {
    return new Backend(null, Kernels.proved(warmUp, choice), warmUp, choice);
  }

  /**
   * The same backend with vector kernels brought to compiled code in another way.
   *
   * @param mode how
   * @return a backend that shares no warm kernels with this one; this one, if it was asked for by name
   */
  public Backend withWarmUp(WarmUp mode) {
    Objects.requireNonNull(mode, "mode");
    return warmUp == null ? this : choice.proving(mode);
  }

  /** {@return how vector kernels are brought to compiled code; empty for a backend that was asked for by name} */
  public Optional<WarmUp> warmUpMode() {
    return Optional.ofNullable(warmUp);
  }

  /**
   * Waits until every kernel that was used so far is compiled and proved, or is not going to be; on this thread,
   * which allocates meanwhile.
   *
   * @return how long that took; zero if nothing was to be done
   */
  public Duration warmUp() {
    return Access.kernels(this).warmUp();
  }

  /** {@return the kernels used so far and what has become of each; none for a backend that was asked for by name} */
  public List<KernelState> kernels() {
    return Access.kernels(this).states();
  }

  /**
   * Whether weights packed for the other backend can be used with this one.
   *
   * @param other the backend they are packed for
   * @return true for one with the same kernels
   */
  public boolean sharesWeightsWith(Backend other) {
    return Access.kernels(this) == Access.kernels(other);
  }

  /** {@return whether this backend runs on SIMD lanes, be its kernels compiled or not} */
  public boolean isVector() {
    return vectorBits() != 0;
  }

  /** {@return bits in a vector, 0 for the scalar backend} */
  public int vectorBits() {
    return facts().vectorBits();
  }

  /** {@return {@code float} lanes in a vector, 1 for the scalar backend} */
  public int floatLanes() {
    return isVector() ? vectorBits() / Float.SIZE : 1;
  }

  /** {@return why this backend is the one in use, in one sentence} */
  public String reason() {
    return facts().reason();
  }

  /** {@return the name that reports print: {@code scalar}, or {@code vector-} and the width in bits} */
  public String name() {
    return isVector() ? "vector-" + vectorBits() : "scalar";
  }

  @Override
  public String toString() {
    return name();
  }

  /** Holds the choice; initialised on first use, so that nothing is decided at class loading. */
  private static final class Active {
    static final BackendChoice INSTANCE =
        BackendChoice.make(
            System.getProperty(PROPERTY, "auto"),
            System.getProperty(WARM_UP_PROPERTY, "background"),
            VirtualMachine.current());
  }
}
