package dev.carrylane.properties;

import dev.carrylane.engine.Backend;
import dev.carrylane.testkit.Widths;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Skips the properties and tests of a run that asks for vectors this machine cannot run. */
public final class WidthCondition extends Widths implements SkipExecutionHook {
  /** Made by the test platform. */
  public WidthCondition() {
    super(Backend.PROPERTY, Backend::active);
  }

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    return obstacle().map(SkipResult::skip).orElseGet(SkipResult::doNotSkip);
  }

  @Override
  public boolean appliesTo(Optional<AnnotatedElement> element) {
    return true;
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
