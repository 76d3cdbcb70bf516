package dev.carrylane.engine.internal;

import dev.carrylane.engine.Backend;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips every test of a run that asks for vectors this machine cannot run. The build repeats the tests
 * with several widths on every machine; elsewhere such a request is an error.
 */
public final class WidthCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String request = System.getProperty(Backend.PROPERTY, "auto");
    if (request.matches("128|256|512")) {
      try {
        Backend.active();
      } catch (IllegalStateException notHere) {
        return ConditionEvaluationResult.disabled(notHere.getMessage());
      }
    }
    return ConditionEvaluationResult.enabled("this machine runs " + request);
  }
}
