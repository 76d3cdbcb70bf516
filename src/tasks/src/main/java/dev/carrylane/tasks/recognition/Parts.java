package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All the layers that a file's tensors are, in the order of the file. Every tensor belongs to one. */
final class Parts {
  private static final int MOST_NAMED = 12;

  private final Map<String, Tensor> tensors;
  private final List<Part> parts = new ArrayList<>();
  private final Set<String> claimed = new HashSet<>();
  private final List<String> refusals = new ArrayList<>();

  private Parts(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  static List<Part> of(Map<String, Tensor> tensors, Optional<TorchRecord> module, Remarks remarks) {
    Parts parts = new Parts(tensors);
    for (Branch branch : Branch.tree(tensors, module).all()) {
      if (!parts.isClaimed(branch)) {
        parts.recognise(branch, remarks);
      }
    }
    parts.requireAll();
    return parts.parts;
  }

  /** Whether a layer further up has these tensors. */
  private boolean isClaimed(Branch branch) {
    for (String name : branch.tensors().keySet()) {
      if (claimed.contains(branch.fullName(name))) {
        return true;
      }
    }
    return false;
  }

  private void recognise(Branch branch, Remarks remarks) {
    try {
      for (Recogniser recogniser : Recogniser.ALL) {
        Optional<Part> part = recogniser.recognise(branch, remarks);
        if (part.isPresent()) {
          parts.add(part.get());
          claimed.addAll(part.get().claimed());
          return;
        }
      }
    } catch (IllegalArgumentException refused) {
      refusals.add(refused.getMessage());
    }
  }

  private void requireAll() {
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      if (!claimed.contains(entry.getKey())) {
        others.add(MalformedFileException.quote(entry.getKey()) + " " + entry.getValue());
      }
    }
    if (!refusals.isEmpty() || !others.isEmpty()) {
      String reason = refusals.isEmpty() ? "" : refusals.getFirst() + "; ";
      throw new IllegalArgumentException(
          "%snot understood: %s; understood: %s; leave tensors out with --map NAME=, or describe the model with --describe"
              .formatted(reason, listed(others), listed(parts)));
    }
  }

  /** Names for messages. */
  static List<String> quoted(Collection<String> names) {
    return names.stream().map(MalformedFileException::quote).toList();
  }

  /** The first of a list, and how many more. */
  static String listed(List<?> items) {
    List<String> shown = new ArrayList<>();
    for (Object item : items) {
      if (shown.size() == MOST_NAMED) {
        shown.add(items.size() - MOST_NAMED + " more");
        break;
      }
      shown.add(item.toString());
    }
    return shown.isEmpty() ? "nothing" : String.join(", ", shown);
  }
}
