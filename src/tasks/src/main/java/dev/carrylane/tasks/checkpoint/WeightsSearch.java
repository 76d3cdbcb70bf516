package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the weights among what a training loop saves beside them: a module, or a dictionary of tensors.
 * Each container is looked into once, however many keys lead to it. Optimisers are passed by.
 */
final class WeightsSearch {
  /** Keys under which training loops keep the weights. */
  private static final Set<String> USUAL_KEYS =
      Set.of(
          "ema",
          "ema_model",
          "ema_state_dict",
          "model",
          "model_dict",
          "model_ema",
          "model_state",
          "model_state_dict",
          "model_weights",
          "module",
          "net",
          "net_state_dict",
          "network",
          "network_state_dict",
          "params",
          "state_dict",
          "weights");

  /** In the names of entries that hold tensors, but never weights. */
  private static final List<String> OTHER_STATE =
      List.of("optim", "sched", "scaler", "callback", "loops", "rng");

  private static final int MAX_DEPTH = 8;

  private final Path path;
  private final String part;
  private final List<Found> found = new ArrayList<>();
  private final Set<Object> entered = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Weights and where they are.
   *
   * @param key the keys that lead to them, separated by dots; empty at the top
   * @param value a module's {@link PickledObject} or a map
   */
  record Found(String key, Object value) {}

  private WeightsSearch(Path path, String part) {
    this.path = path;
    this.part = part;
  }

  /** The weights at or under a key; where there is none, those of the whole file. */
  static Found find(Path path, String part, Object root, Optional<String> key)
      throws MalformedFileException {
    WeightsSearch search = new WeightsSearch(path, part);
    if (key.isEmpty() || isOptimizer(root)) {
      search.collect("", root, 0);
      return search.choose(root, "");
    }
    Object start = search.at(root, key.get());
    search.collect(key.get(), start, 0);
    return search.choose(start, key.get());
  }

  /** A module is known by the dictionaries that PyTorch gives each. */
  static boolean isModule(Object value) {
    return value instanceof PickledObject object
        && object.attribute("_modules") instanceof Map
        && object.attribute("_parameters") instanceof Map;
  }

  /** Whether a value stands for a tensor that is not read, such as a quantised one. */
  static boolean isUnreadTensor(Object value) {
    return value instanceof PickledObject object
        && (object.className().startsWith("torch._utils._rebuild")
            || object.className().startsWith("torch._tensor._rebuild"));
  }

  /** The entries of a dictionary, list or tuple; empty for anything else. */
  static Map<?, ?> entries(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    List<?> items =
        value instanceof List<?> list
            ? list
            : value instanceof Object[] tuple ? Arrays.asList(tuple) : List.of();
    Map<Object, Object> numbered = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      numbered.put(i, items.get(i));
    }
    return numbered;
  }

  private void collect(String prefix, Object value, int depth) {
    if (isModule(value)) {
      if (entered.add(value)) {
        found.add(new Found(prefix, value));
      }
      return;
    }
    boolean container = value instanceof Map || value instanceof List || value instanceof Object[];
    if (!container || depth > MAX_DEPTH || isOptimizer(value) || !entered.add(value)) {
      return;
    }
    int before = found.size();
    boolean tensors = false;
    for (Map.Entry<?, ?> entry : entries(value).entrySet()) {
      if (entry.getValue() instanceof TensorView || isUnreadTensor(entry.getValue())) {
        tensors |= entry.getKey() instanceof String;
      } else if (entry.getKey() instanceof String || entry.getKey() instanceof Integer) {
        String key = entry.getKey().toString();
        if (!isOtherState(key)) {
          collect(prefix.isEmpty() ? key : prefix + "." + key, entry.getValue(), depth + 1);
        }
      }
    }
    if (tensors && found.size() == before) {
      found.add(new Found(prefix, value));
    }
  }

  private static boolean isOptimizer(Object value) {
    return value instanceof Map<?, ?> map
        && map.containsKey("param_groups")
        && map.containsKey("state");
  }

  private static boolean isOtherState(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return OTHER_STATE.stream().anyMatch(lower::contains);
  }

  private Found choose(Object root, String key) throws MalformedFileException {
    if (found.size() == 1) {
      return found.getFirst();
    }
    List<Found> usual = found.stream().filter(WeightsSearch::isUsual).toList();
    if (usual.size() == 1) {
      return usual.getFirst();
    }
    if (found.isEmpty()) {
      throw refused(none(root, key));
    }
    throw refused(
        "holds weights more than once, as "
            + Names.quoted(found.stream().map(Found::key).toList())
            + "; name one of these with --key");
  }

  private static boolean isUsual(Found candidate) {
    String key = candidate.key();
    return USUAL_KEYS.contains(key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static String none(Object root, String key) {
    String what = key.isEmpty() ? "" : MalformedFileException.quote(key) + " ";
    if (root instanceof PickledObject object) {
      return what
          + "is an object of class "
          + MalformedFileException.quote(object.className())
          + " where a module belongs; save the model's state_dict()";
    }
    if (isOptimizer(root)) {
      return what + "is the state of an optimizer, not of a model";
    }
    List<String> keys = keys(root);
    return what
        + "holds neither a module nor a state_dict()"
        + (keys.isEmpty() ? "" : ", but " + Names.quoted(keys))
        + "; save one of these";
  }

  private Object at(Object root, String key) throws MalformedFileException {
    Optional<Object> value = descend(root, key);
    if (value.isEmpty()) {
      List<String> keys = keys(root);
      throw refused(
          "has no entry "
              + MalformedFileException.quote(key)
              + "; it has "
              + (keys.isEmpty() ? "no entries; leave --key out" : Names.quoted(keys)));
    }
    return value.get();
  }

  /** A key may itself contain dots; the longest that fits counts. */
  private static Optional<Object> descend(Object value, String key) {
    Map<?, ?> entries = entries(value);
    if (entries.get(key) != null) {
      return Optional.of(entries.get(key));
    }
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      if (!(entry.getKey() instanceof String || entry.getKey() instanceof Integer)
          || entry.getValue() == null) {
        continue;
      }
      String name = entry.getKey().toString();
      if (name.equals(key)) {
        return Optional.of(entry.getValue());
      }
      if (!name.isEmpty() && key.startsWith(name + ".") && !isOptimizer(entry.getValue())) {
        Optional<Object> below = descend(entry.getValue(), key.substring(name.length() + 1));
        if (below.isPresent()) {
          return below;
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> keys(Object root) {
    return root instanceof Map<?, ?> map
        ? map.keySet().stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  private MalformedFileException refused(String reason) {
    return new MalformedFileException(path, part, reason);
  }
}
