package dev.carrylane.properties;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** A property of damaged input, tried as often as the system property {@value #SYSTEM_PROPERTY} says. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@AddLifecycleHook(Fuzzing.Tries.class)
@interface Fuzzing {
  /** How often; 10,000 times where nothing is said. */
  String SYSTEM_PROPERTY = "carrylane.fuzz";

  /** Sets the number of tries. */
  final class Tries implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      context.attributes().setTries(Integer.getInteger(SYSTEM_PROPERTY, 10_000));
      return property.execute();
    }

    @Override
    public int aroundPropertyProximity() {
      return -50;
    }
  }
}
