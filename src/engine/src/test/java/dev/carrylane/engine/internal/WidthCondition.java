package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;
import dev.carrylane.testkit.Widths;

/** Skips the tests of a run that asks for vectors this machine cannot run. */
public final class WidthCondition extends Widths {
  /** Made by the test platform. */
  public WidthCondition() {
    super(Backend.PROPERTY, Backend::active);
  }
}
