package dev.carrylane.properties;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives every property the same seed on every run, so that a failure can be repeated; the system
 * property {@value #SYSTEM_PROPERTY} gives another, to search further. A property's own seed wins.
 */
public final class FixedSeed implements AroundPropertyHook {
  private static final String SYSTEM_PROPERTY = "carrylane.seed";

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    if (context.attributes().seed().isEmpty()) {
      context.attributes().setSeed(System.getProperty(SYSTEM_PROPERTY, "20211231"));
    }
    return property.execute();
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
