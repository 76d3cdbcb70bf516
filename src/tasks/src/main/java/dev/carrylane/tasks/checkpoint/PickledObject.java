package dev.carrylane.tasks.checkpoint;

import java.util.Map;

/**
 * An object of a class that is not known and not needed: the class's name and the attributes, as inert
 * data. Two are equal only if they are the same, as in Python.
 */
final class PickledObject {
  private final String className;
  private Map<?, ?> attributes;

  PickledObject(String className) {
    this.className = className;
  }

  String className() {
    return className;
  }

  /** Whether {@link #setAttributes} was called. */
  boolean hasAttributes() {
    return attributes != null;
  }

  void setAttributes(Map<?, ?> attributes) {
    this.attributes = attributes;
  }

  /** An attribute of any kind, or null. */
  Object attribute(String name) {
    return attributes == null ? null : attributes.get(name);
  }
}
