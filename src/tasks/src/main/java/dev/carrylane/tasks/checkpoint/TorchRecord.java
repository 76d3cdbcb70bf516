package dev.carrylane.tasks.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a checkpoint says about one module: its class, its plain attributes and the modules in it. It is
 * data only, immutable and a tree: a module that can be reached by two names is under the first.
 */
public final class TorchRecord {
  private final PickledObject object;
  private final Map<String, TorchRecord> modules;

  TorchRecord(PickledObject object, Map<String, TorchRecord> modules) {
    this.object = object;
    this.modules = modules;
  }

  /**
   * The class.
   *
   * @return its full name, as {@code torch.nn.modules.conv.Conv1d}; whatever the file says
   */
  public String className() {
    return object.className();
  }

  /**
   * The modules in this one.
   *
   * @return names and modules in the order of registration, unmodifiable
   */
  public Map<String, TorchRecord> modules() {
    return modules;
  }

  /**
   * A module further down.
   *
   * @param name names separated by dots, as {@code tcn.network.0.conv1}; this module if empty
   * @return the module, or nothing if there is none of that name
   */
  public Optional<TorchRecord> module(String name) {
    TorchRecord module = this;
    if (!name.isEmpty()) {
      for (String part : name.split("\\.", -1)) {
        module = module.modules.get(part);
        if (module == null) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(module);
  }

  /**
   * An attribute that is an integer.
   *
   * @param name the attribute
   * @return its value, or nothing if there is none or it is of another kind
   */
  public OptionalLong integer(String name) {
    return isInteger(object.attribute(name))
        ? OptionalLong.of(((Number) object.attribute(name)).longValue())
        : OptionalLong.empty();
  }

  /**
   * An attribute that is an integer or a floating-point number.
   *
   * @param name the attribute
   * @return its value, or nothing if there is none or it is of another kind
   */
  public OptionalDouble number(String name) {
    Object value = object.attribute(name);
    return isInteger(value) || value instanceof Double
        ? OptionalDouble.of(((Number) value).doubleValue())
        : OptionalDouble.empty();
  }

  /**
   * An attribute that is text.
   *
   * @param name the attribute
   * @return its value, or nothing if there is none or it is of another kind
   */
  public Optional<String> text(String name) {
    return object.attribute(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /**
   * An attribute that is true or false.
   *
   * @param name the attribute
   * @return its value, or nothing if there is none or it is of another kind
   */
  public Optional<Boolean> flag(String name) {
    return object.attribute(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  /**
   * An attribute that is a tuple or list of integers only, such as a convolution's kernel size.
   *
   * @param name the attribute
   * @return its values, or nothing if there is none or it is of another kind
   */
  public Optional<List<Long>> integers(String name) {
    Object value = object.attribute(name);
    List<?> items;
    if (value instanceof Object[] tuple) {
      items = Arrays.asList(tuple);
    } else if (value instanceof List<?> list) {
      items = list;
    } else {
      return Optional.empty();
    }
    List<Long> integers = new ArrayList<>();
    for (Object item : items) {
      if (!isInteger(item)) {
        return Optional.empty();
      }
      integers.add(((Number) item).longValue());
    }
    return Optional.of(List.copyOf(integers));
  }

  private static boolean isInteger(Object value) {
    return value instanceof Integer || value instanceof Long;
  }
}
