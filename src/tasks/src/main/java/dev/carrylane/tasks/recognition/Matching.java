package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.ParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the tensors of a model that the user described. Those that the user named are taken by name; of the others, the
 * tensors of one layer stand together, and are taken by shape, by the last word of their names where it is the same, and in
 * the order of the file.
 */
final class Matching {
  private final Map<String, ParameterSpec> wanted = new LinkedHashMap<>();
  private final Map<String, Tensor> left;
  private final Map<String, Tensor> found = new LinkedHashMap<>();

  private Matching(ModelDescription description, Map<String, Tensor> tensors) {
    for (ParameterSpec spec : description.parameters()) {
      wanted.put(spec.name(), spec);
    }
    left = new LinkedHashMap<>(tensors);
  }

  /**
   * The tensors of a model.
   *
   * @param named names that the user gave
   * @throws IllegalArgumentException if tensors are missing or left over
   */
  static Map<String, Tensor> of(
      ModelDescription description, Map<String, Tensor> tensors, Set<String> named) {
    Matching matching = new Matching(description, tensors);
    boolean allNamed = tensors.keySet().containsAll(matching.wanted.keySet());
    for (String name : List.copyOf(tensors.keySet())) {
      if (allNamed || named.contains(name)) {
        matching.takeNamed(name);
      }
    }
    matching.takeGroups();
    return matching.inOrder(description);
  }

  private void takeNamed(String name) {
    ParameterSpec spec = wanted.get(name);
    if (spec == null) {
      return;
    }
    if (!isSame(spec, left.get(name))) {
      throw new IllegalArgumentException(
          "tensor %s has shape %s; the description needs %s"
              .formatted(MalformedFileException.quote(name), left.get(name), spec));
    }
    take(spec, name);
  }

  private void take(ParameterSpec spec, String name) {
    Tensor tensor = left.remove(name);
    int[] shape = spec.shape();
    found.put(spec.name(), tensor.hasShape(shape) ? tensor : Tensor.of(tensor.toArray(), shape));
    wanted.remove(spec.name());
  }

  private void takeGroups() {
    Map<String, Map<String, String>> theirs = groups(left.keySet());
    for (Map.Entry<String, Map<String, String>> ours : groups(wanted.keySet()).entrySet()) {
      String best = null;
      for (Map.Entry<String, Map<String, String>> candidate : theirs.entrySet()) {
        if (isSame(ours.getValue(), candidate.getValue())
            && (best == null
                || !lastWord(best).equals(lastWord(ours.getKey()))
                    && lastWord(candidate.getKey()).equals(lastWord(ours.getKey())))) {
          best = candidate.getKey();
        }
      }
      if (best != null) {
        Map<String, String> names = theirs.remove(best);
        ours.getValue().forEach((local, name) -> take(wanted.get(name), partner(names, local)));
      }
    }
  }

  /** The names of each layer by their last words: {@code bias_ih} for {@code 0.cell.bias_ih} and {@code 1.bias_ih_l0}. */
  private static Map<String, Map<String, String>> groups(Set<String> names) {
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    for (String name : names) {
      int dot = name.lastIndexOf('.');
      String local = name.substring(dot + 1);
      String word =
          local.endsWith("_l0") ? local.substring(0, local.length() - "_l0".length()) : local;
      groups
          .computeIfAbsent(dot < 0 ? "" : name.substring(0, dot), g -> new TreeMap<>())
          .put(word, name);
    }
    return groups;
  }

  private boolean isSame(Map<String, String> ours, Map<String, String> theirs) {
    if (ours.size() != theirs.size()) {
      return false;
    }
    for (Map.Entry<String, String> entry : ours.entrySet()) {
      String partner = partner(theirs, entry.getKey());
      if (partner == null || !isSame(wanted.get(entry.getValue()), left.get(partner))) {
        return false;
      }
    }
    return true;
  }

  /** A tensor that is alone needs no name. */
  private static String partner(Map<String, String> theirs, String local) {
    return theirs.size() == 1 ? theirs.values().iterator().next() : theirs.get(local);
  }

  /** Whether a shape is the wanted one but for dimensions of 1, which some kinds of layers have and others not. */
  private static boolean isSame(ParameterSpec spec, Tensor tensor) {
    return withoutOnes(spec.shape()).equals(withoutOnes(tensor.shape()));
  }

  private static List<Integer> withoutOnes(int[] shape) {
    List<Integer> dimensions = new ArrayList<>();
    for (int dimension : shape) {
      if (dimension != 1) {
        dimensions.add(dimension);
      }
    }
    return dimensions;
  }

  private static String lastWord(String prefix) {
    return prefix.substring(prefix.lastIndexOf('.') + 1);
  }

  private List<String> matched(ModelDescription description) {
    List<String> matched = new ArrayList<>();
    for (ParameterSpec spec : description.parameters()) {
      if (found.containsKey(spec.name())) {
        matched.add(spec.name());
      }
    }
    return matched;
  }

  private Map<String, Tensor> inOrder(ModelDescription description) {
    if (!wanted.isEmpty() || !left.isEmpty()) {
      List<String> others = new ArrayList<>();
      left.forEach((name, tensor) -> others.add(MalformedFileException.quote(name) + " " + tensor));
      throw new IllegalArgumentException(
          "the description does not fit the file: no tensor for %s; no place for %s; matched: %s"
              .formatted(
                  Parts.listed(List.copyOf(wanted.values())),
                  Parts.listed(others),
                  Parts.listed(matched(description))));
    }
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    for (ParameterSpec spec : description.parameters()) {
      ordered.put(spec.name(), found.get(spec.name()));
    }
    return ordered;
  }
}
