package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names that the user gives: {@code theirs=ours}, where each is a whole name or the start of names up to a dot. Nothing
 * behind the sign leaves tensors out.
 */
final class Renaming {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Set<String> renamed = new LinkedHashSet<>();
  private final Set<String> leftOut = new LinkedHashSet<>();

  /**
   * Renames tensors.
   *
   * @throws IllegalArgumentException if a mapping is none, is for no tensor, or makes two of one name
   */
  Renaming(Map<String, Tensor> theirs, List<String> mappings) {
    Set<String> unused = new LinkedHashSet<>(mappings);
    theirs.forEach(
        (name, tensor) -> {
          String ours = name;
          for (String mapping : mappings) {
            String mapped = apply(mapping, name);
            if (mapped != null) {
              ours = mapped;
              unused.remove(mapping);
              break;
            }
          }
          add(name, ours, tensor);
        });
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "the mapping %s is for no tensor of the file; its first are %s"
              .formatted(
                  MalformedFileException.quote(unused.iterator().next()),
                  Parts.listed(Parts.quoted(theirs.keySet()))));
    }
  }

  private void add(String name, String ours, Tensor tensor) {
    if (ours.isEmpty()) {
      leftOut.add(name);
    } else if (tensors.put(ours, tensor) != null) {
      throw new IllegalArgumentException(
          "the mappings give two tensors the name " + MalformedFileException.quote(ours));
    } else if (!ours.equals(name)) {
      renamed.add(ours);
    }
  }

  /** The new name; empty to leave the tensor out; null if the mapping is not for it. */
  private static String apply(String mapping, String name) {
    int sign = mapping.indexOf('=');
    if (sign <= 0) {
      throw new IllegalArgumentException(
          "the mapping %s is not of the form theirs=ours"
              .formatted(MalformedFileException.quote(mapping)));
    }
    String theirs = withoutDot(mapping.substring(0, sign));
    String ours = withoutDot(mapping.substring(sign + 1));
    if (name.equals(theirs)) {
      return ours;
    }
    if (!name.startsWith(theirs + ".")) {
      return null;
    }
    return ours.isEmpty() ? "" : ours + name.substring(theirs.length());
  }

  private static String withoutDot(String prefix) {
    return prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }

  /** All tensors that are left, in order. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** New names of those that have one. */
  Set<String> renamed() {
    return renamed;
  }

  /** The file's names of those that are left out. */
  Set<String> leftOut() {
    return leftOut;
  }
}
