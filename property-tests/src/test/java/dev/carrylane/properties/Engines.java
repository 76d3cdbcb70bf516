package dev.carrylane.properties;

import dev.carrylane.engine.Backend;
import java.util.ArrayList;
import java.util.List;

/** The backends that must not show in a result. */
final class Engines {
  private Engines() {}

  /** The scalar backend, and the vector one where this JVM can run it. */
  static List<Backend> backends() {
    List<Backend> all = new ArrayList<>(List.of(Backend.scalar()));
    Backend.vector().ifPresent(all::add);
    return all;
  }

  /** The vector backend where this JVM can run it. The active one would begin with the scalar kernels. */
  static Backend fastest() {
    return backends().getLast();
  }

  /** Numbers of threads; one of them in further widths, since how work is shared depends on no width. */
  static int[] threads() {
    return System.getProperty(Backend.PROPERTY) == null ? new int[] {1, 2, 3, 5, 8} : new int[] {3};
  }
}
