package dev.carrylane.properties;

import dev.carrylane.engine.Backend;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips every property and test of a run that asks for vectors this machine cannot run. The build
 * repeats them with several widths on every machine; elsewhere such a request is an error.
 */
public final class WidthCondition implements SkipExecutionHook, ExecutionCondition {
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

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return obstacle()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("this machine can run the backend"));
  }

  private static Optional<String> obstacle() {
    if (System.getProperty(Backend.PROPERTY, "auto").matches("128|256|512")) {
      try {
        Backend.active();
      } catch (IllegalStateException notHere) {
        return Optional.of(notHere.getMessage());
      }
    }
    return Optional.empty();
  }
}
