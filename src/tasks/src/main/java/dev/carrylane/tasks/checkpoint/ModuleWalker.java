package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers tensors under the names that {@code state_dict()} gives them. Each module is entered once,
 * however many names lead to it, and what is looked at is counted, so that shared and cyclic objects
 * cost no more than others.
 */
final class ModuleWalker {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAME_LENGTH = 1024;

  /** What all names together may have; in a pickle of some thousand tensors they have a tenth of it. */
  static final int MAX_CHARACTERS = 1 << 24;

  private final Path path;
  private final String part;
  private final Map<String, TensorView> tensors = new LinkedHashMap<>();
  private final Map<PickledObject, TorchRecord> entered = new IdentityHashMap<>();
  private final List<String> others = new ArrayList<>();
  private int steps;
  private long characters;

  /**
   * A walker that has gathered nothing.
   *
   * @param part what messages call the pickle
   */
  ModuleWalker(Path path, String part) {
    this.path = path;
    this.part = part;
  }

  /** The tensors gathered so far, in order. */
  Map<String, TensorView> tensors() {
    return tensors;
  }

  /** The names of entries of a dictionary that are no tensors. */
  List<String> others() {
    return others;
  }

  /** Gathers the tensors of a dictionary. */
  void addStateDict(Map<?, ?> dictionary) throws MalformedFileException {
    for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
      if (entry.getValue() instanceof TensorView view) {
        add(name("", entry.getKey()), view);
      } else if (WeightsSearch.isUnreadTensor(entry.getValue())) {
        throw unread(name("", entry.getKey()), (PickledObject) entry.getValue());
      } else if (entry.getKey() instanceof String name) {
        others.add(name);
      }
    }
  }

  private MalformedFileException unread(String name, PickledObject tensor) {
    return refused(
        MalformedFileException.quote(name)
            + " is what "
            + MalformedFileException.quote(tensor.className())
            + " makes, which is not read; make it a plain tensor of floats before saving");
  }

  /** Gathers the tensors of a module and of the modules in it. */
  TorchRecord addModule(PickledObject module) throws MalformedFileException {
    TorchRecord top = new TorchRecord(module, null, "");
    entered.put(module, top);
    addModule("", module, top, 0);
    return top;
  }

  private void addModule(String prefix, PickledObject module, TorchRecord record, int depth)
      throws MalformedFileException {
    if (depth > MAX_DEPTH) {
      throw refused("modules are nested more than " + MAX_DEPTH + " deep");
    }
    addTensors(prefix, module, "_parameters", Set.of());
    addTensors(prefix, module, "_buffers", notPersistent(module));
    for (Map.Entry<?, ?> entry : dictionary(module, "_modules").entrySet()) {
      String name = name(prefix, entry.getKey());
      if (entry.getValue() instanceof PickledObject child) {
        String key = (String) entry.getKey();
        TorchRecord known = entered.get(child);
        if (known != null) {
          record.addAgain(key, known);
        } else {
          TorchRecord first = new TorchRecord(child, record, key);
          entered.put(child, first);
          record.addFirst(first);
          addModule(name + ".", child, first, depth + 1);
        }
      } else if (entry.getValue() != null) {
        throw refused(MalformedFileException.quote(name) + " is not a module");
      }
    }
  }

  private void addTensors(
      String prefix, PickledObject module, String attribute, Collection<?> without)
      throws MalformedFileException {
    for (Map.Entry<?, ?> entry : dictionary(module, attribute).entrySet()) {
      String name = name(prefix, entry.getKey());
      if (entry.getValue() instanceof TensorView view) {
        if (!without.contains(entry.getKey())) {
          add(name, view);
        }
      } else if (WeightsSearch.isUnreadTensor(entry.getValue())) {
        throw unread(name, (PickledObject) entry.getValue());
      } else if (entry.getValue() != null) {
        throw refused(MalformedFileException.quote(name) + " is not a tensor");
      }
    }
  }

  private static Collection<?> notPersistent(PickledObject module) {
    return module.attribute("_non_persistent_buffers_set") instanceof Set<?> names
        ? names
        : Set.of();
  }

  private Map<?, ?> dictionary(PickledObject module, String attribute)
      throws MalformedFileException {
    if (module.attribute(attribute) instanceof Map<?, ?> dictionary) {
      return dictionary;
    }
    throw refused(
        "an object of class "
            + MalformedFileException.quote(module.className())
            + " where a module belongs: it has no dictionary "
            + attribute);
  }

  private String name(String prefix, Object key) throws MalformedFileException {
    if (++steps > TensorUnpickler.MAX_STEPS) {
      throw refused("the modules share so much that they have too many names");
    }
    if (!(key instanceof String)) {
      throw refused("has a name that is not text");
    }
    String name = (String) key;
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw refused("has a name that is empty or contains NUL");
    }
    if (prefix.length() + name.length() > MAX_NAME_LENGTH) {
      throw refused("has a name of more than " + MAX_NAME_LENGTH + " characters");
    }
    characters += prefix.length() + name.length();
    if (characters > MAX_CHARACTERS) {
      throw refused("the modules share so much that they have too many names");
    }
    return prefix + name;
  }

  private void add(String name, TensorView view) throws MalformedFileException {
    if (tensors.put(name, view) != null) {
      throw refused("has two tensors " + MalformedFileException.quote(name));
    }
  }

  private MalformedFileException refused(String reason) {
    return new MalformedFileException(path, part, reason);
  }
}
