package dev.carrylane.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips every test of a run that asks for vectors this machine cannot run. The build repeats the tests
 * with several widths on every machine; elsewhere such a request is an error.
 */
public abstract class Widths implements ExecutionCondition {
  /** The tag of tests whose outcome depends on no vector width: one run of them is enough. */
  public static final String ANY = "any-width";

  private final String property;
  private final Runnable choose;

  /**
   * Skips the tests of a module.
   *
   * @param property the system property that asks for a width
   * @param choose throws {@link IllegalStateException} where that can't be had
   */
  protected Widths(String property, Runnable choose) {
    this.property = property;
    this.choose = choose;
  }

  /**
   * Why this machine can't run the width asked for.
   *
   * @return empty if it can
   */
  protected final Optional<String> obstacle() {
    if (System.getProperty(property, "").matches("128|256|512")) {
      try {
        choose.run();
      } catch (IllegalStateException notHere) {
        return Optional.of(notHere.getMessage());
      }
    }
    return Optional.empty();
  }

  @Override
  public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return obstacle()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("this machine runs what is asked for"));
  }
}
