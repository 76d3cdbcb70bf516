package dev.carrylane.engine;

import dev.carrylane.testkit.Help;
import java.util.ArrayList;
import java.util.List;

/** The backends that tests of this JVM compare: the scalar one, and the vector one where it can run. */
public final class Backends {
  private Backends() {}

  public static List<Backend> all() {
    List<Backend> all = new ArrayList<>(List.of(Backend.scalar()));
    Backend.vector().ifPresent(all::add);
    return all;
  }

  /** Each backend, with one thread and with three. */
  public static List<Engine> engines() {
    List<Engine> engines = new ArrayList<>();
    for (Backend backend : all()) {
      engines.add(Engine.of(backend));
      engines.add(engine(backend, 3));
    }
    return engines;
  }

  /** A backend with helpers. */
  public static Engine engine(Backend backend, int threads) {
    return Engine.of(backend).withExecutor(Help.POOL, threads);
  }
}
