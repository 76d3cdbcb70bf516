package dev.carrylane.tasks.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a checkpoint says about one module: its class, its plain attributes and the modules in it, those
 * without parameters included. It is data only and immutable.
 *
 * <p>{@link #modules()} makes a tree: a module that can be reached by two names is under the first. {@link
 * #members()} has all that a module registers, in order, whatever their first names are: of a {@code
 * Sequential} these are the steps that it runs.
 *
 * <p>Attributes are those of PyTorch's classes, such as {@code kernel_size}, {@code stride}, {@code
 * padding}, {@code dilation} ({@link #integers}), {@code groups}, {@code num_layers}, {@code proj_size},
 * {@code chomp_size} ({@link #integer}), {@code padding_mode}, {@code nonlinearity}, {@code mode}, also
 * {@code padding} where it is {@code 'same'} ({@link #text}), {@code bidirectional}, {@code batch_first}
 * ({@link #flag}), {@code negative_slope}, {@code eps}, {@code p} ({@link #number}).
 */
public final class TorchRecord {
  private final PickledObject object;
  private final String key;
  private final Map<String, TorchRecord> modules = new LinkedHashMap<>();
  private final Map<String, TorchRecord> members = new LinkedHashMap<>();

  /** The module that has this one under its first name; null at the top. */
  private TorchRecord parent;

  /** A module without members, which are added before anybody else sees it. */
  TorchRecord(PickledObject object, TorchRecord parent, String key) {
    this.object = object;
    this.parent = parent;
    this.key = key;
  }

  /** Adds a module that is met for the first time here. */
  void addFirst(TorchRecord module) {
    modules.put(module.key, module);
    members.put(module.key, module);
  }

  /** Adds a further name of a module. */
  void addAgain(String name, TorchRecord module) {
    members.put(name, module);
  }

  /** Cuts off what is above this module. */
  TorchRecord asTop() {
    parent = null;
    return this;
  }

  /**
   * The first name that leads to this module. With a dot behind it, it is the prefix of the module's
   * tensors.
   *
   * @return names separated by dots, as {@code tcn.network.0.conv1}; empty for the module at the top
   */
  public String name() {
    if (parent == null) {
      return "";
    }
    String above = parent.name();
    return above.isEmpty() ? key : above + "." + key;
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
   * The modules in this one that have their first name here.
   *
   * @return names and modules in the order of registration, unmodifiable
   */
  public Map<String, TorchRecord> modules() {
    return Collections.unmodifiableMap(modules);
  }

  /**
   * All the modules that are registered in this one. Those that have their first name elsewhere, which
   * {@link #name()} tells, are the same objects as there. Modules can be members of each other: only
   * {@link #modules()} is sure to end.
   *
   * @return names and modules in the order of registration, unmodifiable
   */
  public Map<String, TorchRecord> members() {
    return Collections.unmodifiableMap(members);
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
