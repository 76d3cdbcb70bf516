package dev.carrylane.engine.internal.thread;

import dev.carrylane.engine.Engine;
import java.util.function.Function;

/** How operations find the helpers of their engine's crew, which are no part of the engine's API. */
public final class CrewAccess {
  /** Written while {@link Engine} is initialised, so that whoever has an engine sees it. */
  private static Function<Engine, ParallelLoop> loops;

  private CrewAccess() {}

  /** Called once, by the engine. */
  public static void install(Function<Engine, ParallelLoop> loopOf) {
    loops = loopOf;
  }

  static ParallelLoop loopOf(Engine engine) {
    return loops.apply(engine);
  }
}
