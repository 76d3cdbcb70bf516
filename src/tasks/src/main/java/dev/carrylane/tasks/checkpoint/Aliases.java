package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Modules that a state dictionary lists twice: once as a member of a list of modules, such as {@code
 * tcn.network.0.net.0}, and once as a member of the module that has the list, such as {@code
 * tcn.network.0.conv1}.
 *
 * <p>Two modules are one if all their tensors have the same names and bits and not all are constant: new
 * layers of normalisation are alike without being one. A single matrix is never taken for an alias, since
 * embeddings are tied to decoders that way and both are needed.
 */
final class Aliases {
  private static final int MAX_PARTS = 16;
  private static final int MAX_SIBLINGS = 64;

  private final Map<String, Tensor> tensors;

  /** The names under each prefix, which ends with a dot. */
  private final Map<String, List<String>> groups = new LinkedHashMap<>();

  /** The prefixes one level below each. */
  private final Map<String, Set<String>> children = new HashMap<>();

  private Aliases(Map<String, Tensor> tensors) {
    this.tensors = tensors;
    for (String name : tensors.keySet()) {
      addGroups(name);
    }
  }

  /** The names that can be dropped because another name has the same tensor of the same module. */
  static Set<String> of(Map<String, Tensor> tensors) {
    return new Aliases(tensors).find();
  }

  private void addGroups(String name) {
    int parts = 0;
    String above = "";
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (++parts > MAX_PARTS) {
        return;
      }
      String prefix = name.substring(0, dot + 1);
      groups.computeIfAbsent(prefix, p -> new ArrayList<>()).add(name);
      children.computeIfAbsent(above, p -> new HashSet<>()).add(prefix);
      above = prefix;
    }
  }

  private Set<String> find() {
    // Prefixes come in the order of the file, so that what is met first stays.
    List<String> order = List.copyOf(groups.keySet());
    Map<String, Integer> place = new HashMap<>();
    order.forEach(prefix -> place.put(prefix, place.size()));
    Set<String> dropped = new HashSet<>();
    for (String member : order) {
      String list = parent(member);
      if (list.isEmpty() || !isNumber(member.substring(list.length(), member.length() - 1))) {
        continue;
      }
      Set<String> siblings = children.get(parent(list));
      if (siblings.size() > MAX_SIBLINGS) {
        continue;
      }
      for (String sibling : siblings) {
        if (!sibling.equals(list) && isSame(member, sibling)) {
          dropped.addAll(groups.get(place.get(sibling) < place.get(member) ? member : sibling));
        }
      }
    }
    return dropped;
  }

  /** The prefix that is one part shorter. */
  private static String parent(String prefix) {
    return prefix.substring(0, prefix.lastIndexOf('.', prefix.length() - 2) + 1);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private boolean isSame(String one, String other) {
    List<String> names = groups.get(one);
    if (groups.get(other).size() != names.size()) {
      return false;
    }
    boolean shared = true;
    boolean constant = true;
    boolean matrix = names.size() == 1;
    for (String name : names) {
      Tensor tensor = tensors.get(name);
      Tensor twin = tensors.get(other + name.substring(one.length()));
      if (twin == null || !isEqual(tensor, twin)) {
        return false;
      }
      shared &= tensor == twin;
      constant &= isConstant(tensor);
      matrix &= tensor.rank() <= 2;
    }
    return !matrix && (shared || !constant);
  }

  private static boolean isEqual(Tensor one, Tensor other) {
    if (one == other) {
      return true;
    }
    if (!one.hasShape(other.shape())) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (Float.floatToRawIntBits(one.get(i)) != Float.floatToRawIntBits(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isConstant(Tensor tensor) {
    for (int i = 1; i < tensor.size(); i++) {
      if (tensor.get(i) != tensor.get(0)) {
        return false;
      }
    }
    return true;
  }
}
