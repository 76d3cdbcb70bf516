package dev.carrylane.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The outcome of the checks that {@link Backend} names. Those that take time are made when somebody needs to know, at
 * the latest on the thread that proves the first vector kernel. An invalid request is kept and thrown on each use, so
 * that the message is not lost in an {@link ExceptionInInitializerError}.
 */
final class BackendChoice implements Supplier<String> {
  private static final List<String> REQUESTS =
      List.of("auto", "scalar", "vector", "128", "256", "512");

  /** The names of {@link WarmUp}, in its order. */
  private static final List<String> MODES = List.of("background", "blocking", "off");

  private final VirtualMachine machine;
  private String invalid;
  private Backend active;

  /** Asked for by name; or else found out with {@link #obstacle}. */
  private Backend vector;

  private String obstacle;
  private final Map<WarmUp, Backend> proving = new EnumMap<>(WarmUp.class);

  private BackendChoice(VirtualMachine machine) {
    this.machine = machine;
  }

  static BackendChoice make(String request, String warmUp, VirtualMachine machine) {
    BackendChoice choice = new BackendChoice(machine);
    choice.decide(request, warmUp);
    return choice;
  }

  private void decide(String request, String warmUp) {
    if (!REQUESTS.contains(request)) {
      invalid = message(Backend.PROPERTY, request, REQUESTS);
    } else if (!MODES.contains(warmUp)) {
      invalid = message(Backend.WARM_UP_PROPERTY, warmUp, MODES);
    } else if (request.equals("scalar")) {
      active = Backend.scalarBecause("asked for by " + Backend.PROPERTY);
    } else if (request.equals("auto")) {
      auto(WarmUp.values()[MODES.indexOf(warmUp)]);
    } else {
      named(request);
    }
  }

  private static String message(String property, String value, List<String> allowed) {
    return "system property %s is \"%s\"; it takes one of %s"
        .formatted(property, value, String.join(", ", allowed));
  }

  private void auto(WarmUp mode) {
    String obvious = machine.obviousObstacle();
    if (obvious.isEmpty()) {
      active = proving(mode);
    } else {
      obstacle = obvious;
      warn();
      active = Backend.scalarBecause(obvious);
    }
  }

  private void named(String request) {
    obstacle = machine.vectorObstacle();
    if (!obstacle.isEmpty()) {
      invalid =
          "system property %s asks for \"%s\", but %s"
              .formatted(Backend.PROPERTY, request, obstacle);
      return;
    }
    int preferred = machine.preferredVectorBits();
    int bits = request.equals("vector") ? preferred : Integer.parseInt(request);
    if (bits > preferred) {
      invalid =
          "system property %s asks for %d-bit vectors, but this JVM and processor prefer %d bits; ask for at most that"
              .formatted(Backend.PROPERTY, bits, preferred);
      return;
    }
    vector = Backend.ofVectors(bits, "asked for by " + Backend.PROPERTY);
    active = vector;
  }

  /** One backend for each mode: its proved kernels are its own. */
  synchronized Backend proving(WarmUp mode) {
    Backend known = proving.get(mode);
    if (known == null) {
      known = Backend.proving(mode, this);
      proving.put(mode, known);
    }
    return known;
  }

  Backend.Facts facts() {
    return get().isEmpty()
        ? new Backend.Facts(
            machine.preferredVectorBits(), "the widest vectors that this JVM and processor prefer")
        : new Backend.Facts(0, get());
  }

  /** Why there is no vector backend; the first who asks waits for the checks. */
  @Override
  public synchronized String get() {
    if (obstacle == null) {
      obstacle = machine.vectorObstacle();
      if (!obstacle.isEmpty()) {
        warn();
      }
    }
    return obstacle;
  }

  private void warn() {
    System.getLogger("dev.carrylane.engine")
        .log(System.Logger.Level.WARNING, "Carrylane runs without SIMD: {0}", obstacle);
  }

  Backend active() {
    requireValid();
    return active;
  }

  synchronized Optional<Backend> vector() {
    requireValid();
    if (vector == null && get().isEmpty()) {
      vector = Backend.ofVectors(machine.preferredVectorBits(), "available");
    }
    return Optional.ofNullable(vector);
  }

  String unavailable() {
    requireValid();
    return vector == null ? get() : "";
  }

  private void requireValid() {
    if (invalid != null) {
      throw new IllegalStateException(invalid);
    }
  }
}
