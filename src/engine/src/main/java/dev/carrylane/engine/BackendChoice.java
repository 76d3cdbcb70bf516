package dev.carrylane.engine;

import java.util.List;
import java.util.Optional;

/**
 * The outcome of the checks that {@link Backend} names. An invalid request is kept and thrown on each
 * use, so that the message is not lost in an {@link ExceptionInInitializerError}.
 */
final class BackendChoice {
  private static final List<String> REQUESTS =
      List.of("auto", "scalar", "vector", "128", "256", "512");

  private final Backend active;
  private final Backend vector;
  private final String unavailable;
  private final String invalid;

  private BackendChoice(Backend active, Backend vector, String unavailable, String invalid) {
    this.active = active;
    this.vector = vector;
    this.unavailable = unavailable;
    this.invalid = invalid;
  }

  static BackendChoice make(String request, VirtualMachine machine) {
    if (!REQUESTS.contains(request)) {
      return invalid(
          "system property %s is \"%s\"; it takes one of %s"
              .formatted(Backend.PROPERTY, request, String.join(", ", REQUESTS)));
    }
    String obstacle = machine.vectorObstacle();
    if (request.equals("scalar")) {
      Backend vector =
          obstacle.isEmpty() ? Backend.ofVectors(machine.preferredVectorBits(), "available") : null;
      return new BackendChoice(
          Backend.scalarBecause("asked for by " + Backend.PROPERTY), vector, obstacle, null);
    }
    if (!obstacle.isEmpty()) {
      if (!request.equals("auto")) {
        return invalid(
            "system property %s asks for \"%s\", but %s"
                .formatted(Backend.PROPERTY, request, obstacle));
      }
      System.getLogger("dev.carrylane.engine")
          .log(System.Logger.Level.WARNING, "Carrylane runs without SIMD: {0}", obstacle);
      return new BackendChoice(Backend.scalarBecause(obstacle), null, obstacle, null);
    }
    int preferred = machine.preferredVectorBits();
    if (request.equals("auto") || request.equals("vector")) {
      Backend vector =
          Backend.ofVectors(preferred, "the widest vectors that this JVM and processor prefer");
      return new BackendChoice(vector, vector, "", null);
    }
    int bits = Integer.parseInt(request);
    if (bits > preferred) {
      return invalid(
          "system property %s asks for %d-bit vectors, but this JVM and processor prefer %d bits; ask for at most that"
              .formatted(Backend.PROPERTY, bits, preferred));
    }
    Backend vector = Backend.ofVectors(bits, "asked for by " + Backend.PROPERTY);
    return new BackendChoice(vector, vector, "", null);
  }

  private static BackendChoice invalid(String message) {
    return new BackendChoice(null, null, "", message);
  }

  Backend get() {
    requireValid();
    return active;
  }

  Optional<Backend> vector() {
    requireValid();
    return Optional.ofNullable(vector);
  }

  String unavailable() {
    requireValid();
    return unavailable;
  }

  private void requireValid() {
    if (invalid != null) {
      throw new IllegalStateException(invalid);
    }
  }
}
