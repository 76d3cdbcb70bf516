package dev.carrylane.engine;

import java.util.Optional;

/**
 * An implementation of the kernels: SIMD lanes of {@code jdk.incubator.vector}, or plain Java. Both
 * run the same operations on every element in the same order, so they give the same bits; they
 * differ in speed alone.
 *
 * <p>{@link #active()} is chosen once per JVM by these checks, in order: is {@code
 * jdk.incubator.vector} in the boot layer, does the JIT compile vectors, is fused multiply-add
 * native, are vectors at least 128 bits wide. If one fails, the scalar backend is active and one
 * warning says what to change. The system property {@value #PROPERTY} overrides the choice: {@code
 * scalar}, {@code vector}, or a vector width in bits ({@code 128}, {@code 256}, {@code 512}); {@code
 * auto} is the default.
 *
 * <p>Instances are immutable and may be shared by any number of threads.
 */
public final class Backend {
  /** The system property that overrides the choice; read once, when a backend is first asked for. */
  public static final String PROPERTY = "carrylane.backend";

  private static final Backend SCALAR =
      new Backend(0, 1, "plain Java: the same results, without SIMD");

  private final int vectorBits;
  private final int floatLanes;
  private final String reason;

  private Backend(int vectorBits, int floatLanes, String reason) {
    this.vectorBits = vectorBits;
    this.floatLanes = floatLanes;
    this.reason = reason;
  }

  /**
   * The backend every operation uses unless it is given another one.
   *
   * @return the vector backend where the checks pass, the scalar one elsewhere
   * @throws IllegalStateException if {@value #PROPERTY} holds something else than a known backend,
   *     or one that this JVM cannot run; the message says what to do
   */
  public static Backend active() {
    return Active.INSTANCE.get();
  }

  /**
   * The scalar backend, which runs on every JVM.
   *
   * @return the plain Java implementation
   */
  public static Backend scalar() {
    return SCALAR;
  }

  /**
   * The vector backend of this JVM. There is one, of one width, fixed when it is first asked for: by
   * {@value #PROPERTY} if that names a width, else by the machine.
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
    return new Backend(bits, bits / Float.SIZE, reason);
  }

  static Backend scalarBecause(String reason) {
    return new Backend(0, 1, reason);
  }

  /**
   * Whether this backend runs on SIMD lanes.
   *
   * @return true for the vector backend
   */
  public boolean isVector() {
    return vectorBits != 0;
  }

  /**
   * The vector width.
   *
   * @return bits in a vector, 0 for the scalar backend
   */
  public int vectorBits() {
    return vectorBits;
  }

  /**
   * The number of {@code float} lanes.
   *
   * @return lanes in a vector, 1 for the scalar backend
   */
  public int floatLanes() {
    return floatLanes;
  }

  /**
   * Why this backend is the one in use.
   *
   * @return one sentence
   */
  public String reason() {
    return reason;
  }

  /**
   * A short name that reports print.
   *
   * @return {@code scalar}, or {@code vector-} and the width in bits
   */
  public String name() {
    return isVector() ? "vector-" + vectorBits : "scalar";
  }

  @Override
  public String toString() {
    return name();
  }

  /** Holds the choice; initialised on first use, so that nothing is decided at class loading. */
  private static final class Active {
    static final BackendChoice INSTANCE =
        BackendChoice.make(System.getProperty(PROPERTY, "auto"), VirtualMachine.current());
  }
}
